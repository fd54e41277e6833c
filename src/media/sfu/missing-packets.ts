/** Packets of one incoming stream that have not come, and when to ask for them again. */

const RETRY_AFTER = 40_000
const MOST_TRIES = 8
/** Further back than this, nobody waits for them any more. */
const OLDEST = 400
/** A larger gap is an outage: a keyframe serves better than so many retransmissions. */
const LARGEST_GAP = 200

export class MissingPackets {
  readonly #missing = new Map<number, { tries: number; retryAt: number }>()
  #highest = -1

  /** Notes a packet (unrolled); returns what it means. */
  onPacket(sequence: number): 'in-order' | 'gap' | 'outage' | 'late' | 'duplicate' {
    const gap = sequence - this.#highest
    if (this.#highest < 0 || gap === 1) {
      this.#highest = sequence
      return 'in-order'
    }
    if (gap <= 0) return this.#missing.delete(sequence) ? 'late' : 'duplicate'
    const from = this.#highest + 1
    this.#highest = sequence
    if (gap > LARGEST_GAP) {
      this.#missing.clear()
      return 'outage'
    }
    for (let lost = from; lost < sequence; lost += 1) this.#missing.set(lost, { tries: 0, retryAt: 0 })
    this.#forgetOldest()
    return 'gap'
  }

  /** Streams without retransmission never ask; their losses must not pile up either. */
  #forgetOldest(): void {
    for (const sequence of this.#missing.keys()) {
      if (this.#missing.size <= OLDEST) return
      this.#missing.delete(sequence)
    }
  }

  /** The 16-bit sequence numbers to ask for now, ascending. */
  due(now: number): number[] {
    const due: number[] = []
    for (const [sequence, ask] of this.#missing) {
      if (ask.tries >= MOST_TRIES || this.#highest - sequence > OLDEST) {
        this.#missing.delete(sequence)
        continue
      }
      if (ask.retryAt > now) continue
      ask.tries += 1
      ask.retryAt = now + RETRY_AFTER
      due.push(sequence & 0xffff)
    }
    return due
  }

  get size(): number {
    return this.#missing.size
  }
}
