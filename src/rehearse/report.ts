import { z } from 'zod/mini'
import { Rung } from '../kernel/ladder.ts'
import { FIGURE_NAMES } from './figures.ts'
import { NETWORKS } from './networks.ts'
import { BREAKS } from './thresholds.ts'

const Ms = z.nullable(z.number())

/** What a rehearsal ends with: `lectern rehearse --json` prints it, the sheet shows it. Times in milliseconds unless said otherwise. */
export const RehearsalReport = z.object({
  format: z.literal('lectern-rehearsal/1'),
  passed: z.boolean(),
  /** Wall time of the start, milliseconds since 1970. */
  startedAt: z.number(),
  asked: z.object({ learners: z.number(), seconds: z.number(), network: z.enum(NETWORKS), break: z.nullable(z.enum(BREAKS)), browser: z.boolean() }),
  /** `busy`: share of all its processors in use while the class was on; null where that cannot be told. `lagMs`: how late the rehearsal's own timers were (95th percentile): delays below are no smaller than it. */
  machine: z.object({ cores: z.number(), busy: z.nullable(z.number()), lagMs: z.number(), node: z.string() }),
  /** `limit` null: told, not judged. `value` null: not measured, which is a failure where there is a limit. */
  figures: z.array(z.object({ figure: z.enum(FIGURE_NAMES), value: z.nullable(z.number()), limit: z.nullable(z.number()), met: z.nullable(z.boolean()) })),
  /** Each learner's join, ascending. */
  joins: z.array(z.number()),
  /** Each cue: the second of the class, and press to played. */
  cues: z.array(z.object({ second: z.number(), p50: Ms, p95: Ms, apart: Ms, played: z.number(), of: z.number() })),
  /** Each second of the class: delay of sound and picture (95th percentile), and learners on each rung. */
  seconds: z.array(z.object({ second: z.number(), sound: Ms, picture: Ms, rungs: z.partialRecord(Rung, z.number()) })),
  /** When a break began and ended, seconds of the class. */
  broken: z.nullable(z.object({ from: z.number(), to: z.number() })),
  /** What the box's report says and the learners saw, where these differ. */
  disagreements: z.array(z.object({ what: z.string(), box: z.nullable(z.number()), learners: z.number() })),
  /** Lines that the box wrote down as faults. */
  faults: z.array(z.string()),
})
export type RehearsalReport = z.infer<typeof RehearsalReport>
