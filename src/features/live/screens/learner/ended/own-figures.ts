import type { LearnerState } from '../state.ts'

/** The learner's own figures; whole minutes, at least one once the class was seen. */
export type OwnFigures = { readonly minutes: number | null; readonly cues: number; readonly inTime: number; readonly reps: number }

export function ownFigures(state: LearnerState): OwnFigures {
  const begin = state.class?.beganAt ?? null
  const from = state.since === null || begin === null ? null : Math.max(state.since, begin)
  const minutes = from === null || state.until === null ? null : Math.max(1, Math.round((state.until - from) / 60_000_000))
  return { minutes, cues: state.cues.felt, inTime: state.cues.felt - state.cues.late, reps: state.reps.count }
}
