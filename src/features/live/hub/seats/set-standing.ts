import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, SeatId } from '../../../../kernel/ids.ts'
import { isOver } from '../../rules/class.ts'
import { mayBeHeard, maySit } from '../../rules/standing.ts'
import { standingSet } from '../../wire/entries.ts'
import type { Standing } from '../../wire/words.ts'
import type { LiveDeps } from '../deps.ts'
import { seatById } from '../store.ts'
import type { StoredSeat } from '../store.ts'
import { findClass, floorSeat } from '../views.ts'

type StandingDeps = Pick<LiveDeps, 'journal' | 'floor' | 'watchers' | 'guests' | 'names'>
type Asked = { readonly code: string; readonly seat: string; readonly standing: Standing }

/** Mutes, removes, blocks, or welcomes again. Who is sent out loses socket, media and name at once. */
export function setStanding(deps: StandingDeps, { code, seat: id, standing }: Asked, actor: DeviceId): { seat: SeatId; standing: Standing } {
  const { stored, seat } = deps.journal.transact((tx) => {
    const stored = findClass(tx.sql, code)
    if (isOver(stored.phase)) throw new Refused('CLASS_OVER')
    const before = required(seatById(tx.sql, stored.id, id))
    if (before.standing !== standing) tx.append({ kind: standingSet.kind, classId: stored.id, actor, body: { seat: before.id, standing } })
    return { stored, seat: required(seatById(tx.sql, stored.id, id)) }
  })
  if (!mayBeHeard(standing)) deps.guests.endOf(seat.id)
  if (!maySit(standing)) {
    deps.names.delete(seat.id)
    deps.watchers.closeSeat(seat.id)
  }
  deps.floor.tell({ type: 'seat', classId: stored.id, seat: floorSeat(seat, deps.names.get(seat.id)) })
  return { seat: seat.id, standing }
}

function required(seat: StoredSeat | undefined): StoredSeat {
  if (!seat) throw new Refused('SEAT_UNKNOWN')
  return seat
}
