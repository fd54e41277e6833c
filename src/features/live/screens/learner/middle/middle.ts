import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import { scheduleOf } from '../../../rules/run/schedule.ts'
import { positionAt, remainingAt } from '../../../rules/clock/timeline.ts'
import type { RunItem } from '../../../wire/run.ts'
import type { Ring } from '../ring.ts'
import type { LearnerState } from '../state.ts'

/** What stands in the middle of the page in class, read off the shared clock. */
export type Middle = {
  readonly ring: Ring
  /** Of the timer while one runs, else of the item; null where nobody gave one. */
  readonly title: string | null
  /** The item that is on. */
  readonly item: RunItem | null
  readonly isHeld: boolean
  /** What comes after it; whole seconds. */
  readonly next: { readonly title: string; readonly seconds: number } | null
}

export function middleOf({ class: view, together: { now: { run, timer } } }: LearnerState, now: HubTime | null): Middle {
  const schedule = run === null || now === null ? null : scheduleOf(run, now)
  const current = schedule?.current ?? null
  const next = schedule?.next ?? null
  const shared = {
    item: current?.item ?? null,
    isHeld: schedule?.held ?? false,
    next: next && { title: next.item.title, seconds: Math.round(next.length / MICROS_PER_SECOND) },
  }
  if (timer !== null && now !== null && timer.line.since !== null && now >= timer.line.since) {
    const left = remainingAt(timer.line, now) ?? 0
    return { ...shared, title: timer.label === '' ? shared.item?.title ?? null : timer.label, ring: ringOf(left, positionAt(timer.line, now)) }
  }
  if (schedule !== null && current !== null) {
    const ring: Ring = schedule.over > 0 ? { part: 1, seconds: Math.floor(schedule.over / MICROS_PER_SECOND), counts: 'over' } : ringOf(schedule.remaining, schedule.elapsed)
    return { ...shared, title: current.item.title, ring }
  }
  const began = view?.beganAt ?? null
  const seconds = began === null || now === null ? 0 : Math.max(0, Math.floor((now - began) / MICROS_PER_SECOND))
  return { ...shared, title: null, ring: { part: (seconds % 60) / 60, seconds, counts: 'since' } }
}

/** A part of a second left is a second still: nought is shown when it is over. */
function ringOf(left: Micros, gone: Micros): Ring {
  return { part: left + gone === 0 ? 1 : gone / (left + gone), seconds: Math.ceil(left / MICROS_PER_SECOND), counts: 'left' }
}
