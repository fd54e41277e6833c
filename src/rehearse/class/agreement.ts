import type { ClassFigures } from '../../features/live/wire/words.ts'
import type { RehearsalReport } from '../report.ts'

/** Two clocks and two roundings lie between what a learner measured and what the box was told, milliseconds. */
const TOLERANCE_MS = 25

/** What the learners of a rehearsal know of it themselves. */
export type Witnessed = { readonly came: number; readonly cues: number; readonly hands: number; readonly reps: number; readonly answers: number; readonly cueMs: number | null }

/** Where the box's own report of the class says something else than those who were in it. */
export function disagreements(box: ClassFigures, witnessed: Witnessed): RehearsalReport['disagreements'] {
  const counted: readonly (readonly [what: string, box: number, learners: number])[] = [
    ['came', box.came, witnessed.came], ['joined', box.joinSucceeded, witnessed.came], ['cues', box.cues, witnessed.cues],
    ['hands', box.hands, witnessed.hands], ['reps', box.reps, witnessed.reps], ['answers', box.polls[0]?.answered ?? 0, witnessed.answers],
  ]
  const cueMs = box.cueMs?.p95 ?? null
  const cueDiffers = witnessed.cueMs !== null && (cueMs === null || Math.abs(cueMs - witnessed.cueMs) > TOLERANCE_MS)
  return [
    ...counted.filter(([, told, seen]) => told !== seen).map(([what, told, seen]) => ({ what, box: told, learners: seen })),
    ...(cueDiffers ? [{ what: 'cue', box: cueMs, learners: Math.round(witnessed.cueMs ?? 0) }] : []),
  ]
}

/** Of what the box had called kept, what its record does not show. */
export function keptLost(box: Pick<ClassFigures, 'hands' | 'reps'>, kept: { readonly hands: number; readonly reps: number }): number {
  return Math.max(0, kept.hands - box.hands) + Math.max(0, kept.reps - box.reps)
}
