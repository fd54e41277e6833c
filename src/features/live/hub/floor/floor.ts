import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import type { ClassId, DeviceId, SeatId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { ChannelMessage } from '../../../../media/engine.ts'
import { limitedAddress, RateLimit } from '../../../../platform/http/rate-limit.ts'
import type { Timers } from '../../../../platform/timers.ts'
import type { LiveMessage } from '../../wire/messages.ts'
import { CLOSE, Connection } from './connection.ts'
import type { FloorSocket } from './connection.ts'
import type { HandlerContext, Heard } from './handler.ts'
import { liveHandlers, studioOf } from './handlers.ts'
import { admit, parseFrame } from './reception.ts'
import { Recorder } from './recorder.ts'
import { RecordingBoard } from './recording-board.ts'
import { Room } from './room.ts'
import type { CoreToFloor, FloorClass, FloorToCore, FloorTrack } from './floor-messages.ts'

/** Whoever says nothing valid for this long after connecting is hung up on. */
const ENTER_WITHIN_MS = 15_000
/** Sockets at once; a box of this size serves a few hundred people. */
const MOST_CONNECTIONS = 4000
/** Devices and message types whose rates are remembered. */
const MOST_LIMITED = 20_000
/** Codes that nobody has, from one address: as many as over HTTP. */
const GUESSES = { burst: 200, seconds: 20 }
/** Rooms kept after their class is over, for those who come late to the end. */
const CLOSED_ROOMS = 8

export type FloorDeps = {
  readonly now: () => HubTime
  readonly crypto: Crypto
  readonly timers: Timers
  readonly core: (message: FloorToCore) => void
  readonly channels: (message: ChannelMessage) => void
  readonly onFault: (fault: { readonly address: string; readonly error: unknown }) => void
}

/** The three things a socket does. */
export type FloorConnection = { receive(text: string): void; closed(): void }

/**
 * Everything that must never wait: sockets, clock answers, cues, hands and reps. It holds copies of
 * what the core decided and asks it nothing.
 *
 * 1. No handler awaits; each message is answered in the turn in which it arrives.
 * 2. Only what the core told (classes, seats, crew) is believed of who may do what.
 */
export class Floor {
  readonly #deps: FloorDeps
  readonly #recorder: Recorder
  readonly #rooms = new Map<ClassId, Room>()
  readonly #roomOfSeat = new Map<SeatId, Room>()
  readonly #connections = new Set<Connection>()
  readonly #limits = new RateLimit(MOST_LIMITED)
  readonly #context: HandlerContext
  #crew: ReadonlyMap<DeviceId, readonly Role[]> = new Map()
  #tracks: ReadonlyMap<FloorTrack['track'], FloorTrack> = new Map()
  #isOpen = false
  readonly #recordings = new RecordingBoard()
  #lamps: ReturnType<HandlerContext['lamps']> = { recordKept: true, media: true, clock: null }

  constructor(deps: FloorDeps) {
    this.#deps = deps
    this.#recorder = new Recorder({ tell: deps.core, timers: deps.timers })
    this.#context = {
      now: deps.now,
      recorder: this.#recorder,
      isOpen: () => this.#isOpen,
      roomByCode: (code) => [...this.#rooms.values()].find((room) => room.code === code),
      rolesOf: (device) => this.#crew.get(device) ?? [],
      guess: (address) => this.#guess(address),
      lamps: () => this.#lamps,
      recordings: this.#recordings,
      wallClock: (seat, wallAtZero) => deps.core({ type: 'wall-clock', seat, wallAtZero }),
    }
  }

  /** Takes a new socket; undefined when there are too many. */
  connect(socket: FloorSocket): FloorConnection | undefined {
    const { crypto, now, timers } = this.#deps
    if (this.#connections.size >= MOST_CONNECTIONS) {
      socket.close(CLOSE.tryLater, 'full')
      return undefined
    }
    const connection = new Connection(socket, crypto)
    this.#connections.add(connection)
    connection.say({ type: 'hello', nonce: connection.nonce, t: now() })
    const callOff = timers.after(ENTER_WITHIN_MS, () => {
      if (!connection.place) socket.close(CLOSE.idle, 'nobody entered')
    })
    return {
      receive: (text) => this.#receive(connection, text),
      closed: () => {
        callOff()
        this.#connections.delete(connection)
        connection.place?.room.leave(connection)
      },
    }
  }

  /** Hangs up on everybody, since the box is going down. */
  close(): void {
    this.#recorder.flush()
    for (const connection of this.#connections) connection.socket.close(CLOSE.goingAway, 'going down')
  }

  fromCore(message: CoreToFloor): void {
    switch (message.type) {
      case 'open':
        this.#isOpen = true
        for (const room of this.#rooms.values()) room.run.catchUp()
        return
      case 'class':
        this.#setClass(message.class)
        return
      case 'seat':
        this.#withRoom(message.classId, (room) => {
          room.setSeat(message.seat)
          this.#roomOfSeat.set(message.seat.id, room)
        })
        return
      case 'publishers':
        this.#withRoom(message.classId, (room) => room.setPublishers(message.publishers))
        return
      case 'guests':
        this.#withRoom(message.classId, (room) => room.guests.set(message.guests))
        return
      case 'crew':
        this.#setCrew(message.roles)
        return
      case 'run':
        this.#withRoom(message.classId, (room) => room.run.set(message.run, message.reached))
        return
      case 'together':
        this.#withRoom(message.classId, (room) => room.together.restore(message.together))
        return
      case 'tracks':
        this.#tracks = new Map(message.tracks.map((one) => [one.track, one]))
        for (const room of this.#rooms.values()) room.together.music.tracksChanged()
        return
      case 'recording':
        this.#recordings.set(message.classId, message.recording, this.#rooms.get(message.classId))
        return
      case 'lamps':
        this.#lamps = { recordKept: message.recordKept, media: message.media, clock: message.clock }
        for (const room of this.#rooms.values()) room.audience.tellStudios({ type: 'lamps', ...this.#lamps })
        return
      case 'kept':
        this.#recorder.kept(message.facts)
        return
      case 'collect':
        this.#collect(message)
        return
      case 'measure':
        this.#withRoom(message.classId, (room) => this.#deps.core({ type: 'figures', ask: message.ask, figures: room.figuresSoFar(message.dates), visits: [] }))
        return
      case 'not-ended':
        this.#withRoom(message.classId, (room) => { room.ending = false })
        return
    }
  }

  /** Whether that is a host or co-host, as the core told last. */
  runsTheRoom(device: DeviceId | null): boolean {
    return device !== null && studioOf(this.#crew.get(device) ?? []) === 'all'
  }

  /** What the data channels say. A subscriber is named after its seat: `<seat>-<random>`. */
  fromChannels(message: ChannelMessage): void {
    if (message.type !== 'channel') return // Phones say nothing over the channel but time probes, which never get here.
    const seat = message.id.split('-')[0] as SeatId // Only compared; an id that is no seat's is not found.
    this.#roomOfSeat.get(seat)?.audience.channel(seat, message.id, message.open)
  }

  /** The media thread that owned the channels is gone. */
  forgetChannels(): void {
    for (const room of this.#rooms.values()) room.audience.forgetChannels()
  }

  #receive(connection: Connection, text: string): void {
    let n: number | null = null
    try {
      const parsed = parseFrame(text)
      n = parsed.frame.n ?? null
      const { crypto, now } = this.#deps
      const admitted = admit(connection, parsed, now(), { crypto, rolesOf: this.#context.rolesOf, limits: this.#limits })
      this.#handle(connection, admitted.message, { n: admitted.n, at: admitted.receivedAt })
    } catch (error) {
      this.#fail(connection, n, error)
    }
  }

  #handle<T extends LiveMessage['type']>(connection: Connection, message: Extract<LiveMessage, { type: T }>, heard: Heard): void {
    const handler = liveHandlers[message.type as T]
    handler(this.#context, connection, message, heard)
  }

  #fail(connection: Connection, n: number | null, error: unknown): void {
    if (error instanceof Refused) {
      connection.refuse(n, error.code, error.details)
      if (error.code === 'TOO_MANY') connection.overran(this.#deps.now())
      return
    }
    const malformed = error instanceof Malformed
    this.#deps.onFault({ address: connection.socket.address, error })
    if (malformed) connection.socket.close(CLOSE.policy, 'malformed')
    else connection.refuse(n, 'INTERNAL')
  }

  #setClass(next: FloorClass): void {
    const room = this.#rooms.get(next.id)
    if (room) {
      room.setClass(next)
      return
    }
    const { now, crypto, timers, channels, core } = this.#deps
    this.#rooms.set(next.id, new Room(next, {
      now, crypto, timers, channels, core, recorder: this.#recorder, track: (ref) => this.#tracks.get(ref),
    }))
    this.#forgetOldRooms()
  }

  #forgetOldRooms(): void {
    const over = [...this.#rooms.values()].filter((room) => room.isOver && room.audience.everybody().length === 0)
    for (const room of over.slice(0, Math.max(0, over.length - CLOSED_ROOMS))) {
      this.#rooms.delete(room.id)
      for (const [seat, of] of this.#roomOfSeat) if (of === room) this.#roomOfSeat.delete(seat)
    }
  }

  /** Whoever lost the right to the studio is shown out of it at once. */
  #setCrew(roles: ReadonlyMap<DeviceId, readonly Role[]>): void {
    this.#crew = roles
    for (const { device, place, socket } of this.#connections) {
      const opens = device !== undefined && studioOf(roles.get(device) ?? []) !== undefined
      if (place?.as === 'studio' && !opens) socket.close(CLOSE.policy, 'no longer paired')
    }
    for (const room of this.#rooms.values()) room.together.crewChanged((device) => studioOf(roles.get(device) ?? []) === 'all')
  }

  #collect({ classId, ask, dates }: Extract<CoreToFloor, { type: 'collect' }>): void {
    this.#withRoom(classId, (room) => {
      room.end()
      this.#recorder.flush()
      this.#deps.core({ type: 'figures', ask, figures: room.figuresAtEnd(dates), visits: room.figures.visits(this.#deps.now()) })
    })
  }

  #guess(address: string): void {
    const wait = this.#limits.take(`code ${limitedAddress(address)}`, GUESSES, this.#deps.now())
    if (wait > 0) throw new Refused('TOO_MANY', { waitMs: wait })
  }

  #withRoom(id: ClassId, use: (room: Room) => void): void {
    const room = this.#rooms.get(id)
    if (room) use(room)
  }
}
