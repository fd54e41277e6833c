import { hubTime, MICROS_PER_MS } from '../src/kernel/time.ts'
import type { HubTime, WallTime } from '../src/kernel/time.ts'
import type { HubClock } from '../src/platform/clock.ts'
import type { Timers } from '../src/platform/timers.ts'

type Due = { readonly at: number; readonly order: number; readonly run: () => void }

/** Time that passes only when told. Timers run at their instant, in order, while it is wound on. */
export class HandClock implements HubClock, Timers {
  readonly epoch = 0n
  boot: string
  #micros: number
  #wallMs: number
  #due: Due[] = []
  #order = 0

  constructor({ startMs = 1_000_000, wallMs = Date.UTC(2026, 0, 1), boot = 'aaaaaaaaaaaaaaaa' } = {}) {
    this.#micros = startMs * MICROS_PER_MS
    this.#wallMs = wallMs
    this.boot = boot
  }

  now(): HubTime {
    return hubTime(this.#micros)
  }

  wall(): WallTime {
    return Math.round(this.#wallMs) as WallTime
  }

  after(ms: number, run: () => void): () => void {
    const due: Due = { at: this.#micros + ms * MICROS_PER_MS, order: this.#order++, run }
    this.#due.push(due)
    return () => {
      this.#due = this.#due.filter((other) => other !== due)
    }
  }

  advance(ms: number): void {
    const until = this.#micros + ms * MICROS_PER_MS
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#move(next.at)
      this.#due = this.#due.filter((other) => other !== next)
      next.run()
    }
    this.#move(until)
  }

  /** The process that set timers is gone, and they with it. */
  forget(): void {
    this.#due = []
  }

  /** What somebody who sets the machine's clock does: the wall jumps, the hub's time does not. */
  jumpWall(ms: number): void {
    this.#wallMs += ms
  }

  #next(until: number): Due | undefined {
    return this.#due.filter((due) => due.at <= until).toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
  }

  #move(micros: number): void {
    const to = Math.max(this.#micros, micros)
    this.#wallMs += (to - this.#micros) / MICROS_PER_MS
    this.#micros = to
  }
}
