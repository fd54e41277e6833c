/** A rate with room for bursts. Times in microseconds, amounts in bytes. */
export class TokenBucket {
  #bytesPerSecond: number
  #burst: number
  #credit: number
  /** The bucket is full at first, so that it may have been filled at any time before. */
  #filledAt = 0

  constructor(bytesPerSecond: number, burst: number) {
    this.#bytesPerSecond = bytesPerSecond
    this.#burst = burst
    this.#credit = burst
  }

  setRate(bytesPerSecond: number, burst: number): void {
    this.#bytesPerSecond = bytesPerSecond
    this.#burst = burst
  }

  /** Takes `bytes` if any credit is left (it may go below zero by one packet); false otherwise. */
  take(bytes: number, now: number): boolean {
    const earned = ((now - this.#filledAt) / 1_000_000) * this.#bytesPerSecond
    this.#credit = Math.min(this.#burst, this.#credit + earned)
    this.#filledAt = now
    if (this.#credit <= 0) return false
    this.#credit -= bytes
    return true
  }
}
