import { type HubTime, type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'

/** `capture`: the instant the frame was taken; `arrival`: when it reached the box, where the publisher's clock is unknown. */
export type AnchorQuality = 'capture' | 'arrival'

/** Ties an RTP timestamp to the shared clock: the frame with `rtp` was taken (or arrived) at `at`. */
export type RtpAnchor = { readonly rtp: number; readonly at: HubTime; readonly quality: AnchorQuality }

export type FrameLatency = { readonly ms: number; readonly quality: AnchorQuality }

/** The RTP clock of every video codec, ticks per second. */
export const VIDEO_CLOCK_RATE = 90_000
/** An anchor older than this says too little: the publisher's clock drifts and its timestamps may restart. */
const ANCHOR_LIFE: Micros = 10 * MICROS_PER_SECOND
const LONGEST_MS = 60_000

/**
 * From capture to presented frame, from the RTP timestamp that a browser reports of a frame.
 *
 * 1. Timestamps wrap at 2^32; any two frames within 6.6 hours of each other are told apart rightly.
 * 2. Nothing is said without a recent anchor, nor when the answer would be negative or over a minute
 *    (then timestamps restarted and the next anchor mends it).
 * 3. An anchor of capture is kept against one of arrival as long as it is recent.
 */
export class FrameClock {
  readonly #rate: number
  #anchor: RtpAnchor | undefined

  constructor(rate: number = VIDEO_CLOCK_RATE) {
    this.#rate = rate
  }

  anchor(anchor: RtpAnchor): void {
    const held = this.#anchor
    const keeps = held?.quality === 'capture' && anchor.quality === 'arrival' && anchor.at - held.at < ANCHOR_LIFE
    if (!keeps) this.#anchor = anchor
  }

  forget(): void {
    this.#anchor = undefined
  }

  /** When the frame with this timestamp was taken. */
  takenAt(rtp: number): HubTime | undefined {
    const anchor = this.#anchor
    if (!anchor) return undefined
    // `| 0` reads the 32-bit difference as signed, so a frame before the anchor comes out negative.
    const ticks = (rtp - anchor.rtp) | 0
    return Math.round(anchor.at + (ticks * MICROS_PER_SECOND) / this.#rate) as HubTime
  }

  latency(rtp: number, presentedAt: HubTime): FrameLatency | undefined {
    const anchor = this.#anchor
    const takenAt = this.takenAt(rtp)
    if (!anchor || takenAt === undefined || presentedAt - anchor.at > ANCHOR_LIFE) return undefined
    const ms = (presentedAt - takenAt) / MICROS_PER_MS
    return ms >= 0 && ms <= LONGEST_MS ? { ms, quality: anchor.quality } : undefined
  }
}
