import type { MusicId, SeatId, TimerId } from '../../../../kernel/ids.ts'
import { type HubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { StartResult } from '../../wire/together.ts'

/** This long after its instant a start is no longer waited for; sound may have to be fetched first. */
export const START_SETTLES_AFTER: Micros = 3000 * MICROS_PER_MS
/** A device's clock may be off by this before its figure is not believed. */
const CLOCK_DOUBT: Micros = 50 * MICROS_PER_MS

export type AgreedStart = { readonly what: 'timer' | 'music'; readonly id: TimerId | MusicId; readonly decidedAt: HubTime; readonly at: HubTime }

/**
 * How an agreed start arrived at the devices.
 *
 * 1. Only seats that were here when it was decided count, each at most once: `played <= of`.
 * 2. A figure from before the decision or from the future is not believed.
 * 3. It settles once, when all have told or three seconds after the instant; then it never changes.
 * 4. "Apart" is the largest minus the smallest instant; null until somebody told.
 */
export class StartCollector {
  readonly start: AgreedStart
  readonly #expected: ReadonlySet<SeatId>
  readonly #began = new Map<SeatId, HubTime>()
  #settled = false

  constructor(start: AgreedStart, here: Iterable<SeatId>) {
    this.start = start
    this.#expected = new Set(here)
  }

  /** True when it counts. */
  began(seat: SeatId, at: HubTime, now: HubTime): boolean {
    this.settleBy(now)
    if (this.#settled || !this.#expected.has(seat) || this.#began.has(seat)) return false
    if (at < this.start.decidedAt || at > now + CLOCK_DOUBT) return false
    this.#began.set(seat, at)
    this.settleBy(now)
    return true
  }

  settleBy(now: HubTime): void {
    this.#settled ||= this.#began.size >= this.#expected.size || now >= this.settlesAt
  }

  /** When it settles at the latest. */
  get settlesAt(): number {
    return this.start.at + START_SETTLES_AFTER
  }

  get settled(): boolean {
    return this.#settled
  }

  result(): StartResult {
    const { what, id, at } = this.start
    const instants = [...this.#began.values()]
    const apart = instants.length === 0 ? null : (Math.max(...instants) - Math.min(...instants)) / MICROS_PER_MS
    return { what, id, at, of: this.#expected.size, played: instants.length, apartMs: apart === null ? null : Math.round(apart * 10) / 10 }
  }
}
