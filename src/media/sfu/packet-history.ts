import type { MediaPacket } from '../rtp/packet.ts'

/** A packet as one receiver gets it. */
export type Placed = {
  readonly packet: MediaPacket
  readonly sequence: number
  readonly timestamp: number
  readonly marker: boolean
  /** When it was last repeated, microseconds; -Infinity while it never was. */
  readonly repeatedAt: number
}

/** A record in {@link PacketHistory}'s numbers: the sequence number (0 is none), timestamp, marker, and when it was last repeated. */
const STRIDE = 4
const TIMESTAMP = 1
const MARKER = 2
const REPEATED_AT = 3

/**
 * The last packets placed on one outgoing stream, by outgoing sequence number. The packets' bytes are
 * shared by all receivers. What is each receiver's own stands in one array of numbers: packets that
 * follow each other share cache lines, and nothing is allocated, where an object for each packet cost
 * each receiver four lines that were cold every time.
 */
export class PacketHistory {
  readonly #packets: Array<MediaPacket | undefined>
  /** 64 bits, since unrolled sequence numbers outgrow 32. */
  readonly #records: Float64Array
  readonly #mask: number

  /** `capacity` must be a power of two. */
  constructor(capacity: number) {
    this.#packets = new Array<MediaPacket | undefined>(capacity).fill(undefined)
    this.#records = new Float64Array(capacity * STRIDE)
    this.#mask = capacity - 1
  }

  put(sequence: number, packet: MediaPacket, timestamp: number, marker: boolean): void {
    const slot = sequence & this.#mask
    const at = slot * STRIDE
    const records = this.#records
    // Too late to be of use, and its slot belongs to a newer one by now.
    if ((records[at] ?? 0) > sequence) return
    this.#packets[slot] = packet
    records[at] = sequence
    records[at + TIMESTAMP] = timestamp
    records[at + MARKER] = marker ? 1 : 0
    records[at + REPEATED_AT] = -Infinity
  }

  get(sequence: number): Placed | undefined {
    const slot = sequence & this.#mask
    const at = slot * STRIDE
    const records = this.#records
    const packet = this.#packets[slot]
    if (!packet || records[at] !== sequence) return undefined
    return {
      packet, sequence, timestamp: records[at + TIMESTAMP] ?? 0, marker: records[at + MARKER] === 1,
      repeatedAt: records[at + REPEATED_AT] ?? -Infinity,
    }
  }

  noteRepeated(sequence: number, now: number): void {
    const at = (sequence & this.#mask) * STRIDE
    if (this.#records[at] === sequence) this.#records[at + REPEATED_AT] = now
  }

  /** Forgets the packets from `first` to `last`. */
  drop(first: number, last: number): void {
    for (let sequence = Math.max(first, last - this.#mask); sequence <= last; sequence += 1) {
      const slot = sequence & this.#mask
      if (this.#records[slot * STRIDE] !== sequence) continue
      this.#packets[slot] = undefined
      this.#records[slot * STRIDE] = 0
    }
  }

  /** Lets all packets go, so that a silent line does not hold their memory. */
  clear(): void {
    this.#packets.fill(undefined)
    this.#records.fill(0)
  }
}
