import type { z } from 'zod/mini'
import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, PersonId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { verifyStatement } from '../../../../kernel/statement.ts'
import type { Tx } from '../../../../platform/journal/journal.ts'
import { claimRefusal } from '../../rules/claims.ts'
import { canBeNow, strangeKey } from '../../rules/consent.ts'
import { overlaps } from '../../rules/moments.ts'
import { claimMade } from '../../wire/entries.ts'
import type { makeClaim as route } from '../../wire/routes.ts'
import type { Claim } from '../../wire/words.ts'
import { classStanding } from '../class-window.ts'
import { writesDown } from '../crew.ts'
import type { PrivacyDeps, PrivateClass } from '../deps.ts'
import { deviceOfPerson, personOfDevice } from '../device-store.ts'
import { ownMoments } from '../moments/own-moments.ts'
import { statementsOf } from '../store.ts'
import { claimById, claimsOfPerson } from './claim-store.ts'
import type { StoredClaim } from './claim-store.ts'
import { asClaim, findClaim } from './claim-views.ts'

type Deps = Pick<PrivacyDeps, 'journal' | 'crypto' | 'time' | 'live' | 'capture'>
type Word = z.output<typeof route.input>
/** Who asks: with a signature the person themselves, else one of the crew for them. */
type Maker = { readonly device: DeviceId; readonly roles: readonly Role[] }

/** Puts on record that somebody wants something removed. The same claim again changes nothing, so that a page may send it until it hears an answer. */
export function makeClaim(deps: Deps, code: string, word: Word, maker: Maker): { claim: Claim } {
  const found = deps.live.findClass(code)
  const person = personOf(deps, found, word, maker)
  deps.journal.transact((tx) => {
    const before = claimById(tx.sql, found.id, word.claim)
    if (before) requireSame(before, word, person)
    else putOnRecord(deps, tx, { found, word, maker, person })
  })
  return { claim: asClaim(deps, findClaim(deps.journal.query, found.id, word.claim)) }
}

function personOf({ journal, crypto, time }: Deps, { id }: PrivateClass, { claim, span, remove, statement, person }: Word, { device, roles }: Maker): PersonId {
  const { query } = journal
  if (!statement) {
    if (!writesDown(roles)) throw new Refused('FORBIDDEN')
    if (!person || !isKnown({ journal }, id, person)) throw new Refused('PERSON_UNKNOWN')
    return person
  }
  const speaker = verifyStatement({ kind: 'claim', class: id, said: { claim, span, remove } }, statement, crypto)
  if (!speaker) throw new Refused('STATEMENT_FALSE')
  const strange = strangeKey({ person: speaker, device, deviceOfPerson: deviceOfPerson(query, id, speaker), personOfDevice: personOfDevice(query, id, device) })
  if (strange) throw new Refused(strange)
  if (!canBeNow(statement.at, time())) throw new Refused('STATEMENT_OLD')
  return speaker
}

function isKnown({ journal: { query } }: Pick<Deps, 'journal'>, classId: PrivateClass['id'], person: PersonId): boolean {
  return statementsOf(query, classId, person).length > 0 || claimsOfPerson(query, classId, person).length > 0
}

/** Whoever comes with the number of another claim is not who made it. */
function requireSame(before: StoredClaim, { span, remove }: Word, person: PersonId): void {
  const isSame = before.person === person && before.span.from === span.from && before.span.to === span.to
    && before.remove.sound === remove.sound && before.remove.picture === remove.picture && before.remove.text === remove.text
  if (!isSame) throw new Refused('STATEMENT_FALSE')
}

function putOnRecord(deps: Deps, tx: Tx, { found, word, maker, person }: { found: PrivateClass; word: Word; maker: Maker; person: PersonId }): void {
  const { claim, span, remove, reason, statement } = word
  const { id, code } = found
  const refusal = claimRefusal({
    span, remove, ...classStanding(tx.sql, id, deps), classSpan: deps.capture.classSpan(id),
    waiting: claimsOfPerson(tx.sql, id, person).filter(({ state }) => state === 'waiting').length,
    isTheirs: statement === null || ownMoments(deps, id, maker.device).some((moment) => overlaps(moment.span, span)) || deps.capture.mayWatchAll(code, maker.device),
  })
  if (refusal) throw new Refused(refusal)
  tx.append({
    kind: claimMade.kind, classId: id, actor: statement ? person : maker.device,
    body: { claim, person, span, remove, statement }, private: { reason, ...(statement ? { device: maker.device } : {}) },
  })
}
