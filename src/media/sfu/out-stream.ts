import type { MediaPacket } from '../rtp/packet.ts'
import { timestampDistance } from '../rtp/sequence.ts'
import { PacketHistory } from './packet-history.ts'

/**
 * One outgoing RTP stream made of stretches of incoming ones. A *stretch* is what is forwarded from
 * one source without a break; at its start, offsets are fixed that carry sequence numbers and
 * timestamps on from the stretch before.
 *
 * Invariants:
 * 1. Sequence numbers of stretches follow each other without a gap: the first of a stretch is one
 *    above the highest before it. Within a stretch, a gap is a packet the source lost.
 * 2. A packet from before its stretch never leaves, however late it comes.
 * 3. Timestamps never go back between stretches, and advance by what passed on the hub's clock.
 */
export class OutStream {
  readonly ssrc: number
  readonly history: PacketHistory
  readonly #clockRate: number
  /** The least a timestamp advances between stretches, in ticks. */
  readonly #leastStep: number
  #sequenceOffset = 0
  #timestampOffset = 0
  #stretchSourceStart = Infinity
  #stretchStart = 0
  #highest: number
  #lastTimestamp: number
  /** NaN before there was any: a field that is always a number is written in place. */
  #lastHubTime = NaN
  packets = 0
  octets = 0

  /** `start` is the sequence number (16 bits) before the first, `timestamp` a random first timestamp. */
  constructor(options: { ssrc: number; clockRate: number; leastStep: number; history: number; start: number; timestamp: number }) {
    this.ssrc = options.ssrc
    this.history = new PacketHistory(options.history)
    this.#clockRate = options.clockRate
    this.#leastStep = options.leastStep
    // One cycle up, so that nothing becomes negative.
    this.#highest = options.start + 0x1_0000
    this.#lastTimestamp = options.timestamp
  }

  /** Starts a stretch with `packet`. */
  begin(packet: MediaPacket): void {
    const { hubTime } = packet
    const passed = Number.isNaN(this.#lastHubTime) ? 0 : ((hubTime - this.#lastHubTime) / 1_000_000) * this.#clockRate
    const timestamp = this.#lastTimestamp + Math.max(this.#leastStep, Math.round(passed))
    this.#timestampOffset = timestamp - packet.timestamp
    this.#sequenceOffset = this.#highest + 1 - packet.sequence
    this.#stretchSourceStart = packet.sequence
    this.#stretchStart = this.#highest + 1
    this.#lastHubTime = hubTime
    this.#lastTimestamp = timestamp >>> 0
  }

  /**
   * Gives a packet of the current stretch its place and keeps it for retransmission. Returns its
   * outgoing sequence number, unrolled, or -1 when it belongs before the stretch (invariant 2).
   */
  place(packet: MediaPacket, marker: boolean): number {
    if (packet.sequence < this.#stretchSourceStart) return -1
    const sequence = packet.sequence + this.#sequenceOffset
    const timestamp = (packet.timestamp + this.#timestampOffset) >>> 0
    if (sequence > this.#highest) {
      this.#highest = sequence
      this.#lastTimestamp = timestamp
      this.#lastHubTime = packet.hubTime
    }
    this.history.put(sequence, packet, timestamp, marker)
    return sequence
  }

  /**
   * Takes back what was placed above `highest` and never sent, so that the next stretch follows it
   * (invariant 1). `lastTimestamp` is the outgoing timestamp of the last packet that stays.
   */
  rewind(highest: number, lastTimestamp: number): void {
    this.history.drop(highest + 1, this.#highest)
    this.#lastHubTime -= (timestampDistance(lastTimestamp, this.#lastTimestamp) / this.#clockRate) * 1_000_000
    this.#highest = highest
    this.#lastTimestamp = lastTimestamp
  }

  count(bytes: number): void {
    this.packets += 1
    this.octets += bytes
  }

  /** The highest outgoing sequence number placed, unrolled. */
  get highest(): number {
    return this.#highest
  }

  get stretchStart(): number {
    return this.#stretchStart
  }

  get lastTimestamp(): number {
    return this.#lastTimestamp
  }

  /** The outgoing timestamp of the moment `at`, and undefined before anything was placed. */
  timestampAt(at: number): number | undefined {
    if (Number.isNaN(this.#lastHubTime)) return undefined
    return (this.#lastTimestamp + Math.round(((at - this.#lastHubTime) / 1_000_000) * this.#clockRate)) >>> 0
  }

  get lastHubTime(): number | undefined {
    return Number.isNaN(this.#lastHubTime) ? undefined : this.#lastHubTime
  }

  /** Unrolls a 16-bit sequence number that a receiver speaks of: the nearest not above the highest. */
  unroll(sequence: number): number {
    return this.#highest - ((this.#highest - sequence) & 0xffff)
  }
}
