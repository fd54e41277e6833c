import { z } from 'zod/mini'
import { message } from '../../../kernel/contract.ts'
import { CueId, SeatId } from '../../../kernel/ids.ts'
import { MediaWay, Rung, RungCause } from '../../../kernel/ladder.ts'
import { HubTime } from '../../../kernel/time.ts'
import { guestNews } from './guests.ts'
import { moveRun, runNews } from './run.ts'
import { answerPoll, ask, handleQuestion, music, nameMe, poll, ready, started, takeControl, togetherNews, timer } from './together.ts'
import { ClockLamp } from './wall-clock.ts'
import { ClassView, Cue, CueOutput, CueResult, Loudness, Prepared, Publisher, RecordingLamp, RosterLine, Standing } from './words.ts'

/**
 * The live socket, `/api/1/live`. The box speaks first (`hello` with the connection's nonce), the
 * page enters, then both talk. A page's frame is {@link Frame}: `m` is the message as JSON text;
 * `key`, `n` and `s` are there when the message must be signed (see docs/protocol/signed-requests).
 */
export const LIVE_SOCKET = '/api/1/live'
export const Frame = z.strictObject({
  m: z.string().check(z.maxLength(8192)),
  key: z.optional(z.string().check(z.maxLength(64))),
  n: z.optional(z.number().check(z.int(), z.positive())),
  s: z.optional(z.string().check(z.maxLength(128))),
})
export type Frame = z.infer<typeof Frame>

const LEARNER = ['learner'] as const
const RUNS_THE_ROOM = ['host', 'co-host'] as const
const Ms = z.number().check(z.nonnegative(), z.maximum(60_000))
const slow = { burst: 10, seconds: 5 }
const telemetry = { burst: 60, seconds: 5 }

/** First message of a page: which class, and whether as the studio, in the device's seat, or as a screen for the room, which any device may be. */
export const enter = message({
  type: 'enter', who: 'device', signed: true, limit: slow,
  body: z.strictObject({ type: z.literal('enter'), code: z.string().check(z.maxLength(12)), as: z.enum(['seat', 'studio', 'screen']) }),
  refusals: ['CLASS_UNKNOWN', 'CLASS_OVER', 'NO_SEAT', 'SCREENS_TOO_MANY'],
})

/** Time probe; comes back at once as `{"p", "t"}`. The same text goes over the data channel. */
export const probe = message({
  type: 'probe', who: 'anyone', signed: false, limit: { burst: 120, seconds: 5 },
  body: z.strictObject({ type: z.literal('probe'), p: z.number() }),
  refusals: [],
})

/** What a device knows of its own link; all milliseconds. `leadMs`: the least time it needs between a cue's sending and its instant. */
export const report = message({
  type: 'report', who: LEARNER, signed: false, limit: telemetry,
  body: z.strictObject({
    type: z.literal('report'),
    roundTripMs: z.nullable(Ms), clockErrorMs: z.nullable(Ms), leadMs: z.nullable(Ms),
    videoMs: z.nullable(z.array(Ms).check(z.maxLength(64))), joinMs: z.nullable(Ms),
    channel: z.boolean(), asleep: z.boolean(),
    // Left out by a page that does not know yet.
    rung: z.optional(z.strictObject({ rung: Rung, cause: RungCause, since: HubTime, way: z.nullable(MediaWay) })),
    jitterMs: z.optional(z.nullable(Ms)),
    prepared: z.optional(Prepared),
    /** The device's wall time at shared time 0, milliseconds since 1970. */
    wallAtZero: z.optional(z.number().check(z.int(), z.nonnegative(), z.maximum(8_640_000_000_000))),
  }),
  refusals: [],
})

/**
 * What the studio hears of the programme's sound: loudness of each 100 ms since the last message, K-weighted
 * (ITU-R BS.1770-4), in tenths of LUFS; -700 stands for silence. The box gates and adds up (EBU R128).
 */
export const loudness = message({
  type: 'loudness', who: RUNS_THE_ROOM, signed: false, limit: { burst: 20, seconds: 10 },
  body: z.strictObject({ type: z.literal('loudness'), blocks: z.array(z.number().check(z.int(), z.minimum(-700), z.maximum(100))).check(z.minLength(1), z.maxLength(50)) }),
  refusals: [],
})

/** `way`: the page sees the class over a stream, seconds late, and played the cue when its instant was seen; left out for class time. */
export const played = message({
  type: 'played', who: LEARNER, signed: false, limit: telemetry,
  body: z.strictObject({ type: z.literal('played'), cue: CueId, at: HubTime, output: CueOutput, way: z.optional(z.literal('hls')) }),
  refusals: [],
})

export const raiseHand = message({
  type: 'raise-hand', who: LEARNER, signed: true, limit: slow,
  body: z.strictObject({ type: z.literal('raise-hand'), up: z.boolean(), at: HubTime }),
  refusals: ['CLASS_NOT_LIVE', 'NO_SEAT', 'SEAT_MUTED'],
})

/** `count` is the learner's own total, so that repeating the message changes nothing. */
export const confirmRep = message({
  type: 'confirm-rep', who: LEARNER, signed: true, limit: { burst: 20, seconds: 5 },
  body: z.strictObject({ type: z.literal('confirm-rep'), count: z.number().check(z.int(), z.positive(), z.maximum(100_000)), at: HubTime }),
  refusals: ['CLASS_NOT_LIVE', 'NO_SEAT'],
})

export const pressCue = message({
  type: 'press-cue', who: RUNS_THE_ROOM, signed: true, limit: { burst: 8, seconds: 4 },
  body: z.strictObject({ type: z.literal('press-cue'), kind: z.enum(['now', 'trial']), pressedAt: HubTime, word: z.optional(z.string().check(z.trim(), z.maxLength(24))) }),
  refusals: ['CLASS_NOT_LIVE', 'CUES_TOO_FAST'],
})

export const lowerHand = message({
  type: 'lower-hand', who: RUNS_THE_ROOM, signed: true, limit: slow,
  body: z.strictObject({ type: z.literal('lower-hand'), seat: SeatId }),
  refusals: ['SEAT_UNKNOWN', 'CLASS_NOT_LIVE'],
})

export const liveMessages = [
  enter, probe, report, loudness, played, raiseHand, confirmRep, pressCue, lowerHand, moveRun,
  timer, music, started, poll, answerPoll, ask, handleQuestion, ready, nameMe, takeControl,
] as const
export const LiveMessage = z.discriminatedUnion('type', [
  enter.body, probe.body, report.body, loudness.body, played.body, raiseHand.body, confirmRep.body, pressCue.body, lowerHand.body, moveRun.body,
  timer.body, music.body, started.body, poll.body, answerPoll.body, ask.body, handleQuestion.body, ready.body, nameMe.body, takeControl.body,
])
export type LiveMessage = z.infer<typeof LiveMessage>

/** What the box says on the socket. `done`, `kept` and `refused` answer the command with number `n`. */
export const LiveNews = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), nonce: z.string(), t: HubTime }),
  z.object({ type: z.literal('entered'), class: ClassView, seat: z.nullable(SeatId), cues: z.array(Cue) }),
  z.object({ type: z.literal('class'), class: ClassView }),
  z.object({ type: z.literal('probe'), p: z.number(), t: HubTime }),
  z.object({ type: z.literal('cue'), cue: Cue }),
  z.object({ type: z.literal('done'), n: z.number() }),
  z.object({ type: z.literal('kept'), n: z.number() }),
  z.object({ type: z.literal('refused'), n: z.nullable(z.number()), code: z.string(), details: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))) }),
  /** What the box holds of the page's own seat: on entering, and when somebody else changes it. */
  z.object({ type: z.literal('mine'), handSince: z.nullable(HubTime), reps: z.number(), ready: z.boolean(), standing: Standing }),
  /** Studio only: the whole roster on entering, then single lines as they change. */
  z.object({ type: z.literal('roster'), lines: z.array(RosterLine) }),
  z.object({ type: z.literal('seat'), line: RosterLine }),
  z.object({ type: z.literal('seat-left'), seat: SeatId }),
  z.object({ type: z.literal('cue-result'), result: CueResult }),
  z.object({ type: z.literal('publishers'), publishers: z.array(Publisher) }),
  z.object({ type: z.literal('lamps'), recordKept: z.boolean(), media: z.boolean(), /** When the devices here have another wall time than the box. */ clock: z.nullable(ClockLamp) }),
  /** Studio only: on entering, with every change, and as segments are kept. */
  z.object({ type: z.literal('recording'), recording: RecordingLamp }),
  /** Studio only, once a second while it is measured: of the last three seconds (tenths of LUFS; null: silence), and of the class. */
  z.object({ type: z.literal('loudness'), shortTerm: z.nullable(z.number()), class: Loudness }),
  ...runNews,
  ...togetherNews,
  ...guestNews,
])
export type LiveNews = z.infer<typeof LiveNews>
