import type { HubTime } from '../../../../kernel/time.ts'
import { markOf } from '../link/page-clock.ts'
import type { LearnerState } from './state.ts'

/** What this page counts whole seconds from and to. */
export function marksOf({ class: view, choice, together: { now: { run, timer } } }: LearnerState): HubTime[] {
  const instants = [view?.beganAt, view?.startsAt, choice === null ? null : view?.admitAt?.[choice.kind]]
  return [...instants.filter((instant) => instant !== null && instant !== undefined), ...markOf(run?.line), ...markOf(timer?.line)]
}
