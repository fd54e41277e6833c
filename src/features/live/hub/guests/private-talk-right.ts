import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Caller } from '../../../../platform/http/mounted.ts'
import { maySend } from '../../rules/guests.ts'
import type { StageGuest } from '../../rules/guests.ts'
import type { LiveDeps } from '../deps.ts'
import { runsTheRoom } from '../media/publish.ts'
import { sittingOf } from '../store.ts'
import type { StoredClass } from '../store.ts'
import { findClass } from '../views.ts'
import type { Side } from './private-rooms.ts'

export type PrivateTalkRight = { readonly stored: StoredClass; readonly guest: StageGuest; readonly side: Side; readonly device: DeviceId }

/** On which side of a private talk the caller speaks and hears: the learner of that seat, or whoever runs the room. Nobody else. */
export function privateTalkRight(deps: Pick<LiveDeps, 'journal' | 'guests'>, code: string, guestId: string, caller: Caller): PrivateTalkRight {
  const { device } = caller
  if (device === null) throw new Refused('SIGNATURE_NEEDED')
  const stored = findClass(deps.journal.query, code)
  const guest = deps.guests.find(stored.id, guestId)
  const isGuest = guest !== undefined && sittingOf(deps.journal.query, stored.id, device)?.id === guest.seat
  if (!isGuest && !runsTheRoom(caller)) throw new Refused('FORBIDDEN')
  if (!guest?.private || !maySend(guest)) throw new Refused('GUEST_UNKNOWN')
  return { stored, guest, side: isGuest ? 'guest' : 'host', device }
}
