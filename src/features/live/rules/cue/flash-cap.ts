import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'

/** Between two rises of light. Three flashes a second are the accepted limit (WCAG 2.2, 2.3.1); this allows two. */
export const LEAST_BETWEEN_RISES: Micros = 500 * MICROS_PER_MS
/** A rise may wait this long for its turn, so that a frame's jitter costs no cue; later it is no cue any more. */
export const LONGEST_WAIT: Micros = 50 * MICROS_PER_MS
/** A rise is asked for at most this long ahead; further ahead it is refused. */
const LONGEST_AHEAD: Micros = 2000 * MICROS_PER_MS

/**
 * The last word on light, in the player of cues, so that no plan and no fault can exceed it.
 *
 * 1. Two rises are never less than {@link LEAST_BETWEEN_RISES} apart, counted from when the first
 *    was truly shown; so no span of a second, its end left out, holds three.
 * 2. A rise happens not before it was asked for and at most {@link LONGEST_WAIT} later, or not at all.
 * 3. When the clock runs backwards nobody knows how long ago the last rise was: then it was just now.
 */
export class FlashCap {
  #last: Micros | undefined

  /**
   * Asks for a rise at `wanted` (microseconds on any one steady clock). Returns when it happens,
   * which then counts, or undefined when it must not happen.
   */
  rise(wanted: Micros, now: Micros): Micros | undefined {
    if (!Number.isFinite(wanted) || !Number.isFinite(now)) return undefined
    if (this.#last !== undefined && now < this.#last - LONGEST_AHEAD) this.#last = now
    const asked = Math.max(wanted, now)
    const at = this.#last === undefined ? asked : Math.max(asked, this.#last + LEAST_BETWEEN_RISES)
    if (at - asked > LONGEST_WAIT || at - now > LONGEST_AHEAD) return undefined
    this.#last = at
    return at
  }

  /** The rise that was allowed last was shown at `at`: screens show frames, not instants. */
  shown(at: Micros): void {
    if (this.#last !== undefined && at > this.#last && at < this.#last + LONGEST_AHEAD) this.#last = at
  }

  /** No rise may be shown before this. */
  get earliest(): Micros {
    return this.#last === undefined ? -Infinity : this.#last + LEAST_BETWEEN_RISES
  }
}
