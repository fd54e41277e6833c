import { MICROS_PER_SECOND } from '../sfu/clock.ts'

/** What kind of packet was sent; a byte in {@link SentLog}. */
export const SENT = { audio: 0, video: 1, repeat: 2, padding: 3 } as const
export type SentKind = (typeof SENT)[keyof typeof SENT]

/** What was heard of a packet. */
const STATE = { sent: 1, lost: 2, arrived: 3, found: 4 } as const

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
  readonly #states = new Uint8Array(CAPACITY)
  readonly #kindBytes = new Float64Array(4)
  #next = 0

  /** Notes a packet that leaves now and returns its number, 16 bits. `size` without {@link WIRE_OVERHEAD}; `probe` 0 is none. */
  record(size: number, kind: SentKind, probe: number, now: number): number {
    const slot = this.#next & MASK
    this.#sentAt[slot] = now
    this.#sizes[slot] = size + WIRE_OVERHEAD
    this.#probes[slot] = probe
    this.#states[slot] = STATE.sent
    this.#kindBytes[kind] = (this.#kindBytes[kind] ?? 0) + size + WIRE_OVERHEAD
    return this.#next++ & 0xffff
  }

  /**
   * Notes what is said of the packet with a 16-bit number. Returns its record, unrolled; -1 when it is forgotten, was never
   * sent, or nothing new is said. A packet that was lost may arrive later; see {@link wasLost}.
   */
  hear(sequence: number, arrived: boolean): number {
    const number = this.#next - 1 - ((this.#next - 1 - sequence) & 0xffff)
    if (number < 0 || number < this.#next - CAPACITY) return -1
    const slot = number & MASK
    const state = this.#states[slot]
    if (state === STATE.arrived || state === STATE.found || (state === STATE.lost && !arrived)) return -1
    this.#states[slot] = arrived ? (state === STATE.lost ? STATE.found : STATE.arrived) : STATE.lost
    return number
  }

  /** Whether a packet that arrived had counted as lost: it was overtaken. */
  wasLost(number: number): boolean {
    return this.#states[number & MASK] === STATE.found
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
