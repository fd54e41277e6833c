/**
 * What the path to a player carries that sends no transport-wide feedback: its receiver reports and,
 * where it sends one, its own estimate (REMB). Nothing can be probed, so it begins with the best and
 * comes back by trying.
 *
 * Invariants:
 * 1. Unknown is everything: a player that reports nothing gets the best there is.
 * 2. Loss beyond {@link HIGH} cuts below what was sent meanwhile, at most once in {@link ONE_FLIGHT}.
 * 3. The player's estimate only ever cuts: players bound it by what they get, so it cannot say that more would pass.
 */
const HIGH = 0.1
const SEVERE = 0.3
const CALM = 0.02
const GROWTH = 1.08
const ONE_FLIGHT = 1_500_000
const REMB_BELOW = 0.95
const LEAST_RATE = 40_000

export class ReportEstimate {
  #rate = Infinity
  #loss = 0
  #cutAt = -Infinity
  #cutBy: 'link' | 'loss' = 'loss'

  /** A report on one of our lines, about once a second; `lost` 0 to 1, `sent` in bits per second since the last. */
  onReport(lost: number, sent: number, now: number): void {
    // One small sample is half believed: two of fifty packets are no congestion.
    this.#loss = lost > SEVERE ? lost : (this.#loss + lost) / 2
    if (this.#loss > HIGH) this.#cut(Math.min(this.#rate, sent) * (this.#loss > SEVERE ? 0.6 : 1 - this.#loss / 2), 'loss', now)
    else if (this.#loss < CALM && now - this.#cutAt > ONE_FLIGHT) this.#rate *= GROWTH
  }

  /** The player's own estimate, bits per second. */
  onRemb(estimate: number, sent: number, now: number): void {
    if (estimate < REMB_BELOW * sent) this.#cut(Math.min(this.#rate, estimate), 'link', now)
  }

  #cut(rate: number, by: 'link' | 'loss', now: number): void {
    this.#loss = 0
    if (now - this.#cutAt < ONE_FLIGHT) return
    this.#rate = Math.max(LEAST_RATE, rate)
    this.#cutAt = now
    this.#cutBy = by
  }

  /** Infinity while nothing speaks against it. */
  get bitsPerSecond(): number {
    return this.#rate
  }

  get cutBy(): 'link' | 'loss' {
    return this.#cutBy
  }
}
