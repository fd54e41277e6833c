import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import { mayBeHeard, maySit } from '../../rules/standing.ts'
import type { Guest, GuestKind } from '../../wire/guests.ts'
import type { z } from 'zod/mini'
import type { LiveDeps } from '../deps.ts'
import type { MediaDoorDeps } from '../media/media-doors.ts'
import { seatById } from '../store.ts'
import { findClass } from '../views.ts'

type InviteDeps = Pick<LiveDeps, 'journal' | 'crypto' | 'guests'> & Pick<MediaDoorDeps, 'engine'>

/** Asks a learner on stage; nothing of theirs is heard or seen before they have said yes. */
export function inviteGuest(deps: InviteDeps, code: string, { seat: id, as, private: isPrivate }: z.infer<typeof GuestKind> & { readonly seat: string }): Guest {
  const stored = findClass(deps.journal.query, code)
  if (stored.phase !== 'live') throw new Refused('CLASS_NOT_LIVE')
  const seat = seatById(deps.journal.query, stored.id, id)
  if (!seat || !maySit(seat.standing)) throw new Refused('SEAT_UNKNOWN')
  if (!mayBeHeard(seat.standing)) throw new Refused('SEAT_MUTED')
  if (!deps.engine()) throw new Refused('MEDIA_OFF')
  return deps.guests.run(stored.id, { type: 'invite', id: newId('gst', deps.crypto), seat: seat.id, as, private: isPrivate })
}
