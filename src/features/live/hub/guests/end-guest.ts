import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, GuestId } from '../../../../kernel/ids.ts'
import type { LiveDeps } from '../deps.ts'
import { sittingOf } from '../store.ts'
import { findClass } from '../views.ts'

type EndGuestDeps = Pick<LiveDeps, 'journal' | 'guests'>

/** The host takes an invitation back, or somebody off the stage. */
export function endGuest(deps: EndGuestDeps, code: string, id: string): GuestId {
  const stored = findClass(deps.journal.query, code)
  const guest = deps.guests.find(stored.id, id)
  if (!guest) throw new Refused('GUEST_UNKNOWN')
  deps.guests.end(stored.id, guest.id)
  return guest.id
}

/** A learner leaves the stage. `left` is false when they were not on it (any more). */
export function leaveStage(deps: EndGuestDeps, device: DeviceId, code: string): boolean {
  const stored = findClass(deps.journal.query, code)
  const seat = sittingOf(deps.journal.query, stored.id, device)
  if (!seat) throw new Refused('NO_SEAT')
  const guest = deps.guests.ofSeat(stored.id, seat.id)
  if (guest) deps.guests.end(stored.id, guest.id)
  return guest !== undefined
}
