import type { ClassId } from '../../../../kernel/ids.ts'
import { hubTime, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Micros } from '../../../../kernel/time.ts'
import type { HubClock } from '../../../../platform/clock.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import type { Timeline } from '../../rules/clock/timeline.ts'
import type { LiveDeps } from '../deps.ts'
import type { FloorMusic, FloorPoll, FloorTogether } from '../floor/floor-messages.ts'
import { trackByRef } from '../files/tracks/list-tracks.ts'
import { checkedSeats, controlOf, musicOf, pollsOf, timerOf } from './together-store.ts'
import type { ToldInstant } from './together-store.ts'

type ReopenDeps = Pick<LiveDeps, 'journal' | 'clock' | 'floor'>

/** Timer, music and poll of a class that goes on are where they would be, had the box never been away. */
export function reopenTogether({ journal, clock, floor }: ReopenDeps, classId: ClassId): void {
  const { query } = journal
  const timer = timerOf(query, classId)
  const together: FloorTogether = {
    timer: timer ? { id: timer.timer, label: timer.label, line: lineOf(timer, timer.seconds * MICROS_PER_SECOND, clock) } : null,
    music: musicNow(query, clock, classId),
    poll: pollNow(query, clock, classId),
    control: controlOf(query, classId) ?? null,
    checked: checkedSeats(query, classId),
  }
  floor.tell({ type: 'together', classId, together })
}

function musicNow(query: Query, clock: HubClock, classId: ClassId): FloorMusic | null {
  const stored = musicOf(query, classId)
  const track = stored && trackByRef(query, stored.track)
  if (!stored || !track) return null
  const { title, loops, seconds } = track
  const length = loops || seconds === null ? null : Math.round(seconds * MICROS_PER_SECOND)
  return { music: { id: stored.music, track: stored.track, title, loops, line: lineOf(stored, length, clock) }, item: stored.item }
}

function pollNow(query: Query, clock: HubClock, classId: ClassId): FloorPoll {
  const polls = pollsOf(query, classId)
  const ended = polls.flatMap(({ id, closed }) => (closed ? [{ poll: id, ...closed }] : []))
  const last = polls.at(-1)
  if (!last || last.cleared) return { poll: null, closed: null, ended }
  const { id, item, question, options, closed } = last
  const since = hubTime(Math.max(0, clock.now() - elapsed(last, clock)))
  return { poll: { id, draft: { question, options: [...options] }, since, item }, closed, ended }
}

/** How long ago it was; negative when it is still ahead. After a power cut the wall clock alone tells. */
function elapsed({ at, boot, toldAt, toldWall }: ToldInstant, clock: HubClock): Micros {
  if (boot === clock.boot) return clock.now() - at
  return Math.max(0, clock.wall() - toldWall) * MICROS_PER_MS - (at - toldAt)
}

/** On a clock that began later than the stretch did, the stretch says where it is now. */
function lineOf(told: ToldInstant, length: Micros | null, clock: HubClock): Timeline {
  if (told.boot === clock.boot) return { length, position: 0, since: told.at }
  const past = elapsed(told, clock)
  return { length, position: Math.min(length ?? Infinity, Math.max(0, past)), since: hubTime(clock.now() + Math.max(0, -past)) }
}
