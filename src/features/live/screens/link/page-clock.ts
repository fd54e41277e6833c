import { type HubTime, hubTime, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../ui/timers.ts'

export type PageClockDeps = {
  /** The shared time; undefined before it is known. */
  readonly hubNow: () => HubTime | undefined
  /** Instants that whole seconds on this page are counted from or to: beginnings of the class, of an item, of a timer. */
  readonly marks: () => readonly HubTime[]
  readonly timers: Timers
  /** The page shows this instant from now on; null before the shared time is known. */
  readonly onTick: (now: HubTime | null) => void
}

/** A little after a second begins, so that it is never shown too early. */
const AFTER_MS = 10
const SECOND_MS = 1000

/**
 * Tells a page when to draw its clocks anew: at each whole second of everything it counts, all
 * devices at the same instants; and once a second when it counts nothing.
 */
export class PageClock {
  readonly #deps: PageClockDeps
  #callOff: (() => void) | undefined
  #hasEnded = false

  constructor(deps: PageClockDeps) {
    this.#deps = deps
  }

  /** Draws now, and plans the next time: what is counted has changed. `at`: the frame being drawn is the one of this instant. */
  tick(at?: HubTime): void {
    this.#callOff?.()
    if (this.#hasEnded) return
    const now = this.#deps.hubNow()
    this.#deps.onTick(now === undefined ? null : hubTime(Math.max(now, at ?? now)))
    this.#callOff = this.#deps.timers.after(now === undefined ? SECOND_MS : untilNext(now, this.#deps.marks()) + AFTER_MS, () => this.tick())
  }

  end(): void {
    this.#hasEnded = true
    this.#callOff?.()
  }
}

/** Milliseconds until the next of the whole seconds before and after the marks. */
export function untilNext(now: HubTime, marks: readonly HubTime[]): number {
  const waits = marks.map((mark) => MICROS_PER_SECOND - (((now - mark) % MICROS_PER_SECOND) + MICROS_PER_SECOND) % MICROS_PER_SECOND)
  return Math.min(MICROS_PER_SECOND, ...waits) / MICROS_PER_MS
}

/** The mark of a line that runs: the instant at which it was, or will be, at its beginning. */
export function markOf(line: { readonly position: number; readonly since: HubTime | null } | undefined | null): HubTime[] {
  const since = line?.since ?? null
  return since === null || !line ? [] : [hubTime(Math.max(0, since - line.position))]
}
