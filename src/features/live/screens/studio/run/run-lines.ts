import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import type { Schedule } from '../../../rules/run/schedule.ts'
import type { PlanCue, RunItem } from '../../../wire/run.ts'

/** A line of the run of show as the studio draws it. Seconds. */
export type RunLine = {
  readonly item: RunItem
  readonly at: 'done' | 'skipped' | 'now' | 'next' | 'ahead'
  /** As long as it took, or will take. */
  readonly seconds: number
  /** It gave up time, so that the end holds. */
  readonly isShortened: boolean
}

export const seconds = (micros: Micros): number => micros / MICROS_PER_SECOND

export function linesOf({ lines, next }: Schedule): RunLine[] {
  return lines.map(({ item, state, length, shortened }) => ({
    item,
    at: state === 'ahead' && item.id === next?.item.id ? 'next' : state,
    seconds: seconds(length),
    isShortened: shortened >= MICROS_PER_SECOND,
  }))
}

/** Of the whole run: time since it began, and until it is to end. Seconds; null when nothing is on. */
export function wholeTime({ lines, current, elapsed, endsAt }: Schedule, now: HubTime): { readonly elapsed: number; readonly left: number } | null {
  if (current === null || endsAt === null) return null
  const before = lines.reduce((sum, { state, length }) => (state === 'done' || state === 'skipped' ? sum + length : sum), 0)
  return { elapsed: seconds(before + elapsed), left: seconds(Math.max(0, endsAt - now)) }
}

/** The next cue that the box gives by itself, and in how many seconds. */
export function nextCue({ current, elapsed, held }: Schedule): { readonly cue: PlanCue; readonly inSeconds: number } | null {
  if (current === null || held) return null
  const cue = current.item.cues.find(({ at }) => at * MICROS_PER_SECOND > elapsed)
  return cue === undefined ? null : { cue, inSeconds: cue.at - seconds(elapsed) }
}
