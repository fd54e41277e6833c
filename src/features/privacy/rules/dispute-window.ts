import type { WallTime } from '../../../kernel/time.ts'
import type { PrivacyRefusal } from '../wire/refusals.ts'
import type { DisputeWindow } from '../wire/words.ts'

/**
 * Until when somebody may ask that something be removed.
 *
 * 1. It opens with the class's beginning, never before.
 * 2. It ends `hours` after the class's end, and not while the class goes on.
 * 3. Once over it stays over, by the highest time that was trusted: a clock set back opens nothing.
 * 4. Before the class it may be any length; from its beginning on it may become longer, never shorter.
 * 5. What is over, or forgotten, is not made longer.
 */
export type WindowFacts = {
  readonly hours: number
  readonly begunAt: WallTime | null
  readonly endedAt: WallTime | null
  /** The highest wall time trusted. */
  readonly now: WallTime
}

const HOUR_MS = 3_600_000

export function disputeWindow({ hours, begunAt, endedAt, now }: WindowFacts): DisputeWindow {
  if (begunAt === null) return { state: 'not-yet', hours, until: null } // 1
  if (endedAt === null) return { state: 'open', hours, until: null } // 2
  const until = endedAt + hours * HOUR_MS as WallTime
  return { state: now < until ? 'open' : 'over', hours, until }
}

export type WindowDecision = { readonly ok: true } | { readonly ok: false; readonly refusal: PrivacyRefusal }

export function decideWindow(window: DisputeWindow, hours: number, isForgotten: boolean): WindowDecision {
  if (isForgotten) return { ok: false, refusal: 'CLASS_FORGOTTEN' } // 5
  if (window.state === 'over') return { ok: false, refusal: 'WINDOW_OVER' } // 5
  if (window.state === 'open' && hours < window.hours) return { ok: false, refusal: 'WINDOW_SHORTER' } // 4
  return { ok: true }
}
