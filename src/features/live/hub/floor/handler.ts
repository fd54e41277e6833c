import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, SeatId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { LiveMessage } from '../../wire/messages.ts'
import type { Connection } from './connection.ts'
import type { CoreToFloor } from './floor-messages.ts'
import type { Recorder } from './recorder.ts'
import type { RecordingBoard } from './recording-board.ts'
import type { Room } from './room.ts'

/** What handlers may use of the floor. */
export type HandlerContext = {
  readonly now: () => HubTime
  readonly recorder: Recorder
  /** False until the core has told what is on record: a locked or just started box. */
  readonly isOpen: () => boolean
  readonly roomByCode: (code: string) => Room | undefined
  readonly rolesOf: (device: DeviceId) => readonly Role[]
  /** Somebody named a class that is not there; throws `Refused('TOO_MANY')` when their address does so too often. */
  readonly guess: (address: string) => void
  readonly recordings: RecordingBoard
  readonly lamps: () => Omit<Extract<CoreToFloor, { type: 'lamps' }>, 'type'>
  /** A device told its wall time at shared time 0. */
  readonly wallClock: (seat: SeatId, wallAtZero: number) => void
}

/** Number of the command that is answered, and the device that signed it (or entered before). */
export type Heard = { readonly n: number | null; readonly at: HubTime }

export type Handlers = {
  readonly [T in LiveMessage['type']]: (context: HandlerContext, connection: Connection, message: Extract<LiveMessage, { type: T }>, heard: Heard) => void
}

export function seated(connection: Connection): { room: Room; seat: SeatId } {
  if (connection.place?.as !== 'seat') throw new Refused('NO_SEAT')
  return connection.place
}

/** Somebody who may run the room (the reception saw to it), and is in it. */
export function running(connection: Connection): { room: Room; device: DeviceId } {
  const { device, place } = connection
  if (!device || !place) throw new Refused('FORBIDDEN')
  return { room: place.room, device }
}

/** A phone's stamp is believed unless it comes from the future. */
export function earlier(stamp: HubTime, now: HubTime): HubTime {
  return stamp < now ? stamp : now
}

export function done(connection: Connection, n: number | null): void {
  if (n !== null) connection.say({ type: 'done', n })
}

/** `done` now, `kept` when the fact is durable. Without a fact nothing had changed since the start. */
export function doneAndKept({ recorder }: HandlerContext, connection: Connection, n: number | null, fact: number | undefined): void {
  if (n === null) return
  done(connection, n)
  if (fact === undefined) connection.say({ type: 'kept', n })
  else recorder.whenKept(fact, () => connection.say({ type: 'kept', n }))
}
