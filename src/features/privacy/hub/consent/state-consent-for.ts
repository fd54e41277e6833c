import type { z } from 'zod/mini'
import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { ClassId, DeviceId, PersonId } from '../../../../kernel/ids.ts'
import type { Tx } from '../../../../platform/journal/journal.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import { decideCrewWord } from '../../rules/consent.ts'
import type { CrewWord } from '../../rules/consent.ts'
import { consentStated } from '../../wire/entries.ts'
import type { stateConsentFor as route } from '../../wire/routes.ts'
import type { Consent } from '../../wire/words.ts'
import type { PrivacyDeps } from '../deps.ts'
import { classFacts, statementsOf } from '../store.ts'
import { lastTextOf } from '../told-texts.ts'
import { consentOf } from './consent-of.ts'
import { reachDerived } from './reach-derived.ts'

type Deps = Pick<PrivacyDeps, 'journal' | 'crypto' | 'live' | 'capture'>
type Word = z.output<typeof route.input>

/** Puts on record what somebody without a phone, or who answers for somebody, says to one of the crew. */
export function stateConsentFor(deps: Deps, code: string, word: Word, crew: DeviceId): { consent: Consent } {
  const { id } = deps.live.findClass(code)
  const person = word.person ?? newId('prs', deps.crypto)
  const hasErased = deps.journal.transact((tx) => putOnRecord(deps, tx, { classId: id, person, crew, word }))
  if (hasErased) deps.journal.scrub()
  return { consent: consentOf(deps.journal.query, id, person) }
}

function putOnRecord(deps: Deps, tx: Tx, { classId, person, crew, word }: { classId: ClassId; person: PersonId; crew: DeviceId; word: Word }): boolean {
  const { choices, notice, name, guardian, contact } = word
  const said = statementsOf(tx.sql, classId, person)
  const decision = decideCrewWord({
    choices, about: word.person === null ? null : aboutOf(tx.sql, classId, word.person),
    hasContact: contact !== null || lastTextOf(deps, said.map(({ sequence }) => sequence), 'contact') !== null,
    isForgotten: classFacts(tx.sql, classId).isForgotten,
  })
  if (!decision.ok) throw new Refused(decision.refusal)
  tx.append({
    kind: consentStated.kind, classId, actor: crew,
    body: { person, by: guardian === null ? 'desk' : 'guardian', choices, notice, statement: null },
    private: { name, ...(guardian === null ? {} : { guardian }), ...(choices.contact && contact !== null ? { contact } : {}) },
  })
  return reachDerived(deps, tx, { classId, person, device: null, purposes: decision.withdrawn })
}

function aboutOf(sql: Query, classId: ClassId, person: PersonId): CrewWord['about'] {
  const said = statementsOf(sql, classId, person)
  const last = said.at(-1)
  return last ? { choices: last.choices, speaksForSelf: said.some(({ by }) => by === 'self') } : 'unknown'
}
