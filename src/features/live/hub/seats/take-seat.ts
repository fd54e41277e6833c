import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { DeviceId, SeatId } from '../../../../kernel/ids.ts'
import type { Tx } from '../../../../platform/journal/journal.ts'
import { seatRefusal } from '../../rules/class.ts'
import { comingRefusal, mayBeHeard, maySit } from '../../rules/standing.ts'
import { seatChanged, seatTaken, standingSet } from '../../wire/entries.ts'
import type { ClassView, SeatChoice } from '../../wire/words.ts'
import type { LiveDeps } from '../deps.ts'
import { keepName } from './keep-name.ts'
import { seatCount, seatOf, sittingOf } from '../store.ts'
import type { StoredClass, StoredSeat } from '../store.ts'
import { classView, findClass, floorSeat, openingOf } from '../views.ts'

/** More than any box of this size serves, and a bound on what strangers can write into its record. */
export const MOST_SEATS = 600

export type SeatDeps = Pick<LiveDeps, 'journal' | 'clock' | 'crypto' | 'floor' | 'stages' | 'marks' | 'watchers' | 'names' | 'privacy'>
type Sitting = { readonly device: DeviceId; readonly code: string; readonly choice: SeatChoice }

/** Gives a device its seat in a class. A device has one: asking again gives the same, moved if need be. */
export function takeSeat(deps: SeatDeps, { device, code, choice }: Sitting, name: string | undefined): { seat: SeatId; class: ClassView } {
  const { stored, seat } = deps.journal.transact((tx) => {
    const stored = findClass(tx.sql, code)
    const before = seatOf(tx.sql, stored.id, device)
    const refusal = seatRefusal(stored.phase) ?? comingRefusal(before?.standing, stored.locked)
    if (refusal) throw new Refused(refusal)
    if (before) comeAgain(tx, stored, before, choice)
    else sitDown(tx, stored, newId('seat', deps.crypto), device, choice)
    return { stored, seat: requireSeat(tx, stored, device) }
  })
  if (name !== undefined && name !== '' && mayBeHeard(seat.standing)) keepName(deps, stored.id, seat.id, name)
  return tellSeat(deps, stored, seat)
}

/** Whoever was removed and comes again is welcome as anybody is. */
function comeAgain(tx: Tx, stored: StoredClass, seat: StoredSeat, choice: SeatChoice): void {
  if (!maySit(seat.standing)) tx.append({ kind: standingSet.kind, classId: stored.id, actor: seat.id, body: { seat: seat.id, standing: 'welcome' } })
  moveSeat(tx, stored, seat, choice)
}

/** Puts another place on record for a seat that is taken, unless it is the same. */
export function moveSeat(tx: Tx, stored: StoredClass, seat: StoredSeat, { kind, headphones }: SeatChoice): void {
  if (seat.kind === kind && seat.headphones === headphones) return
  tx.append({ kind: seatChanged.kind, classId: stored.id, actor: seat.id, body: { seat: seat.id, kind, headphones } })
}

function sitDown(tx: Tx, stored: StoredClass, seat: SeatId, device: DeviceId, { kind, headphones }: SeatChoice): void {
  if (seatCount(tx.sql, stored.id) >= MOST_SEATS) throw new Refused('ROOM_FULL')
  tx.append({ kind: seatTaken.kind, classId: stored.id, actor: seat, body: { seat, kind, headphones }, private: { device } })
}

export function requireSeat(tx: Tx, stored: StoredClass, device: DeviceId): StoredSeat {
  const seat = sittingOf(tx.sql, stored.id, device)
  if (!seat) throw new Refused('NO_SEAT')
  return seat
}

/** The floor knows the seat before its owner does; media follows the place. */
export function tellSeat(deps: SeatDeps, stored: StoredClass, seat: StoredSeat): { seat: SeatId; class: ClassView } {
  const { kind, headphones } = seat
  deps.floor.tell({ type: 'seat', classId: stored.id, seat: floorSeat(seat, deps.names.get(seat.id)) })
  deps.watchers.seatChanged(seat.id, { kind, headphones }, openingOf(stored, deps))
  return { seat: seat.id, class: classView(stored, deps) }
}
