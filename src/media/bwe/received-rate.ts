import { MICROS_PER_SECOND } from '../sfu/clock.ts'

/** A packet that waited longer than this found others before it. Below it is noise of timers and radio. */
const QUEUED = 8_000
const CAPACITY = 512
const MASK = CAPACITY - 1
/** The newest of a busy period counts: what the link does now. */
const BUSY_LEAST = 40_000
const BUSY_MOST = 400_000
const BUSY_PACKETS = 4
/** Over less, one burst would count as a rate. */
const LEAST_SPAN = 300_000

/**
 * How fast packets came out at the far end, by the receiver's own clock. A *busy period* is a run of packets of
 * which each had to wait: during it the bottleneck never idled, so what came out is what the link carries,
 * however little was sent before.
 */
export class ReceivedRate {
  readonly #at = new Float64Array(CAPACITY)
  readonly #bytes = new Float64Array(CAPACITY)
  #count = 0
  #busySince = 0
  #first = 0

  /** In the order of arrival; `waited` is the queueing delay. Microseconds. */
  add(at: number, bytes: number, waited: number): void {
    const last = this.#count > 0 ? (this.#at[(this.#count - 1) & MASK] ?? 0) : -Infinity
    // Overtaken on the way: it came out with the one that overtook it, as far as a rate can tell.
    this.#at[this.#count & MASK] = Math.max(at, last)
    this.#bytes[this.#count & MASK] = bytes
    this.#count += 1
    if (waited <= QUEUED) this.#busySince = this.#count
  }

  /** What arrived until now says nothing of what arrives from now on: the path changed. */
  begin(): void {
    this.#first = this.#count
  }

  /** Bits per second over the last `span` microseconds before the last arrival, or since {@link begin} when that is shorter; undefined when it is too short to tell. */
  over(span: number): number | undefined {
    if (this.#count - this.#first < 2) return undefined
    const passed = (this.#at[(this.#count - 1) & MASK] ?? 0) - (this.#at[Math.max(this.#first, this.#count - CAPACITY) & MASK] ?? 0)
    return passed < LEAST_SPAN ? undefined : this.#rate(this.#first, span, Math.min(span, passed))
  }

  /** Bits per second while a queue stood, undefined when none did for long enough to tell. */
  busy(): number | undefined {
    if (this.#count - this.#busySince < BUSY_PACKETS) return undefined
    const rate = this.#rate(this.#busySince, BUSY_MOST, 0)
    return rate > 0 ? rate : undefined
  }

  /** From arrival `first` on, at most `span` back; over `span` where that is given, else over what passed. */
  #rate(first: number, most: number, span: number): number {
    const last = this.#count - 1
    if (last < 0) return 0
    const end = this.#at[last & MASK] ?? 0
    let bytes = 0
    let start = end
    // The first packet of the stretch only says when it began.
    for (let index = last; index > Math.max(first, last - MASK) && end - (this.#at[index & MASK] ?? 0) < most; index -= 1) {
      bytes += this.#bytes[index & MASK] ?? 0
      start = this.#at[(index - 1) & MASK] ?? 0
    }
    const passed = span > 0 ? span : end - start
    if (span === 0 && passed < BUSY_LEAST) return 0
    return passed > 0 ? (bytes * 8 * MICROS_PER_SECOND) / passed : 0
  }
}
