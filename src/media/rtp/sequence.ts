/** Sequence numbers and timestamps wrap; here they are unrolled so that the rest can compare them as numbers. */

/** The signed distance from `from` to `to`, both 16-bit sequence numbers: -32768 to 32767. */
export function sequenceDistance(from: number, to: number): number {
  return ((to - from) << 16) >> 16
}

/** The signed distance from `from` to `to`, both 32-bit RTP timestamps. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0
}

/** Unrolls 16-bit sequence numbers. The first comes out one cycle up, so that earlier ones stay positive. */
export class SequenceUnroller {
  #highest = -1

  /** The unrolled number nearest to the highest seen. */
  unroll(sequence: number): number {
    const unrolled = this.near(sequence)
    if (unrolled > this.#highest) this.#highest = unrolled
    return unrolled
  }

  /** As {@link unroll}, leaving the state alone. */
  near(sequence: number): number {
    if (this.#highest < 0) return sequence + 0x1_0000
    const unrolled = this.#highest + sequenceDistance(this.#highest & 0xffff, sequence)
    return unrolled < 0 ? unrolled + 0x1_0000 : unrolled
  }

  /** -1 before the first. */
  get highest(): number {
    return this.#highest
  }
}

/** Unrolls 32-bit RTP timestamps, in ticks. */
export class TimestampUnroller {
  #highest = -1

  unroll(timestamp: number): number {
    const unrolled = this.near(timestamp)
    if (unrolled > this.#highest) this.#highest = unrolled
    return unrolled
  }

  /** As {@link unroll}, leaving the state alone. */
  near(timestamp: number): number {
    if (this.#highest < 0) return timestamp + 0x1_0000_0000
    return this.#highest + timestampDistance(this.#highest % 0x1_0000_0000, timestamp)
  }
}
