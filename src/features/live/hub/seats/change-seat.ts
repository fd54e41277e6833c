import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, SeatId } from '../../../../kernel/ids.ts'
import { isOver } from '../../rules/class.ts'
import type { ClassView, SeatChoice } from '../../wire/words.ts'
import { moveSeat, requireSeat, tellSeat } from './take-seat.ts'
import type { SeatDeps } from './take-seat.ts'
import { findClass } from '../views.ts'

/** Moves a device's seat; what is on record of the seat stays with it. */
export function changeSeat(deps: SeatDeps, device: DeviceId, code: string, choice: SeatChoice): { seat: SeatId; class: ClassView } {
  const { stored, seat } = deps.journal.transact((tx) => {
    const stored = findClass(tx.sql, code)
    if (isOver(stored.phase)) throw new Refused('CLASS_OVER')
    moveSeat(tx, stored, requireSeat(tx, stored, device), choice)
    return { stored, seat: requireSeat(tx, stored, device) }
  })
  return tellSeat(deps, stored, seat)
}
