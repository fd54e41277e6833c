import { Refused } from '../../../../kernel/failures.ts'
import { typedClassCode } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { elapsedMs } from '../../../../kernel/time.ts'
import type { Connection } from './connection.ts'
import { mayBeHeard } from '../../rules/standing.ts'
import { done, doneAndKept, earlier, running, seated } from './handler.ts'
import type { HandlerContext, Handlers } from './handler.ts'
import { technicianSees } from './lens.ts'
import type { Room } from './room.ts'
import { runHandlers } from './run-handlers.ts'
import { togetherHandlers } from './together-handlers.ts'

export const liveHandlers: Handlers = {
  ...runHandlers,
  ...togetherHandlers,

  probe: (_context, connection, { p }, { at }) => connection.say({ type: 'probe', p, t: at }),

  enter(context, connection, { code, as }, { n }) {
    if (!context.isOpen()) throw new Refused('HUB_LOCKED')
    const room = context.roomByCode(typedClassCode(code))
    if (as === 'studio') enterStudio(context, connection, room)
    else if (as === 'screen') enterScreen(context, connection, room)
    else enterSeat(connection, room)
    done(connection, n)
  },

  report(context, connection, message, { at }) {
    const { room, seat } = seated(connection)
    const { videoMs, asleep, joinMs, leadMs, rung, jitterMs } = message
    room.note({ type: 'reported', seat, report: { ...message, rung: rung && { ...rung, since: earlier(rung.since, at) } } })
    if (asleep) room.cues.lead.forget(seat)
    else room.cues.lead.report(seat, leadMs, room.now())
    if (message.wallAtZero !== undefined) context.wallClock(seat, message.wallAtZero)
    if (joinMs !== null) room.figures.joinSucceeded(seat, joinMs)
    const kind = room.seat(seat)?.kind
    if (videoMs !== null && kind) room.figures.videoSeen(kind, videoMs)
    if (typeof jitterMs === 'number' && kind) room.figures.jitterSeen(kind, jitterMs)
  },

  loudness: (_context, connection, { blocks }) => running(connection).room.loudness.heard(connection, blocks),

  played(_context, connection, { cue, at, output, way }) {
    const { room, seat } = seated(connection)
    // In time with what is seen there, which is no figure of the way a cue takes.
    if (way === 'hls') return
    const afterMs = room.cues.played(seat, cue, at, output)
    if (afterMs === undefined) return
    room.note({ type: 'cue-played', seat, afterMs })
    const kind = room.seat(seat)?.kind
    if (kind) room.figures.cuePlayed(kind, afterMs)
    if (!room.hasProgramme) room.figures.joinedWithoutMedia(seat)
  },

  'raise-hand'(context, connection, { up, at }, { n, at: heardAt }) {
    const { room, seat } = seated(connection)
    if (!room.isLive) throw new Refused('CLASS_NOT_LIVE')
    if (up && !mayBeHeard(room.seat(seat)?.standing ?? 'welcome')) throw new Refused('SEAT_MUTED')
    const pressedAt = earlier(at, heardAt)
    if (room.note({ type: 'hand', seat, up, at: pressedAt })) {
      if (up) room.figures.handRaised(seat, elapsedMs(pressedAt, heardAt))
      if (up) room.note({ type: 'acted', seat, at: pressedAt })
      room.remember(`hand ${seat}`, context.recorder.record(room.id, seat, { kind: 'live.hand-raised.1', body: { seat, up, at: pressedAt } }))
    }
    doneAndKept(context, connection, n, room.remembered(`hand ${seat}`))
  },

  'confirm-rep'(context, connection, { count, at }, { n, at: heardAt }) {
    const { room, seat } = seated(connection)
    if (!room.isLive) throw new Refused('CLASS_NOT_LIVE')
    const pressedAt = earlier(at, heardAt)
    if (room.note({ type: 'reps', seat, count })) {
      room.figures.repConfirmed(seat, count, elapsedMs(pressedAt, heardAt))
      room.note({ type: 'acted', seat, at: pressedAt })
      room.remember(`reps ${seat}`, context.recorder.record(room.id, seat, { kind: 'live.rep-confirmed.1', body: { seat, count, at: pressedAt } }))
    }
    doneAndKept(context, connection, n, room.remembered(`reps ${seat}`))
  },

  'press-cue'(context, connection, { kind, pressedAt: pressed, word }, { n }) {
    const { room, device } = running(connection)
    const { cue, pressedAt } = room.cues.press(room.ending ? 'closed' : room.phase, { kind, pressed, word })
    const fact = context.recorder.record(room.id, device, { kind: 'live.cue-pressed.1', body: { cue: cue.id, kind: cue.kind, pressedAt, at: cue.at } })
    doneAndKept(context, connection, n, fact)
  },

  'lower-hand'(context, connection, { seat }, { n, at }) {
    const { room, device } = running(connection)
    if (!room.seat(seat)) throw new Refused('SEAT_UNKNOWN')
    if (!room.isLive) throw new Refused('CLASS_NOT_LIVE')
    if (room.note({ type: 'hand', seat, up: false, at })) {
      room.remember(`hand ${seat}`, context.recorder.record(room.id, device, { kind: 'live.hand-raised.1', body: { seat, up: false, at } }))
      room.tellMine(seat)
    }
    doneAndKept(context, connection, n, room.remembered(`hand ${seat}`))
  },
}

/** What of the studio these roles open: all of it, or what a technician looks after. */
export function studioOf(roles: readonly Role[]): 'all' | 'links' | undefined {
  if (roles.includes('host') || roles.includes('co-host')) return 'all'
  return roles.includes('technician') ? 'links' : undefined
}

/** To a stranger a code that exists sounds like one that does not: here nothing slows down who tries them all. */
function enterSeat(connection: Connection, room: Room | undefined): void {
  const seat = connection.device && room?.seatOf(connection.device)
  if (!room || !seat) throw new Refused('NO_SEAT')
  if (room.isOver) throw new Refused('CLASS_OVER')
  leaveOldPlace(connection)
  room.enterSeat(connection, seat)
  connection.say({ type: 'entered', class: room.view(), seat: seat.id, cues: room.cues.recent() })
  room.tellMine(seat.id, [connection])
  room.run.entered(connection)
  room.together.entered(connection)
  room.guests.tellSeat(seat.id, [connection])
}

function enterStudio({ rolesOf, lamps, recordings }: HandlerContext, connection: Connection, room: Room | undefined): void {
  const roles = connection.device ? rolesOf(connection.device) : []
  const studio = studioOf(roles)
  if (!studio) throw new Refused('FORBIDDEN')
  if (!room) throw new Refused('CLASS_UNKNOWN')
  leaveOldPlace(connection)
  connection.lens = studio === 'links' ? technicianSees : undefined
  room.enterStudio(connection)
  connection.say({ type: 'entered', class: room.view(), seat: null, cues: room.cues.recent() })
  connection.say({ type: 'roster', lines: room.roster.lines() })
  connection.say({ type: 'publishers', publishers: [...room.publishers] })
  connection.say({ type: 'lamps', ...lamps() })
  recordings.tell(connection, room.id)
  room.run.entered(connection)
  room.together.entered(connection)
  room.guests.tellStudio(connection)
}

/** A screen shows what everybody in the room may see: it has no seat, counts for nobody, and says nothing. */
function enterScreen({ guess }: HandlerContext, connection: Connection, room: Room | undefined): void {
  if (!room) {
    guess(connection.socket.address)
    throw new Refused('CLASS_UNKNOWN')
  }
  if (room.isOver) throw new Refused('CLASS_OVER')
  room.audience.requireScreenPlace(connection)
  leaveOldPlace(connection)
  room.enterScreen(connection)
  connection.say({ type: 'entered', class: room.view(), seat: null, cues: room.cues.recent() })
  room.run.entered(connection)
  room.together.entered(connection)
}

function leaveOldPlace(connection: Connection): void {
  connection.place?.room.leave(connection)
}
