import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { ClockEstimator } from '../../rules/clock/clock.ts'
import { FrameClock, type RtpAnchor } from '../../rules/clock/frame-clock.ts'

const DELAYS_KEPT = 64

/**
 * Measures capture (or arrival at the box) to presented frame, frame by frame, where the browser tells of
 * each: the time at which the frame was to be seen, on the shared clock, less its anchor's.
 */
export class FrameWatch {
  readonly #clock: Pick<ClockEstimator, 'toHub'>
  readonly #frames = new FrameClock()
  readonly #onFrame: () => void
  #delays: number[] = []
  #video: HTMLVideoElement | undefined

  constructor(clock: Pick<ClockEstimator, 'toHub'>, onFrame: () => void) {
    this.#clock = clock
    this.#onFrame = onFrame
  }

  anchor(anchor: RtpAnchor): void {
    this.#frames.anchor(anchor)
  }

  /** Timestamps start anew with each session. */
  sessionBegan(): void {
    this.#frames.forget()
  }

  follow(video: HTMLVideoElement | undefined): void {
    this.#video = video
    if (video && 'requestVideoFrameCallback' in video) this.#next(video)
  }

  /** Milliseconds of the frames since the last call, at most {@link DELAYS_KEPT}; null when there were none. */
  take(): number[] | null {
    const delays = this.#delays
    this.#delays = []
    return delays.length === 0 ? null : delays
  }

  #next(video: HTMLVideoElement): void {
    video.requestVideoFrameCallback((_, frame) => {
      if (this.#video !== video) return
      this.#next(video)
      this.#onFrame()
      const shownAt = this.#clock.toHub(frame.expectedDisplayTime * MICROS_PER_MS)
      if (frame.rtpTimestamp === undefined || shownAt === undefined) return
      const latency = this.#frames.latency(frame.rtpTimestamp, shownAt)
      if (!latency) return
      this.#delays.push(Math.round(latency.ms * 10) / 10)
      if (this.#delays.length > DELAYS_KEPT) this.#delays.shift()
    })
  }
}
