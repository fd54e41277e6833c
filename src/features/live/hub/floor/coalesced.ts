import type { Timers } from '../../../../platform/timers.ts'

/**
 * Passes on the first change at once and those that follow together, at most once per `everyMs`.
 * Of several values under one key the last is passed on.
 */
export class Coalesced<K, V> {
  readonly #timers: Timers
  readonly #everyMs: number
  readonly #pass: (values: V[]) => void
  #held = new Map<K, V>()
  #waiting = false

  constructor(timers: Timers, everyMs: number, pass: (values: V[]) => void) {
    this.#timers = timers
    this.#everyMs = everyMs
    this.#pass = pass
  }

  put(key: K, value: V): void {
    this.#held.set(key, value)
    if (!this.#waiting) this.#flush()
  }

  #flush(): void {
    const values = [...this.#held.values()]
    this.#held = new Map()
    this.#waiting = values.length > 0
    if (!this.#waiting) return
    this.#timers.after(this.#everyMs, () => this.#flush())
    this.#pass(values)
  }
}
