import { z } from 'zod/mini'
import { PollId, QuestionId, SeatId } from '../../../kernel/ids.ts'
import { Rung } from '../../../kernel/ladder.ts'
import { HubTime } from '../../../kernel/time.ts'

/**
 * What is kept of a person who said yes to it: each in an entry of its own, so that it can be erased by
 * itself. Without a yes there is none of these, and what was said stays in memory.
 */

/** With a yes to `answers`. One who answers again has several; the last one counts. */
export const answerKept = {
  kind: 'live.answer-kept.1',
  body: z.object({ seat: SeatId, poll: PollId, at: HubTime }),
  /** `option`: its number, from 0; `text`: what it says. */
  private: z.object({ option: z.number(), text: z.string() }),
} as const

/** With a yes to `answers`, of a question asked with a name. Of one without there is never any. */
export const questionKept = {
  kind: 'live.question-kept.1',
  body: z.object({ question: QuestionId, seat: SeatId, at: HubTime }),
  private: z.object({ text: z.string() }),
} as const

/** With a yes to `answers`. Empty when they took it away. */
export const nameKept = { kind: 'live.name-kept.1', body: z.object({ seat: SeatId }), private: z.object({ name: z.string() }) } as const

/** With a yes to `analytics`, at the end of the class. What was before a restart of the box is not in it; `answers` is null then, where there were any. */
export const visitKept = {
  kind: 'live.visit-kept.1',
  body: z.object({ seat: SeatId }),
  private: z.object({
    /** While the class was live. */
    seconds: z.number(),
    /** Until the first picture or sound; null when that was never reported. */
    joinMs: z.nullable(z.number()),
    hands: z.number(), reps: z.number(), answers: z.nullable(z.number()),
    rungs: z.array(z.object({ rung: Rung, seconds: z.number() })),
  }),
} as const
