import { Histogram } from '../../features/live/rules/histogram.ts'

/** Longer than this between two whole pictures, and a person sees a standstill. */
const FREEZE_MS = 500

export type Kind = 'audio' | 'video'
type Packet = { readonly atMs: number; readonly sentMs: number | undefined; readonly endsFrame: boolean }

/** What one stretch of a rehearsal measured of all learners together, milliseconds. What counts in a stretch counts in the one it is part of. */
export class MediaFigures {
  readonly audio = new Histogram()
  readonly video = new Histogram()
  /** Between whole pictures, each longer than half a second. */
  readonly freezes = new Histogram()
  readonly #whole: MediaFigures | undefined

  constructor(whole?: MediaFigures) {
    this.#whole = whole
  }

  add(kind: Kind | 'freezes', ms: number): void {
    this[kind].add(ms)
    this.#whole?.add(kind, ms)
  }
}

/**
 * Measures the sound and picture that one learner gets: the time from the making of each packet until
 * it is there, retransmitted ones included, and standstills. What decoding and playing add is not in it.
 */
export class MediaMeter {
  #figures: MediaFigures
  #also: MediaFigures | undefined
  #frameAtMs: number | undefined
  #paused = true
  #recent: number[] = []
  lastAudioMs: number | undefined
  lastVideoMs: number | undefined

  constructor(figures: MediaFigures) {
    this.#figures = figures
  }

  /** From now on what comes counts there, and in `also`. */
  countInto(figures: MediaFigures, also?: MediaFigures): void {
    this.#figures = figures
    this.#also = also
  }

  note(kind: Kind, { atMs, sentMs, endsFrame }: Packet): void {
    if (kind === 'audio') this.lastAudioMs = atMs
    else this.lastVideoMs = atMs
    if (sentMs !== undefined) {
      this.#figures.add(kind, atMs - sentMs)
      this.#also?.add(kind, atMs - sentMs)
    }
    if (kind === 'video' && endsFrame) this.#noteFrame(atMs, sentMs)
  }

  /** Pictures are not meant to come now, so that their absence is no standstill. */
  pausePicture(): void {
    this.#paused = true
  }

  /** Delays of whole pictures since the last time, the newest last. */
  takeRecent(): number[] {
    return this.#recent.splice(0)
  }

  #noteFrame(atMs: number, sentMs: number | undefined): void {
    const before = this.#frameAtMs
    this.#frameAtMs = atMs
    if (sentMs !== undefined && this.#recent.push(Math.max(0, atMs - sentMs)) > 16) this.#recent.shift()
    if (!this.#paused && before !== undefined && atMs - before > FREEZE_MS) this.#figures.add('freezes', atMs - before)
    this.#paused = false
  }
}
