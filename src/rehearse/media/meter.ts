import { isRtcp } from './rtp-packet.ts'
import { readStamp } from './stamp.ts'

const SEQUENCES = 0x1_0000

export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number; readonly count: number }

/** Nearest-rank percentiles; all zero for no samples. */
export function percentiles(samples: readonly number[]): Percentiles {
  const sorted = Float64Array.from(samples).toSorted()
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99), max: rank(1), count: sorted.length }
}

/** Counts one stream's packets and finds gaps; retransmitted copies of what came already do not count. */
export class StreamCounter {
  #received = 0
  #first = -1
  #highest = -1
  readonly #seen = new Set<number>()

  /** False when the packet had come before. */
  note(sequence: number): boolean {
    if (this.#highest < 0) this.#first = this.#highest = sequence
    const distance = (sequence - this.#highest) & (SEQUENCES - 1)
    const extended = distance < SEQUENCES / 2 ? this.#highest + distance : this.#highest + distance - SEQUENCES
    // What is older than the first packet belongs to the time before we looked.
    if (extended < this.#first || this.#seen.has(extended)) return false
    this.#seen.add(extended)
    this.#highest = Math.max(this.#highest, extended)
    this.#received++
    return true
  }

  get received(): number {
    return this.#received
  }

  get lost(): number {
    return this.#highest < 0 ? 0 : this.#highest - this.#first + 1 - this.#received
  }
}

/** What one subscriber saw while {@link Meter.measuring}. */
export class Meter {
  measuring = false
  readonly counters = { audio: new StreamCounter(), video: new StreamCounter() }
  readonly delays: { readonly audio: number[]; readonly video: number[]; readonly plainVideo: number[] }
  #kinds: ReadonlyMap<number, 'audio' | 'video'> = new Map()
  #started = { audio: false, video: false }

  /** Several meters may share their lists of delays, which are then those of the whole audience. */
  constructor(delays: Meter['delays'] = { audio: [], video: [], plainVideo: [] }) {
    this.delays = delays
  }

  learnPayloadTypes(kinds: ReadonlyMap<number, 'audio' | 'video'>): void {
    this.#kinds = kinds
  }

  /** Has at least one packet of each kind come? */
  get flowing(): boolean {
    return this.#started.audio && this.#started.video
  }

  note(packet: Buffer, nowMs: number): void {
    if (isRtcp(packet)) return
    const kind = this.#kinds.get((packet[1] ?? 0) & 0x7f)
    const stamp = kind && readStamp(packet)
    if (!kind || !stamp) return
    this.#started[kind] = true
    if (!this.measuring || !this.counters[kind].note(packet.readUInt16BE(2))) return
    this.delays[kind].push(nowMs - stamp.sentMs)
    if (kind === 'video' && !stamp.keyframe) this.delays.plainVideo.push(nowMs - stamp.sentMs)
  }
}
