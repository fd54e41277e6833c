import { newId } from '../../../../kernel/ids.ts'
import type { ClassId, DeviceId, PersonId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Tx } from '../../../../platform/journal/journal.ts'
import { contains } from '../../rules/moments.ts'
import { claimMade } from '../../wire/entries.ts'
import { MOST_CLAIM_MS } from '../../wire/words.ts'
import type { Purpose, Removal, Span } from '../../wire/words.ts'
import { BOX, claimsOfPerson } from '../claims/claim-store.ts'
import type { PrivacyDeps } from '../deps.ts'
import { statementsOf } from '../store.ts'

export type ReachDeps = Pick<PrivacyDeps, 'crypto' | 'live' | 'capture'>
/** Somebody who takes back a yes; `device` null: they have none. */
export type Withdrawal = { readonly classId: ClassId; readonly person: PersonId; readonly device: DeviceId | null; readonly purposes: readonly Purpose[] }

const CAUSE = 'withdrawn'

/**
 * What was derived from a yes goes with it, in the same commit: texts and figures at once; of what was recorded a person
 * decides first, so that it waits as a claim. Answers whether anything was erased.
 */
export function reachDerived(deps: ReachDeps, tx: Tx, { classId, person, device, purposes }: Withdrawal): boolean {
  const seat = device && deps.live.seatOf(classId, device)
  const said = statementsOf(tx.sql, classId, person).map(({ sequence }) => sequence)
  const erase = (entries: readonly number[], fields?: readonly string[]): number => tx.erase({ entries, fields, cause: CAUSE, classId, actor: person })
  let erased = 0
  if (purposes.includes('contact')) erased += erase(said, ['contact'])
  // The name of somebody without a device is how the crew finds them again.
  if (purposes.includes('answers') && device) erased += erase(said, ['name'])
  for (const purpose of ['answers', 'analytics'] as const) {
    if (seat && purposes.includes(purpose)) erased += erase(deps.live.keptOf(classId, seat, purpose))
  }
  const remove = { sound: purposes.includes('heard'), picture: purposes.includes('seen'), text: false }
  if (seat && (remove.sound || remove.picture)) claimStage(deps, tx, { classId, person, remove, times: deps.live.actsOf(classId, seat).filter(({ why }) => why === 'stage') })
  return erased > 0
}

type Stage = { readonly classId: ClassId; readonly person: PersonId; readonly remove: Removal; readonly times: readonly Span[] }

/** A claim for each time on stage of which something is recorded, unless one that asks as much waits already. */
function claimStage({ crypto, capture }: ReachDeps, tx: Tx, { classId, person, remove, times }: Stage): void {
  const waiting = claimsOfPerson(tx.sql, classId, person).filter(({ state }) => state === 'waiting')
  for (const span of times.flatMap(inClaims)) {
    const isAsked = waiting.some((claim) => contains(claim.span, span) && claim.remove.sound >= remove.sound && claim.remove.picture >= remove.picture)
    if (isAsked || !capture.hasRecordedSpan(classId, span)) continue
    tx.append({ kind: claimMade.kind, classId, actor: BOX, body: { claim: newId('clm', crypto), person, span, remove, statement: null }, private: { reason: '' } })
  }
}

/** In stretches as long as a claim may be. */
function inClaims({ from, to }: Span): Span[] {
  const spans: Span[] = []
  for (let at = from; at < to; at = at + MOST_CLAIM_MS as WallTime) spans.push({ from: at, to: Math.min(to, at + MOST_CLAIM_MS) as WallTime })
  return spans
}
