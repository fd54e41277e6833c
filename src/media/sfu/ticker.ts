import type { MediaClock } from './clock.ts'
import { MICROS_PER_SECOND } from './clock.ts'

/** The engine's timers. None runs while there is nothing to do. */

const HOUSEKEEPING_MS = 50
const PACING_MS = 5

/** Calls `onTick` every 50 ms and `onSecond` once a second between {@link start} and {@link stop}. */
export class Housekeeping {
  readonly #clock: MediaClock
  readonly #onTick: (now: number) => void
  readonly #onSecond: (now: number) => void
  #timer: NodeJS.Timeout | undefined
  #secondAt = 0

  constructor(clock: MediaClock, onTick: (now: number) => void, onSecond: (now: number) => void) {
    this.#clock = clock
    this.#onTick = onTick
    this.#onSecond = onSecond
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      const now = this.#clock.now()
      this.#onTick(now)
      if (now < this.#secondAt) return
      this.#secondAt = now + MICROS_PER_SECOND
      this.#onSecond(now)
    }, HOUSEKEEPING_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

/** Who has packets that wait for their time. */
export type Paced = { readonly id: string; readonly backlog: boolean; flush(now: number): void }

/** All whose packets wait for their pace. */
export class Pacing {
  readonly #clock: MediaClock
  readonly #onDefect: (id: string, error: unknown) => void
  readonly #waiting = new Set<Paced>()
  #timer: NodeJS.Timeout | undefined

  /** `onDefect`: our own failure at one of them; the others are served. */
  constructor(clock: MediaClock, onDefect: (id: string, error: unknown) => void) {
    this.#clock = clock
    this.#onDefect = onDefect
  }

  add(paced: Paced): void {
    this.#waiting.add(paced)
    this.#timer ??= setInterval(() => this.#flush(), PACING_MS)
  }

  #flush(): void {
    const now = this.#clock.now()
    for (const paced of this.#waiting) {
      try {
        paced.flush(now)
        if (!paced.backlog) this.#waiting.delete(paced)
      } catch (error) {
        this.#waiting.delete(paced)
        this.#onDefect(paced.id, error)
      }
    }
    if (this.#waiting.size === 0) this.stop()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#waiting.clear()
  }
}
