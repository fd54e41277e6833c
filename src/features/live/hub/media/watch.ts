import { Refused } from '../../../../kernel/failures.ts'
import type { Caller } from '../../../../platform/http/mounted.ts'
import { seatRefusal } from '../../rules/class.ts'
import type { LiveDeps } from '../deps.ts'
import { runsTheRoom } from './publish.ts'
import { sittingOf } from '../store.ts'
import type { StoredClass } from '../store.ts'
import { findClass } from '../views.ts'
import type { Watcher } from './watch-desk.ts'

/** Players that know no more than the code, per class: each costs as much as a learner. */
export const MOST_PLAYERS = 20

/** As whom the caller watches a class: in their seat, as monitor of those who run the room, or as a plain player. */
export function watchRight(
  deps: Pick<LiveDeps, 'journal'>, code: string, caller: Caller,
): { readonly stored: StoredClass; readonly watcher: Watcher } {
  const stored = findClass(deps.journal.query, code)
  if (caller.device !== null) {
    const seat = sittingOf(deps.journal.query, stored.id, caller.device)
    if (seat && !seatRefusal(stored.phase)) {
      return { stored, watcher: { as: 'seat', seat: seat.id, choice: { kind: seat.kind, headphones: seat.headphones } } }
    }
    if (runsTheRoom(caller)) return { stored, watcher: { as: 'monitor', device: caller.device } }
  }
  const refusal = seatRefusal(stored.phase)
  if (refusal) throw new Refused(refusal)
  if (caller.device !== null) throw new Refused('NO_SEAT')
  return { stored, watcher: { as: 'player' } }
}
