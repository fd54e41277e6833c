import type { MediaPacket } from '../rtp/packet.ts'

/** A packet as one receiver gets it. */
export type Placed = {
  packet: MediaPacket
  sequence: number
  timestamp: number
  marker: boolean
  /** When it was last repeated, microseconds; -Infinity while it never was. */
  repeatedAt: number
}

/**
 * The last packets placed on one outgoing stream, by outgoing sequence number. Slots are reused; the
 * packets' bytes are shared by all receivers.
 */
export class PacketHistory {
  readonly #slots: Array<Placed | undefined>
  readonly #mask: number

  /** `capacity` must be a power of two. */
  constructor(capacity: number) {
    this.#slots = new Array<Placed | undefined>(capacity).fill(undefined)
    this.#mask = capacity - 1
  }

  put(sequence: number, packet: MediaPacket, timestamp: number, marker: boolean): void {
    const slot = this.#slots[sequence & this.#mask]
    if (!slot) {
      this.#slots[sequence & this.#mask] = { packet, sequence, timestamp, marker, repeatedAt: -Infinity }
      return
    }
    // Too late to be of use, and its slot belongs to a newer one by now.
    if (slot.sequence > sequence) return
    slot.packet = packet
    slot.sequence = sequence
    slot.timestamp = timestamp
    slot.marker = marker
    slot.repeatedAt = -Infinity
  }

  get(sequence: number): Placed | undefined {
    const slot = this.#slots[sequence & this.#mask]
    return slot?.sequence === sequence ? slot : undefined
  }

  /** Forgets the packets from `first` to `last`. */
  drop(first: number, last: number): void {
    for (let sequence = Math.max(first, last - this.#mask); sequence <= last; sequence += 1) {
      if (this.get(sequence)) this.#slots[sequence & this.#mask] = undefined
    }
  }

  /** Lets all packets go, so that a silent line does not hold their memory. */
  clear(): void {
    this.#slots.fill(undefined)
  }
}
