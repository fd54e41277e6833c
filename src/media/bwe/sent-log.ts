import { MICROS_PER_SECOND } from '../sfu/clock.ts'

/** What kind of packet was sent; a byte in {@link SentLog}. */
export const SENT = { audio: 0, video: 1, repeat: 2, padding: 3 } as const
export type SentKind = (typeof SENT)[keyof typeof SENT]

/** At 2 Mbit/s these are 15 s; feedback that comes later says nothing any more. A power of two. */
const CAPACITY = 4096
const MASK = CAPACITY - 1
/** SRTP's tag and the headers of UDP and IPv4, which a bottleneck counts and a packet's buffer does not hold. */
export const WIRE_OVERHEAD = 44

/**
 * What was sent to one subscriber, by transport-wide sequence number. One record is a few numbers in
 * typed arrays: this is written once for each packet and subscriber, and allocates nothing.
 */
export class SentLog {
  readonly #sentAt = new Float64Array(CAPACITY)
  readonly #sizes = new Uint16Array(CAPACITY)
  readonly #probes = new Uint16Array(CAPACITY)
  /** 1 while nothing was heard of the packet. */
  readonly #pending = new Uint8Array(CAPACITY)
  readonly #kindBytes = new Float64Array(4)
  #next = 0

  /** Notes a packet that leaves now and returns its number, 16 bits. `size` without {@link WIRE_OVERHEAD}; `probe` 0 is none. */
  record(size: number, kind: SentKind, probe: number, now: number): number {
    const slot = this.#next & MASK
    this.#sentAt[slot] = now
    this.#sizes[slot] = size + WIRE_OVERHEAD
    this.#probes[slot] = probe
    this.#pending[slot] = 1
    this.#kindBytes[kind] = (this.#kindBytes[kind] ?? 0) + size + WIRE_OVERHEAD
    return this.#next++ & 0xffff
  }

  /** The record a 16-bit number speaks of, unrolled; -1 when it is forgotten, was never sent, or was reported before. */
  take(sequence: number): number {
    const number = this.#next - 1 - ((this.#next - 1 - sequence) & 0xffff)
    if (number < 0 || number < this.#next - CAPACITY || this.#pending[number & MASK] === 0) return -1
    this.#pending[number & MASK] = 0
    return number
  }

  /** The number of the next packet, unrolled. */
  get next(): number {
    return this.#next
  }

  /** When a packet left, microseconds. */
  sentAt(number: number): number {
    return this.#sentAt[number & MASK] ?? 0
  }

  /** Bytes on the wire. */
  sizeOf(number: number): number {
    return this.#sizes[number & MASK] ?? 0
  }

  probeOf(number: number): number {
    return this.#probes[number & MASK] ?? 0
  }

  /** Bytes of a kind sent since the beginning. */
  bytesOf(kind: SentKind): number {
    return this.#kindBytes[kind] ?? 0
  }
}

/** The rate of one kind over about the last second, bits per second; read at least every second. */
export class KindRate {
  readonly #log: SentLog
  readonly #kind: SentKind
  #bytes = 0
  #since: number | undefined
  #bitsPerSecond = 0

  constructor(log: SentLog, kind: SentKind) {
    this.#log = log
    this.#kind = kind
  }

  /** Every 50 ms or so. */
  roll(now: number): void {
    if (this.#since === undefined) {
      this.#since = now
      return
    }
    const passed = now - this.#since
    if (passed < MICROS_PER_SECOND / 4) return
    const bytes = this.#log.bytesOf(this.#kind)
    const measured = ((bytes - this.#bytes) * 8 * MICROS_PER_SECOND) / passed
    // A second's memory; the first measurement stands for itself.
    this.#bitsPerSecond += (measured - this.#bitsPerSecond) * (this.#bitsPerSecond === 0 ? 1 : Math.min(1, passed / MICROS_PER_SECOND))
    this.#bytes = bytes
    this.#since = now
  }

  get bitsPerSecond(): number {
    return this.#bitsPerSecond
  }
}
