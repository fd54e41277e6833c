import type { ClassCode, ClassId, DeviceId, ItemId, PollId, SeatId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { ClassDates, SeatVisit } from '../../rules/figures/collector.ts'
import type { ClosedPoll, OpenedPoll } from '../../rules/together/poll.ts'
import type { cuePressed, handRaised, repConfirmed } from '../../wire/entries.ts'
import type { answerKept, questionKept } from '../../wire/kept-entries.ts'
import type * as together from '../../wire/together-entries.ts'
import type { Guest } from '../../wire/guests.ts'
import type { Run, TrackRef } from '../../wire/run.ts'
import type { runMoved } from '../../wire/run-entries.ts'
import type { Music, Timer } from '../../wire/together.ts'
import type { ClockLamp } from '../../wire/wall-clock.ts'
import type { Admission, ClassFigures, ClassPhase, Publisher, RecordingLamp, SeatKind, Standing } from '../../wire/words.ts'
import type { z } from 'zod/mini'

/**
 * What the core thread and the floor (the live thread) tell each other. The floor holds a copy of
 * what it needs to answer by itself; the core is the only one that decides. Messages of one port
 * stay in order, so a seat is known on the floor before its owner hears of it.
 */

export type FloorClass = {
  readonly id: ClassId
  readonly code: ClassCode
  readonly title: string
  readonly phase: ClassPhase
  readonly beganAt: HubTime | null
  readonly programme: { readonly video: boolean; readonly audio: boolean }
  readonly objective: string
  readonly locked: boolean
  readonly startsAt: HubTime | null
  readonly admitAt: Admission | null
  readonly sample: boolean
  readonly recorded: boolean
  readonly rehearsal: boolean
}

export type FloorSeat = {
  readonly id: SeatId
  readonly device: DeviceId
  readonly kind: SeatKind
  readonly headphones: boolean
  readonly name: string | null
  readonly handSince: HubTime | null
  readonly reps: number
  readonly standing: Standing
}

export type FloorTrack = { readonly track: TrackRef; readonly title: string; /** Null: not known. */ readonly seconds: number | null; readonly loops: boolean }
/** `item`: the item of the plan that began it. */
export type FloorMusic = { readonly music: Music; readonly item: ItemId | null }
/** `closed`: how the poll on the screens ended, when it has; `ended`: all that have, in the order of opening. */
export type FloorPoll = {
  readonly poll: OpenedPoll | null
  readonly closed: ClosedPoll | null
  readonly ended: readonly (ClosedPoll & { readonly poll: PollId })[]
}
export type FloorControl = { readonly device: DeviceId; readonly label: string }

/** What the record says of a class that goes on after a restart. */
export type FloorTogether = {
  readonly timer: Timer | null
  readonly music: FloorMusic | null
  readonly poll: FloorPoll
  readonly control: FloorControl | null
  /** The last live check that each seat answered. */
  readonly checked: readonly { readonly seat: SeatId; readonly item: ItemId }[]
}

export type CoreToFloor =
  /** The floor has been told all that is on record; before, it knows nothing and must not say no for good. */
  | { readonly type: 'open' }
  | { readonly type: 'class'; readonly class: FloorClass }
  | { readonly type: 'seat'; readonly classId: ClassId; readonly seat: FloorSeat }
  /** Everybody who may run a room, anew each time. */
  | { readonly type: 'crew'; readonly roles: ReadonlyMap<DeviceId, readonly Role[]> }
  | { readonly type: 'publishers'; readonly classId: ClassId; readonly publishers: readonly Publisher[] }
  /** Everybody asked or on stage, anew each time. */
  | { readonly type: 'guests'; readonly classId: ClassId; readonly guests: readonly Guest[] }
  /** A plan that was set, or, at a start, how far it was followed, with the item it was at when the box was last there. Null: the class has none. */
  | { readonly type: 'run'; readonly classId: ClassId; readonly run: Run | null; readonly reached: ItemId | null }
  /** After the seats of a class that goes on. */
  | { readonly type: 'together'; readonly classId: ClassId; readonly together: FloorTogether }
  /** All the music there is, anew each time. */
  | { readonly type: 'tracks'; readonly tracks: readonly FloorTrack[] }
  /** How the recording of a class stands, with every change. */
  | { readonly type: 'recording'; readonly classId: ClassId; readonly recording: RecordingLamp }
  | { readonly type: 'lamps'; readonly recordKept: boolean; readonly media: boolean; readonly clock: ClockLamp | null }
  /** Facts that are durable now. */
  | { readonly type: 'kept'; readonly facts: readonly number[] }
  /** The class is about to end: no more cues, hands and reps, all facts across, then the figures. */
  | { readonly type: 'collect'; readonly classId: ClassId; readonly ask: number; readonly dates: ClassDates }
  /** The figures so far, of a class that goes on. */
  | { readonly type: 'measure'; readonly classId: ClassId; readonly ask: number; readonly dates: ClassDates }
  /** The end could not be written, so the class goes on. */
  | { readonly type: 'not-ended'; readonly classId: ClassId }

type EntryShape = { readonly kind: string; readonly body: z.ZodMiniType; readonly private?: z.ZodMiniType }
/** A fact as its entry will say it; `private` are the fields that are committed to and can be erased. */
type FactOf<E extends EntryShape> = { readonly kind: E['kind']; readonly body: z.infer<E['body']> } &
  (E extends { private: infer P extends z.ZodMiniType } ? { readonly private: z.infer<P> } : { readonly private?: undefined })

/** What happens on the floor and belongs on record; told at once, kept within 200 ms. */
export type FloorFact =
  | FactOf<typeof cuePressed>
  | FactOf<typeof handRaised>
  | FactOf<typeof repConfirmed>
  | FactOf<typeof runMoved>
  | FactOf<typeof together.timerStarted> | FactOf<typeof together.timerStopped>
  | FactOf<typeof together.musicStarted> | FactOf<typeof together.musicStopped>
  | FactOf<typeof together.pollOpened> | FactOf<typeof together.pollClosed> | FactOf<typeof together.pollCleared>
  | FactOf<typeof together.questionAsked> | FactOf<typeof together.questionHandled>
  | FactOf<typeof together.checkAnswered> | FactOf<typeof together.controlTaken>

export type RecordedFact = { readonly id: number; readonly classId: ClassId; readonly actor: string; readonly fact: FloorFact }

/** What somebody said, for the core to keep if they agreed to that: it alone knows. Nobody waits to hear that it was. */
export type Offer = { readonly classId: ClassId; readonly fact: FactOf<typeof answerKept> | FactOf<typeof questionKept> }

export type FloorToCore =
  | { readonly type: 'record'; readonly facts: readonly RecordedFact[] }
  | { readonly type: 'offer'; readonly offers: readonly Offer[] }
  | { readonly type: 'here'; readonly classId: ClassId; readonly here: number }
  /** A learner told their name, or took it away. */
  | { readonly type: 'named'; readonly seat: SeatId; readonly name: string | null }
  /** A device told its wall time at shared time 0. */
  | { readonly type: 'wall-clock'; readonly seat: SeatId; readonly wallAtZero: number }
  /** What was measured since this process runs; the core adds what is on record. */
  | { readonly type: 'figures'; readonly ask: number; readonly figures: ClassFigures; /** Of each seat by itself; of a class that goes on, none. */ readonly visits: readonly SeatVisit[] }
