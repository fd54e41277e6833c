import type { Crypto } from '../../../../kernel/crypto.ts'
import type { ClassId, DeviceId, SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { ChannelMessage } from '../../../../media/engine.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { isOver } from '../../rules/class.ts'
import { type ClassDates, FiguresCollector } from '../../rules/figures/collector.ts'
import { Roster, type RosterEvent } from '../../rules/roster.ts'
import { maySit } from '../../rules/standing.ts'
import type { ClassFigures, ClassView, Cue, CueResult, Publisher } from '../../wire/words.ts'
import { Audience } from './audience.ts'
import { Coalesced } from './coalesced.ts'
import { CLOSE, type Connection } from './connection.ts'
import { CueDesk } from './cue-desk.ts'
import { GuestBoard } from './guest-board.ts'
import { LoudnessDesk } from './loudness-desk.ts'
import type { Recorder } from './recorder.ts'
import { RosterNews } from './roster-news.ts'
import type { FloorClass, FloorSeat, FloorToCore, FloorTrack } from './floor-messages.ts'
import { Beat } from './together/beat.ts'
import { RunDesk } from './run-desk.ts'
import { BOX, type GivenCue } from './together/desk.ts'
import { TogetherDesk } from './together/together-desk.ts'

/** How many are here is news for everybody, and needs no haste. */
const HERE_EVERY_MS = 500

export type RoomDeps = {
  readonly now: () => HubTime
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly timers: Timers
  readonly channels: (message: ChannelMessage) => void
  readonly core: (message: FloorToCore) => void
  readonly recorder: Recorder
  readonly track: (ref: FloorTrack['track']) => FloorTrack | undefined
}

/** One class on the floor: who is in it, and what they are told. Decides nothing about its life. */
export class Room {
  readonly audience = new Audience()
  readonly guests = new GuestBoard(this.audience)
  readonly roster = new Roster()
  readonly figures = new FiguresCollector()
  readonly loudness: LoudnessDesk
  readonly cues: CueDesk
  readonly run: RunDesk
  readonly together: TogetherDesk
  readonly #beat: Beat
  readonly #deps: RoomDeps
  readonly #seats = new Map<SeatId, FloorSeat>()
  readonly #byDevice = new Map<DeviceId, SeatId>()
  readonly #facts = new Map<string, number>()
  readonly #rosterNews: RosterNews
  readonly #hereNews: Coalesced<'here', number>
  #class: FloorClass
  #publishers: readonly Publisher[] = []
  #here = 0
  /** The class is being ended: what happens from now on is not in its record. What is told of the class meanwhile changes nothing of that. */
  ending = false

  constructor(first: FloorClass, deps: RoomDeps) {
    this.#class = first
    this.#deps = deps
    const { now, crypto, timers, channels } = deps
    this.#rosterNews = new RosterNews({ now, timers, audience: this.audience, roster: this.roster, onLine: (line) => this.figures.seen(line, now()) })
    this.loudness = new LoudnessDesk({ now, timers, audience: this.audience, isLive: () => this.isLive })
    this.#hereNews = new Coalesced(timers, HERE_EVERY_MS, () => this.#tellHere())
    this.cues = new CueDesk({
      now, crypto, timers, channels, audience: this.audience,
      expected: () => this.roster.inStep(),
      onResult: (cue, result) => this.#cueResult(cue, result),
    })
    this.together = new TogetherDesk({
      ...deps, audience: this.audience, figures: this.figures,
      isLive: () => this.isLive,
      here: () => this.roster.here(),
      line: (seat) => this.roster.line(seat),
      note: (event) => this.note(event),
      largestNeedMs: () => this.cues.lead.largestNeedMs(now()),
      record: (actor, fact) => deps.recorder.record(this.id, actor, fact),
      offer: (fact) => deps.recorder.offer({ classId: this.id, fact }),
      giveCue: (cue) => this.giveCue(cue),
    })
    this.run = new RunDesk({
      ...deps, audience: this.audience,
      giveCue: (cue) => this.giveCue(cue),
      record: (actor, fact) => deps.recorder.record(this.id, actor, fact),
      onItem: (item) => this.together.onItem(item),
      onResume: (item) => this.together.resume(item),
    })
    this.#beat = new Beat({ now, timers, audience: this.audience })
    // Goes on after a restart of the box.
    if (first.phase === 'live' && first.beganAt !== null) this.figures.begin(first.beganAt, now())
  }

  get id(): ClassId {
    return this.#class.id
  }

  /** The phase people here are in; over from the moment its end is being written down. */
  get isLive(): boolean {
    return this.#class.phase === 'live' && !this.ending
  }

  get phase(): FloorClass['phase'] {
    return this.#class.phase
  }

  /** Whether picture or sound arrives for the class to see or hear. */
  get hasProgramme(): boolean {
    const { video, audio } = this.#class.programme
    return video || audio
  }

  get isOver(): boolean {
    return isOver(this.#class.phase)
  }

  get code(): FloorClass['code'] {
    return this.#class.code
  }

  view(): ClassView {
    return { ...this.#class, here: this.#here }
  }

  get publishers(): readonly Publisher[] {
    return this.#publishers
  }

  now(): HubTime {
    return this.#deps.now()
  }

  /** Keeps a fact's number, so that a repeated command hears `kept` with the fact it repeats. */
  remember(subject: string, fact: number): void {
    this.#facts.set(subject, fact)
  }

  remembered(subject: string): number | undefined {
    return this.#facts.get(subject)
  }

  seat(id: SeatId): FloorSeat | undefined {
    return this.#seats.get(id)
  }

  seatOf(device: DeviceId): FloorSeat | undefined {
    const id = this.#byDevice.get(device)
    return id && this.#seats.get(id)
  }

  setClass(next: FloorClass): void {
    this.#class = next
    if (this.isOver) this.#forgetNames()
    if (this.isOver) this.together.forget()
    this.audience.tellAll({ type: 'class', class: this.view() })
    if (next.phase === 'live' && next.beganAt !== null) {
      this.figures.begin(next.beganAt)
      this.run.begin(next.beganAt)
    }
    if (this.isOver) this.run.end(this.now())
  }

  setPublishers(publishers: readonly Publisher[]): void {
    this.#publishers = publishers
    this.audience.tellStudios({ type: 'publishers', publishers: [...publishers] })
  }

  setSeat(seat: FloorSeat): void {
    const isNew = !this.#seats.has(seat.id)
    const { id, kind, headphones, name, standing } = seat
    this.#seats.set(id, seat)
    this.figures.seated(id, kind)
    this.note({ type: 'seated', seat: id, choice: { kind, headphones }, name })
    if (this.note({ type: 'standing', seat: id, standing })) this.tellMine(id)
    if (maySit(standing)) this.#byDevice.set(seat.device, id)
    else this.#sendOut(seat)
    if (!isNew) return
    // After a restart the seat comes back with what is on record of it.
    if (seat.handSince !== null) this.note({ type: 'hand', seat: id, up: true, at: seat.handSince })
    if (seat.reps > 0) this.note({ type: 'reps', seat: id, count: seat.reps })
  }

  /** Nothing that a page of theirs says reaches the class any more, not even what is already on its way. */
  #sendOut({ id, device, standing }: FloorSeat): void {
    this.#byDevice.delete(device)
    this.cues.lead.forget(id)
    for (const connection of [...this.audience.ofSeat(id)]) {
      connection.say({ type: 'removed', blocked: standing === 'blocked' })
      this.leave(connection)
      connection.socket.close(CLOSE.sentOut, 'sent out')
    }
  }

  enterSeat(connection: Connection, seat: FloorSeat): void {
    connection.place = { as: 'seat', room: this, seat: seat.id }
    this.audience.enterSeat(seat.id, connection)
    this.figures.joinTried(seat.id, seat.kind)
    this.note({ type: 'entered', seat: seat.id })
    this.#countHere()
    this.#rosterNews.watch()
    this.#beat.start()
  }

  enterStudio(connection: Connection): void {
    connection.place = { as: 'studio', room: this }
    this.audience.enterStudio(connection)
    this.#beat.start()
  }

  enterScreen(connection: Connection): void {
    this.audience.enterScreen(connection)
    connection.place = { as: 'screen', room: this }
    this.#beat.start()
  }

  /** Sends a cue that nobody pressed, and records it. */
  giveCue(given: GivenCue): void {
    if (!this.isLive) return
    const pressedAt = this.now()
    const { id, kind, at } = this.cues.give(given)
    this.#deps.recorder.record(this.id, BOX, { kind: 'live.cue-pressed.1', body: { cue: id, kind, pressedAt, at } })
  }

  /** The name of a learner, as they tell it; null takes it away. */
  nameSeat(seat: SeatId, name: string | null): void {
    const held = this.#seats.get(seat)
    // Nothing takes a name away again that comes after those of the class were forgotten.
    if (!held || this.ending || this.isOver) return
    this.#seats.set(seat, { ...held, name })
    this.note({ type: 'named', seat, name })
    this.#deps.core({ type: 'named', seat, name })
  }

  figuresAtEnd(dates: ClassDates): ClassFigures {
    this.#rosterNews.tick()
    return { ...this.figures.figures(dates, this.now()), items: this.run.figures(), loudness: this.loudness.figures() }
  }

  figuresSoFar(dates: ClassDates): ClassFigures {
    return { ...this.figuresAtEnd(dates), stayed: this.audience.here() }
  }

  /** What is still open reaches the record and the figures; from now on nothing does. */
  end(): void {
    this.together.closing(this.audience.here())
    this.ending = true
  }

  leave(connection: Connection): void {
    this.audience.leave(connection)
    if (connection.place?.as === 'seat') {
      this.note({ type: 'left', seat: connection.place.seat })
      this.#countHere()
    }
    connection.place = undefined
    connection.lens = undefined
  }

  /** Takes in what happened at a seat; whether a host can see the difference. */
  note(event: RosterEvent): boolean {
    const line = this.roster.apply(event, this.#deps.now())
    if (line) this.#rosterNews.put(line)
    return line !== undefined
  }

  /** Tells the pages of a seat what the box holds of it. */
  tellMine(seat: SeatId, to: readonly Connection[] = this.audience.ofSeat(seat)): void {
    const line = this.roster.line(seat)
    if (!line) return
    for (const connection of to) connection.say({ type: 'mine', handSince: line.handSince, reps: line.reps, ready: line.ready, standing: line.standing })
  }

  #cueResult(cue: Cue, result: CueResult): void {
    this.audience.tellStudios({ type: 'cue-result', result })
    if (result.settled && cue.kind === 'now') this.figures.cueSettled(result)
    if (result.settled && cue.kind === 'planned') this.figures.plannedSettled(result)
  }

  #forgetNames(): void {
    for (const [id, seat] of this.#seats) this.#seats.set(id, { ...seat, name: null })
    this.roster.forgetNames()
  }

  #countHere(): void {
    const here = this.audience.here()
    if (here === this.#here) return
    this.#here = here
    this.#hereNews.put('here', here)
  }

  #tellHere(): void {
    this.#deps.core({ type: 'here', classId: this.id, here: this.#here })
    this.audience.tellAll({ type: 'class', class: this.view() })
  }
}
