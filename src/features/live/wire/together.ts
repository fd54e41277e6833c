import { z } from 'zod/mini'
import { message } from '../../../kernel/contract.ts'
import { ItemId, MusicId, PollId, QuestionId, SeatId, TimerId } from '../../../kernel/ids.ts'
import { HubTime } from '../../../kernel/time.ts'
import { PollDraft, TimelineWords, TrackRef } from './run.ts'

/**
 * What host and learners do together besides cues: timers and music that start everywhere at one
 * instant, polls, questions, the live check. Questions, answers and names live in the box's memory
 * alone, until consent exists; the record keeps counts.
 */

const RUNS_THE_ROOM = ['host', 'co-host'] as const
const LEARNER = ['learner'] as const
const press = { burst: 10, seconds: 5 }

/** Starts at an instant a little ahead (`line.since`), so that every device begins together. */
export const Timer = z.object({ id: TimerId, label: z.string(), line: TimelineWords })
export type Timer = z.infer<typeof Timer>

export const Music = z.object({ id: MusicId, track: TrackRef, title: z.string(), loops: z.boolean(), line: TimelineWords })
export type Music = z.infer<typeof Music>

/** How a start arrived; milliseconds. The devices that could not measure it are not among `played`. */
export const StartResult = z.object({
  what: z.enum(['timer', 'music']),
  id: z.union([TimerId, MusicId]),
  at: HubTime,
  of: z.number(),
  played: z.number(),
  apartMs: z.nullable(z.number()),
})
export type StartResult = z.infer<typeof StartResult>

export const Poll = z.object({
  id: PollId,
  question: z.string(),
  options: z.array(z.string()),
  since: HubTime,
  open: z.boolean(),
  /** Whether everybody sees the counts; the host always does. */
  shown: z.boolean(),
  /** Null where they are not to be seen. */
  counts: z.nullable(z.array(z.number())),
  answered: z.number(),
  /** Seats that could answer: those awake now. */
  of: z.number(),
})
export type Poll = z.infer<typeof Poll>

export const QuestionState = z.enum(['waiting', 'kept', 'answered', 'hidden'])
export type QuestionState = z.infer<typeof QuestionState>

/** A question as the host sees it. One asked without a name tells nobody whose it is: no seat either. */
export const Question = z.object({
  id: QuestionId,
  seat: z.nullable(SeatId),
  name: z.nullable(z.string()),
  text: z.string(),
  at: HubTime,
  state: QuestionState,
})
export type Question = z.infer<typeof Question>

export const QUESTION_LENGTH = 280
export const MOST_OPEN_QUESTIONS = 5
export const TIMER_SECONDS = { least: 5, most: 7200 } as const
export const NAME_LENGTH = 60

export const timer = message({
  type: 'timer', who: RUNS_THE_ROOM, signed: true, limit: press,
  body: z.strictObject({
    type: z.literal('timer'),
    /** Null stops the one that runs. */
    start: z.nullable(z.strictObject({
      seconds: z.number().check(z.int(), z.minimum(TIMER_SECONDS.least), z.maximum(TIMER_SECONDS.most)),
      label: z.string().check(z.trim(), z.maxLength(40)),
    })),
  }),
  refusals: ['CLASS_NOT_LIVE'],
})

export const music = message({
  type: 'music', who: RUNS_THE_ROOM, signed: true, limit: press,
  body: z.strictObject({ type: z.literal('music'), /** Null stops. */ start: z.nullable(z.strictObject({ track: TrackRef })) }),
  refusals: ['CLASS_NOT_LIVE', 'TRACK_UNKNOWN'],
})

/** Telemetry: the instant at which this device showed or sounded an agreed start. */
export const started = message({
  type: 'started', who: LEARNER, signed: false, limit: { burst: 30, seconds: 5 },
  body: z.strictObject({ type: z.literal('started'), id: z.union([TimerId, MusicId]), at: HubTime }),
  refusals: [],
})

export const poll = message({
  type: 'poll', who: RUNS_THE_ROOM, signed: true, limit: press,
  body: z.strictObject({
    type: z.literal('poll'),
    act: z.discriminatedUnion('do', [
      /** Closes the one before it. */
      z.strictObject({ do: z.literal('open'), poll: PollDraft }),
      z.strictObject({ do: z.literal('close'), poll: PollId }),
      z.strictObject({ do: z.literal('show'), poll: PollId, shown: z.boolean() }),
      /** Takes it off every screen. */
      z.strictObject({ do: z.literal('clear'), poll: PollId }),
    ]),
  }),
  refusals: ['CLASS_NOT_LIVE', 'POLL_UNKNOWN', 'POLL_CLOSED'],
})

/** One answer per seat; until the poll closes another one takes its place. In memory alone: `done`, never `kept`. */
export const answerPoll = message({
  type: 'answer-poll', who: LEARNER, signed: true, limit: press,
  body: z.strictObject({ type: z.literal('answer-poll'), poll: PollId, option: z.number().check(z.int(), z.nonnegative(), z.maximum(5)), at: HubTime }),
  refusals: ['CLASS_NOT_LIVE', 'NO_SEAT', 'POLL_UNKNOWN', 'POLL_CLOSED', 'OPTION_UNKNOWN'],
})

/** The id is made by the page, so that telling it twice asks once. */
export const ask = message({
  type: 'ask', who: LEARNER, signed: true, limit: { burst: 6, seconds: 30 },
  body: z.strictObject({
    type: z.literal('ask'), question: QuestionId, named: z.boolean(), at: HubTime,
    text: z.string().check(z.trim(), z.minLength(1), z.maxLength(QUESTION_LENGTH)),
  }),
  refusals: ['CLASS_NOT_LIVE', 'NO_SEAT', 'QUESTIONS_TOO_MANY', 'SEAT_MUTED'],
})

export const handleQuestion = message({
  type: 'handle-question', who: RUNS_THE_ROOM, signed: true, limit: { burst: 30, seconds: 10 },
  body: z.strictObject({ type: z.literal('handle-question'), question: QuestionId, state: QuestionState }),
  refusals: ['QUESTION_UNKNOWN', 'CLASS_OVER'],
})

/** An answer to the live check: the cue was felt on this device. */
export const ready = message({
  type: 'ready', who: LEARNER, signed: true, limit: press,
  body: z.strictObject({ type: z.literal('ready'), item: ItemId, at: HubTime }),
  refusals: ['CLASS_NOT_LIVE', 'NO_SEAT', 'NO_CHECK'],
})

/** The page tells its name (again), since the box holds it in memory alone. Empty takes it away. `done`, never `kept`. */
export const nameMe = message({
  type: 'name-me', who: LEARNER, signed: true, limit: press,
  body: z.strictObject({ type: z.literal('name-me'), name: z.string().check(z.trim(), z.maxLength(NAME_LENGTH)) }),
  refusals: ['NO_SEAT', 'SEAT_MUTED'],
})

/** This device runs the class from now on; others that may show a line about it. The publisher stays as it is. */
export const takeControl = message({
  type: 'take-control', who: RUNS_THE_ROOM, signed: true, limit: press,
  body: z.strictObject({ type: z.literal('take-control'), label: z.string().check(z.trim(), z.maxLength(60)) }),
  refusals: ['CLASS_OVER'],
})

export const togetherNews = [
  z.object({ type: z.literal('timer'), timer: z.nullable(Timer) }),
  z.object({ type: z.literal('music'), music: z.nullable(Music) }),
  z.object({ type: z.literal('poll'), poll: z.nullable(Poll) }),
  /** To a seat: its own answer to the poll on screen. */
  z.object({ type: z.literal('my-answer'), poll: PollId, option: z.nullable(z.number()) }),
  /** To a seat: what became of its own questions. */
  z.object({ type: z.literal('my-questions'), questions: z.array(z.object({ id: QuestionId, text: z.string(), state: QuestionState })) }),
  /** To studios: all of them on entering, then single ones. */
  z.object({ type: z.literal('questions'), questions: z.array(Question) }),
  z.object({ type: z.literal('question'), question: Question }),
  z.object({ type: z.literal('start-result'), result: StartResult }),
  /** To studios: which device runs the class. `device` null: nobody has taken it yet. `isThis`: the one that hears it. */
  z.object({ type: z.literal('control'), label: z.nullable(z.string()), isThis: z.boolean() }),
  /** To a seat, before its socket is closed. */
  z.object({ type: z.literal('removed'), blocked: z.boolean() }),
  /** Nothing happened: the box is there. Comes at least once a second when nothing else does. */
  z.object({ type: z.literal('beat'), t: HubTime }),
] as const
