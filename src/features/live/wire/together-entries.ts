import { z } from 'zod/mini'
import { ItemId, MusicId, PollId, QuestionId, SeatId, TimerId, TrackId } from '../../../kernel/ids.ts'
import { HubTime } from '../../../kernel/time.ts'
import { TrackRef } from './run.ts'

/**
 * What timers, music, polls, questions and the live check leave on record: instants and counts. What
 * was asked is private and can be erased; who answered what, and what a learner asked, is not on record.
 * Instants are on the clock of the run that the entry's own time names.
 */
const Item = z.nullable(ItemId)

export const timerStarted = {
  kind: 'live.timer-started.1',
  body: z.object({ timer: TimerId, at: HubTime, seconds: z.number() }),
  private: z.object({ label: z.string() }),
} as const
export const timerStopped = { kind: 'live.timer-stopped.1', body: z.object({ timer: TimerId, at: HubTime }) } as const
/** `item`: the item of the plan that began it; null when a host did. */
export const musicStarted = { kind: 'live.music-started.1', body: z.object({ music: MusicId, track: TrackRef, item: Item, at: HubTime }) } as const
export const musicStopped = { kind: 'live.music-stopped.1', body: z.object({ music: MusicId, at: HubTime }) } as const

/** `options`: how many there are; `texts`: what they say. */
export const pollOpened = {
  kind: 'live.poll-opened.1',
  body: z.object({ poll: PollId, item: Item, options: z.number(), at: HubTime }),
  private: z.object({ question: z.string(), texts: z.array(z.string()) }),
} as const
export const pollClosed = { kind: 'live.poll-closed.1', body: z.object({ poll: PollId, counts: z.array(z.number()), answered: z.number() }) } as const
export const pollCleared = { kind: 'live.poll-cleared.1', body: z.object({ poll: PollId }) } as const

/** One asked without a name has no seat's name on its entry either. */
export const questionAsked = { kind: 'live.question-asked.1', body: z.object({ question: QuestionId, named: z.boolean() }) } as const
export const questionHandled = { kind: 'live.question-handled.1', body: z.object({ question: QuestionId, state: z.enum(['waiting', 'kept', 'answered', 'hidden']) }) } as const

export const checkAnswered = { kind: 'live.check-answered.1', body: z.object({ seat: SeatId, item: ItemId, at: HubTime }) } as const
/** The actor is the device that runs the class from then on. */
export const controlTaken = { kind: 'live.control-taken.1', body: z.object({}), private: z.object({ label: z.string() }) } as const

/** Of the box, not of a class. The blob is the ciphertext; `type` is what the file's first bytes show, `sha256` is of the file itself (older entries are without). */
export const trackAdded = {
  kind: 'live.track-added.1',
  body: z.object({ track: TrackId, type: z.enum(['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav']), ms: z.nullable(z.number()) }),
  private: z.object({ title: z.string(), sha256: z.optional(z.string()) }),
} as const
export const trackRemoved = { kind: 'live.track-removed.1', body: z.object({ track: TrackId }) } as const
