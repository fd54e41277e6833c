import type { Entry } from '../../../../kernel/entry.ts'
import type { z } from 'zod/mini'
import { claimsOfClass } from '../claims/claim-store.ts'
import { lastStatements } from '../store.ts'
import type { listPeople as listPeopleRoute } from '../../wire/routes.ts'
import type { HoldingsDeps } from './deps.ts'
import { Concerns, everybody, isSomebody, keyOf, nameIn } from './somebody.ts'

/** Everybody of whom the class knows anything. */
export function listPeople(deps: Pick<HoldingsDeps, 'journal' | 'held' | 'live'>, code: string): z.infer<typeof listPeopleRoute.output> {
  const { id } = deps.live.findClass(code)
  const { query } = deps.journal
  const all = everybody(deps, id)
  const concerns = new Concerns(deps, id, all)
  const own = new Map<string, Entry[]>()
  for (const entry of deps.journal.ofClass(id, { withPrivate: true })) {
    const owner = concerns.ownerOf(entry)
    if (owner) own.set(keyOf(owner), [...(own.get(keyOf(owner)) ?? []), entry])
  }
  const consents = new Map(lastStatements(query, id).map(({ person, by, choices, at, notice }) => [person, { person, by, choices, at, notice }]))
  const claims = claimsOfClass(query, id)
  const people = all.filter((one) => isSomebody(one) || own.has(keyOf(one))).map((one) => {
    const { person, seat } = one
    const entries = own.get(keyOf(one)) ?? []
    return {
      person, seat, key: keyOf(one), name: nameIn(deps, entries), consent: (person && consents.get(person)) ?? null,
      claims: claims.filter((claim) => claim.person === person).length, privateEntries: entries.length,
    }
  })
  return { people }
}
