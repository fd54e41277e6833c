import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'

/** What of a receiver's statistics is looked at. Counts only grow within one session. */
export type ReceivedCounts = {
  readonly framesDecoded: number
  readonly videoPackets: number
  readonly audioPackets: number
  readonly frameWidth: number
  /** Between packets of the programme's sound, as the browser smooths it (RFC 3550); null before there is any. */
  readonly jitterMs: number | null
}
const NOTHING: ReceivedCounts = { framesDecoded: 0, videoPackets: 0, audioPackets: 0, frameWidth: 0, jitterMs: null }

/** Nothing for this long is a standstill a person sees. */
const STALLED_MS = 1800
/** Still pictures come every two to four seconds; one may get lost. */
const STILL_STALLED_MS = 9000
/** The next smaller picture of a source has half its width; a guest's is three quarters of a teacher's. */
const SMALLER = 0.7
/** Packets without a decoded frame for this long: no decoder. */
const UNDECODABLE_MS = 5000

/**
 * Whether picture and sound move. Only progress counts: a connection that is open and silent is as
 * good as none.
 */
export class MediaProgress {
  #counts = NOTHING
  #frameAt: Micros | undefined
  #videoAt: Micros | undefined
  #audioAt: Micros | undefined
  #videoSince: Micros | undefined
  #beganAt: Micros = 0
  #expectedSince: Micros | undefined
  #widest = 0

  /** A new session starts its counts at zero. */
  sessionBegan(now: Micros): void {
    this.#counts = NOTHING
    this.#videoSince = undefined
    this.#beganAt = now
  }

  /** Whether anything is to come at all: the programme has it and the seat wants it. */
  expect(expected: boolean, now: Micros): void {
    if (!expected) this.#expectedSince = undefined
    else this.#expectedSince ??= now
  }

  take(counts: ReceivedCounts, now: Micros): void {
    const before = this.#counts
    if (counts.framesDecoded > before.framesDecoded) this.#frameAt = now
    if (counts.audioPackets > before.audioPackets) this.#audioAt = now
    if (counts.videoPackets > before.videoPackets) {
      this.#videoAt = now
      this.#videoSince ??= now
    }
    this.#widest = Math.max(this.#widest, counts.frameWidth)
    this.#counts = counts
  }

  /** `still`: the box sends single pictures now. */
  picture(now: Micros, still = false): 'arriving' | 'playing' | 'stalled' {
    if (this.#frameAt === undefined) return 'arriving'
    return within(this.#frameAt, now, still ? STILL_STALLED_MS : STALLED_MS) ? 'playing' : 'stalled'
  }

  /** Picture or sound last moved, in this session or an earlier one. */
  get movedAt(): Micros | undefined {
    const moved = [this.#frameAt, this.#audioAt].filter((at) => at !== undefined)
    return moved.length === 0 ? undefined : Math.max(...moved)
  }

  get jitterMs(): number | null {
    return this.#counts.jitterMs
  }

  sound(now: Micros): 'arriving' | 'playing' {
    return this.#audioAt !== undefined && within(this.#audioAt, now, STALLED_MS) ? 'playing' : 'arriving'
  }

  /** Much smaller than it has been: what the link carries now. */
  get small(): boolean {
    return this.#counts.frameWidth > 0 && this.#counts.frameWidth < this.#widest * SMALLER
  }

  undecodable(now: Micros): boolean {
    const since = this.#videoSince
    return since !== undefined && this.#counts.framesDecoded === 0 && !within(since, now, UNDECODABLE_MS) && this.#videoAt !== undefined && within(this.#videoAt, now, STALLED_MS)
  }

  /** For how long neither has moved though something should, in this session. */
  silentMs(now: Micros): number {
    if (this.#expectedSince === undefined) return 0
    const last = Math.max(this.#beganAt, this.#expectedSince, this.#videoAt ?? 0, this.#audioAt ?? 0)
    return Math.max(0, now - last) / MICROS_PER_MS
  }
}

function within(at: Micros, now: Micros, ms: number): boolean {
  return now - at <= ms * MICROS_PER_MS
}

/** Sums a statistics report over its receivers. */
export function receivedCounts(report: Iterable<readonly [string, unknown]>): ReceivedCounts {
  let [framesDecoded, videoPackets, audioPackets, frameWidth, most] = [0, 0, 0, 0, 0]
  let jitterMs: number | null = null
  for (const [, entry] of report) {
    const stat = entry as Partial<RTCInboundRtpStreamStats>
    if (stat.type !== 'inbound-rtp') continue
    const packets = stat.packetsReceived ?? 0
    if (stat.kind === 'audio') {
      audioPackets += packets
      // Of the lines of sound the programme's is the one that never rests.
      if (packets > most && stat.jitter !== undefined) [most, jitterMs] = [packets, Math.round(stat.jitter * 10_000) / 10]
    }
    if (stat.kind !== 'video') continue
    framesDecoded += stat.framesDecoded ?? 0
    videoPackets += packets
    frameWidth = Math.max(frameWidth, stat.frameWidth ?? 0)
  }
  return { framesDecoded, videoPackets, audioPackets, frameWidth, jitterMs }
}
