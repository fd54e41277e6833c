import type { SeatId } from '../../../../kernel/ids.ts'
import { elapsedMs, type HubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Cue, CueOutput, CueResult } from '../../wire/words.ts'

/** A cue played later than its instant by more than this counts as late: one frame at 60 Hz and the clock's error. */
export const LATE_TOLERANCE: Micros = 25 * MICROS_PER_MS
/** After its instant a cue is no longer waited for. */
export const SETTLES_AFTER: Micros = 1500 * MICROS_PER_MS
/** A device's clock may be off by this before its figure is not believed. */
const CLOCK_DOUBT: Micros = 50 * MICROS_PER_MS

type Played = { readonly at: HubTime; readonly output: CueOutput }

/**
 * What becomes of one cue.
 *
 * 1. Only seats that were here at the press count, each at most once: `late <= played <= of`.
 * 2. A figure from before the press or from the future is not believed and does not count.
 * 3. It settles once, when all have answered or 1.5 s after the instant; then it never changes.
 * 4. "Apart" is the largest minus the smallest instant, over all that played, late ones included.
 */
export class CueCollector {
  readonly cue: Cue
  readonly pressedAt: HubTime
  readonly #expected: ReadonlySet<SeatId>
  readonly #played = new Map<SeatId, Played>()
  #settled = false

  constructor(cue: Cue, pressedAt: HubTime, here: Iterable<SeatId>) {
    this.cue = cue
    this.pressedAt = pressedAt
    this.#expected = new Set(here)
  }

  /** Takes a device's answer. Returns press to played in milliseconds when it counts. */
  played(seat: SeatId, at: HubTime, output: CueOutput, now: HubTime): number | undefined {
    this.settleBy(now)
    if (this.#settled || !this.#expected.has(seat) || this.#played.has(seat)) return undefined
    if (at < this.pressedAt || at > now + CLOCK_DOUBT) return undefined
    this.#played.set(seat, { at, output })
    this.settleBy(now)
    return tenth(elapsedMs(this.pressedAt, at))
  }

  /** Settles if it is time. True when it settled just now. */
  settleBy(now: HubTime): boolean {
    if (this.#settled) return false
    this.#settled = this.#played.size >= this.#expected.size || now >= this.settlesAt
    return this.#settled
  }

  /** When it settles at the latest. */
  get settlesAt(): number {
    return this.cue.at + SETTLES_AFTER
  }

  get settled(): boolean {
    return this.#settled
  }

  result(): CueResult {
    const instants = [...this.#played.values()].map((played) => played.at)
    const late = instants.filter((at) => at - this.cue.at > LATE_TOLERANCE).length
    return {
      cue: this.cue.id,
      pressedAt: this.pressedAt,
      at: this.cue.at,
      of: this.#expected.size,
      played: instants.length,
      late,
      apartMs: instants.length === 0 ? null : tenth((Math.max(...instants) - Math.min(...instants)) / MICROS_PER_MS),
      afterMs: instants.map((at) => tenth(elapsedMs(this.pressedAt, at))),
      settled: this.#settled,
    }
  }
}

function tenth(ms: number): number {
  return Math.round(ms * 10) / 10
}
