import type { z } from 'zod/mini'
import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId, DeviceId, PersonId } from '../../../../kernel/ids.ts'
import { verifyStatement } from '../../../../kernel/statement.ts'
import type { Tx } from '../../../../platform/journal/journal.ts'
import { decideOwnWord } from '../../rules/consent.ts'
import { consentStated } from '../../wire/entries.ts'
import type { stateConsent as route } from '../../wire/routes.ts'
import type { Consent } from '../../wire/words.ts'
import { deviceOfPerson, personOfDevice } from '../device-store.ts'
import type { PrivacyDeps } from '../deps.ts'
import { classFacts, statementsOf } from '../store.ts'
import { lastTextOf } from '../told-texts.ts'
import { consentOf } from './consent-of.ts'
import { reachDerived } from './reach-derived.ts'

type Deps = Pick<PrivacyDeps, 'journal' | 'crypto' | 'time' | 'live' | 'capture'>
type Word = z.output<typeof route.input>

/** Puts on record what somebody says for themselves. The same words again change nothing, so that a page may send them until it hears an answer. */
export function stateConsent(deps: Deps, code: string, word: Word, device: DeviceId): { mine: Consent } {
  const { id } = deps.live.findClass(code)
  const { choices, notice, statement } = word
  const person = verifyStatement({ kind: 'consent', class: id, said: { choices, notice } }, statement, deps.crypto)
  if (!person) throw new Refused('STATEMENT_FALSE')
  const needsScrub = deps.journal.transact((tx) => putOnRecord(deps, tx, { classId: id, person, device, word }))
  if (needsScrub) deps.journal.scrub()
  return { mine: consentOf(deps.journal.query, id, person) }
}

function putOnRecord(deps: Deps, tx: Tx, { classId, person, device, word }: { classId: ClassId; person: PersonId; device: DeviceId; word: Word }): boolean {
  const { choices, notice, statement, name, contact } = word
  const said = statementsOf(tx.sql, classId, person)
  const last = said.at(-1) ?? null
  const owner = deviceOfPerson(tx.sql, classId, person)
  if (last?.signature === statement.signature && owner === device) return true // Perhaps it was cut off after its commit.
  const decision = decideOwnWord({
    person, device, last, said: { choices, at: statement.at },
    deviceOfPerson: owner, personOfDevice: personOfDevice(tx.sql, classId, device),
    hasContact: contact !== null || lastTextOf(deps, said.map(({ sequence }) => sequence), 'contact') !== null,
    isForgotten: classFacts(tx.sql, classId).isForgotten, time: deps.time(),
  })
  if (!decision.ok) throw new Refused(decision.refusal)
  tx.append({
    kind: consentStated.kind, classId, actor: person,
    body: { person, by: 'self', choices, notice, statement },
    private: { device, ...(choices.answers && name !== null ? { name } : {}), ...(choices.contact && contact !== null ? { contact } : {}) },
  })
  return reachDerived(deps, tx, { classId, person, device, purposes: decision.withdrawn })
}
