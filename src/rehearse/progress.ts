import { z } from 'zod/mini'
import { FigureRow } from './figure-rows.ts'
import { RehearsalReport } from './report.ts'

/** How far a rehearsal is. With `--progress` each is one line of JSON on standard output; `at` is seconds since its start. */
export const PHASES = ['box', 'lobby', 'join', 'live', 'break', 'mended', 'end', 'replay', 'browser'] as const
const at = z.number()

export const Progress = z.discriminatedUnion('type', [
  z.object({ type: z.literal('phase'), at, phase: z.enum(PHASES) }),
  /** Learners who are in. */
  z.object({ type: z.literal('joined'), at, count: z.number(), of: z.number() }),
  /** Whole seconds of the class. */
  z.object({ type: z.literal('second'), at, second: z.number(), of: z.number() }),
  /** The end, passed or not; nothing follows. */
  z.object({ type: z.literal('result'), at, report: RehearsalReport, /** The report's figures in words. */ rows: z.array(FigureRow) }),
  /** Told to stop: nothing was judged, and nothing is left behind. */
  z.object({ type: z.literal('stopped'), at }),
  /** It could not be carried out; `sentence` is for people. */
  z.object({ type: z.literal('failed'), at, sentence: z.string() }),
])
export type Progress = z.infer<typeof Progress>
export type Phase = (typeof PHASES)[number]
/** What a rehearsal tells while it runs, without its time. */
export type Told = Progress extends infer P ? (P extends { readonly at: number } ? Omit<P, 'at'> : never) : never
