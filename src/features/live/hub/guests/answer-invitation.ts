import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, GuestId } from '../../../../kernel/ids.ts'
import type { GuestAnswer } from '../../rules/guests.ts'
import type { Guest } from '../../wire/guests.ts'
import type { LiveDeps } from '../deps.ts'
import { sittingOf } from '../store.ts'
import { findClass } from '../views.ts'

/** A learner's own answer to being asked on stage. Answering again changes nothing. */
export function answerInvitation(
  deps: Pick<LiveDeps, 'journal' | 'guests'>, device: DeviceId, code: string, { guest, answer }: { readonly guest: GuestId; readonly answer: GuestAnswer },
): Guest {
  const stored = findClass(deps.journal.query, code)
  const seat = sittingOf(deps.journal.query, stored.id, device)
  if (!seat) throw new Refused('NO_SEAT')
  if (stored.phase !== 'live') throw new Refused('CLASS_NOT_LIVE')
  return deps.guests.run(stored.id, { type: 'answer', id: guest, seat: seat.id, answer })
}
