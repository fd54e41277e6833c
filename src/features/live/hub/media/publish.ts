import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Caller } from '../../../../platform/http/mounted.ts'
import { isOver } from '../../rules/class.ts'
import { maySend } from '../../rules/guests.ts'
import type { StageGuest } from '../../rules/guests.ts'
import type { Publisher } from '../../wire/words.ts'
import type { LiveDeps } from '../deps.ts'
import { isStreamKey, streamOwner } from './make-stream-key.ts'
import { sittingOf } from '../store.ts'
import type { StoredClass } from '../store.ts'
import { findClass } from '../views.ts'

/** By what right somebody publishes. The owner stays the same when they come back with a new connection. */
export type PublishRight =
  | { readonly stored: StoredClass; readonly owner: string; readonly from: Exclude<Publisher['from'], 'guest'> }
  | { readonly stored: StoredClass; readonly owner: string; readonly from: 'guest'; readonly guest: StageGuest }

/**
 * Whether the caller may publish to a class: a device that runs the room by its signature, a learner
 * who is on stage, or anybody with the class's stream key as bearer token.
 */
export function publishRight(deps: Pick<LiveDeps, 'journal' | 'crypto' | 'streamKeys' | 'guests'>, code: string, caller: Caller): PublishRight {
  if (caller.device === null && caller.bearer === null) throw new Refused('SIGNATURE_NEEDED')
  const stored = findClass(deps.journal.query, code)
  if (isOver(stored.phase)) throw new Refused('CLASS_OVER')
  if (caller.device !== null) {
    const guest = guestOf(deps, stored, caller.device)
    if (guest) return { stored, owner: caller.device, from: 'guest', guest }
    if (!runsTheRoom(caller)) throw new Refused('FORBIDDEN')
    return { stored, owner: caller.device, from: 'studio' }
  }
  if (!isStreamKey(deps.streamKeys, stored.id, caller.bearer ?? '', deps.crypto)) throw new Refused('STREAM_KEY_WRONG')
  return { stored, owner: streamOwner(stored.id), from: 'whip' }
}

/** On the class's stage by their own yes; a private talk has doors of its own. */
function guestOf(deps: Pick<LiveDeps, 'journal' | 'guests'>, { id }: StoredClass, device: DeviceId): StageGuest | undefined {
  const seat = sittingOf(deps.journal.query, id, device)
  const guest = seat && deps.guests.ofSeat(id, seat.id)
  return guest && !guest.private && maySend(guest) ? guest : undefined
}

export function runsTheRoom({ roles }: Pick<Caller, 'roles'>): boolean {
  return roles.includes('host') || roles.includes('co-host')
}
