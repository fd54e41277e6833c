/** Shorter intervals are one burst or none. */
const LEAST_INTERVAL = 300_000

/** Bits per second over the last whole interval between readings. */
export class RateMeter {
  #bytes = 0
  #since: number | undefined
  #bitsPerSecond = 0

  add(bytes: number): void {
    this.#bytes += bytes
  }

  /** Ends the interval; `now` in microseconds. */
  roll(now: number): void {
    if (this.#since !== undefined) {
      if (now - this.#since < LEAST_INTERVAL) return
      this.#bitsPerSecond = (this.#bytes * 8_000_000) / (now - this.#since)
    }
    this.#since = now
    this.#bytes = 0
  }

  get bitsPerSecond(): number {
    return this.#bitsPerSecond
  }
}
