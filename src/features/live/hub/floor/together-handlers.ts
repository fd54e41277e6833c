import { Refused } from '../../../../kernel/failures.ts'
import type { ItemId, PollId, SeatId } from '../../../../kernel/ids.ts'
import { elapsedMs } from '../../../../kernel/time.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { Connection } from './connection.ts'
import { done, doneAndKept, earlier, running, seated } from './handler.ts'
import type { Handlers } from './handler.ts'
import type { Room } from './room.ts'

type Talk = 'timer' | 'music' | 'started' | 'poll' | 'answer-poll' | 'ask' | 'handle-question' | 'ready' | 'name-me' | 'take-control'

/** What is held in memory alone is answered `done` and never `kept`. */
export const togetherHandlers: Pick<Handlers, Talk> = {
  timer(context, connection, { start }, { n }) {
    const { room, device } = running(connection)
    requireLive(room)
    const { timer } = room.together
    doneAndKept(context, connection, n, start ? timer.start(device, start.seconds, start.label) : timer.stop(device))
  },

  music(context, connection, { start }, { n }) {
    const { room, device } = running(connection)
    requireLive(room)
    const { music } = room.together
    doneAndKept(context, connection, n, start ? music.start(device, start.track, null) : music.stop(device))
  },

  started(_context, connection, { id, at }) {
    const { room, seat } = seated(connection)
    room.together.starts.began(seat, id, at)
  },

  poll(context, connection, { act }, { n }) {
    const { room, device } = running(connection)
    requireLive(room)
    const { poll } = room.together
    switch (act.do) {
      case 'open':
        doneAndKept(context, connection, n, poll.open(device, act.poll, null))
        return
      case 'close':
        doneAndKept(context, connection, n, poll.close(device, act.poll))
        return
      case 'clear':
        doneAndKept(context, connection, n, poll.clear(device, act.poll))
        return
      case 'show':
        poll.show(act.poll, act.shown)
        done(connection, n)
        return
    }
  },

  'answer-poll'(_context, connection, { poll, option, at }, { n, at: heardAt }) {
    const { room, seat } = liveSeat(connection)
    const pressedAt = earlier(at, heardAt)
    room.together.poll.answer(seat, poll, option, pressedAt)
    acted(room, seat, poll, pressedAt, heardAt)
    done(connection, n)
  },

  ask(context, connection, { question, named, text, at }, { n, at: heardAt }) {
    const { room, seat } = liveSeat(connection)
    doneAndKept(context, connection, n, room.together.questions.ask({ id: question, seat, named, text, at: earlier(at, heardAt) }))
  },

  'handle-question'(context, connection, { question, state }, { n }) {
    const { room, device } = running(connection)
    requireNotOver(room)
    doneAndKept(context, connection, n, room.together.questions.handle(device, question, state))
  },

  ready(context, connection, { item, at }, { n, at: heardAt }) {
    const { room, seat } = liveSeat(connection)
    const pressedAt = earlier(at, heardAt)
    const { fact, isNew } = room.together.check.ready(seat, item, pressedAt)
    if (isNew) {
      acted(room, seat, item, pressedAt, heardAt)
      room.tellMine(seat)
    }
    doneAndKept(context, connection, n, fact)
  },

  'name-me'(_context, connection, { name }, { n }) {
    const { room, seat } = seated(connection)
    if (room.seat(seat)?.standing === 'muted') throw new Refused('SEAT_MUTED')
    room.nameSeat(seat, name === '' ? null : name)
    done(connection, n)
  },

  'take-control'(context, connection, { label }, { n }) {
    const { room, device } = running(connection)
    requireNotOver(room)
    doneAndKept(context, connection, n, room.together.control.take(device, label))
  },
}

function requireLive(room: Room): void {
  if (!room.isLive) throw new Refused('CLASS_NOT_LIVE')
}

/** What belongs on record comes before the class's last entry. */
function requireNotOver(room: Room): void {
  if (room.ending || room.isOver) throw new Refused('CLASS_OVER')
}

function liveSeat(connection: Connection): { room: Room; seat: SeatId } {
  const place = seated(connection)
  requireLive(place.room)
  return place
}

/** `subject`: what was answered. */
function acted(room: Room, seat: SeatId, subject: PollId | ItemId, pressedAt: HubTime, heardAt: HubTime): void {
  room.note({ type: 'acted', seat, at: pressedAt })
  room.figures.answered(seat, subject, elapsedMs(pressedAt, heardAt))
}
