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

/**
 * The last packets placed on one outgoing stream, by outgoing sequence number. The packets' bytes are
 * shared by all receivers. Columns instead of records: what follows each other lies in one cache line,
 * and nothing is allocated, where records cost each receiver four lines that were cold every time.
 */
export class PacketHistory {
  readonly #packets: Array<MediaPacket | undefined>
  /** Unrolled numbers outgrow 32 bits; 0 is none. */
  readonly #sequences: Float64Array
  readonly #timestamps: Uint32Array
  readonly #markers: Uint8Array
  readonly #repeatedAt: Float64Array
  readonly #mask: number

  /** `capacity` must be a power of two. */
  constructor(capacity: number) {
    this.#packets = new Array<MediaPacket | undefined>(capacity).fill(undefined)
    this.#sequences = new Float64Array(capacity)
    this.#timestamps = new Uint32Array(capacity)
    this.#markers = new Uint8Array(capacity)
    this.#repeatedAt = new Float64Array(capacity)
    this.#mask = capacity - 1
  }

  put(sequence: number, packet: MediaPacket, timestamp: number, marker: boolean): void {
    const slot = sequence & this.#mask
    // Too late to be of use, and its slot belongs to a newer one by now.
    if ((this.#sequences[slot] ?? 0) > sequence) return
    this.#packets[slot] = packet
    this.#sequences[slot] = sequence
    this.#timestamps[slot] = timestamp
    this.#markers[slot] = marker ? 1 : 0
    this.#repeatedAt[slot] = -Infinity
  }

  get(sequence: number): Placed | undefined {
    const slot = sequence & this.#mask
    const packet = this.#packets[slot]
    if (!packet || this.#sequences[slot] !== sequence) return undefined
    return {
      packet, sequence, timestamp: this.#timestamps[slot] ?? 0, marker: this.#markers[slot] === 1,
      repeatedAt: this.#repeatedAt[slot] ?? -Infinity,
    }
  }

  noteRepeated(sequence: number, now: number): void {
    const slot = sequence & this.#mask
    if (this.#sequences[slot] === sequence) this.#repeatedAt[slot] = now
  }

  /** Forgets the packets from `first` to `last`. */
  drop(first: number, last: number): void {
    for (let sequence = Math.max(first, last - this.#mask); sequence <= last; sequence += 1) {
      const slot = sequence & this.#mask
      if (this.#sequences[slot] === sequence) this.#forget(slot)
    }
  }

  #forget(slot: number): void {
    this.#packets[slot] = undefined
    this.#sequences[slot] = 0
  }

  /** Lets all packets go, so that a silent line does not hold their memory. */
  clear(): void {
    this.#packets.fill(undefined)
    this.#sequences.fill(0)
  }
}
