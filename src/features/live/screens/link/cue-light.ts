import type { Micros } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { FlashCap } from '../../rules/flash-cap.ts'

/** What of a window shows frames. */
export type FrameSource = {
  /** Calls back before the next frame, with its start in milliseconds of the page's clock. */
  requestAnimationFrame(draw: (frameMs: number) => void): number
}

export type CueLightDeps = {
  /** Where the light falls: the element at or above the page's screen. */
  readonly element: () => Element | null
  readonly frames: FrameSource
  readonly timers: Timers
  readonly now: () => Micros
}

/** The light stands this long, then falls once (the fall's length is the style sheet's). */
const STANDS_MS = 150
const FALLS_MS = 700
/** Frames are watched this long before the instant; until then a timer waits. */
const WATCH_MS = 60
/** Without a frame for this long the page is not seen, and there is no light. */
const UNSEEN_MS = 400
const USUAL_FRAME_MS = 1000 / 60

/**
 * Turns the light up at an instant: `is-cue` on the element, then `cue-fall`, then neither.
 *
 * 1. The cap on rises is asked before each, here and nowhere else; what it refuses stays dark.
 * 2. It rises with the frame that is shown nearest to the instant, and with none that the cap forbids.
 */
export class CueLight {
  readonly #deps: CueLightDeps
  readonly #cap = new FlashCap()
  #frameMs = USUAL_FRAME_MS
  #callOffFall: (() => void) | undefined

  constructor(deps: CueLightDeps) {
    this.#deps = deps
  }

  /** The least time this needs between hearing of an instant and showing it. */
  get needMs(): number {
    return this.#frameMs
  }

  /**
   * Rises at `at` (local), or as soon as may be. Resolves with the local time of the frame that
   * showed it; undefined when the cap forbids it or no frame is shown.
   */
  async rise(at: Micros): Promise<Micros | undefined> {
    const { now, timers } = this.#deps
    const earliest = this.#cap.earliest
    const allowed = this.#cap.rise(at, now())
    if (allowed === undefined) return undefined
    const wait = (allowed - now()) / 1000 - WATCH_MS
    if (wait > 0) await new Promise<void>((resolve) => void timers.after(wait, resolve))
    const shown = await this.#watch(allowed / 1000, earliest / 1000)
    if (shown !== undefined) this.#cap.shown(shown)
    return shown
  }

  #watch(atMs: number, earliestMs: number): Promise<Micros | undefined> {
    const { frames, timers } = this.#deps
    return new Promise((resolve) => {
      let last: number | undefined
      let isOver = false
      const giveUp = timers.after(Math.max(0, atMs - this.#deps.now() / 1000) + UNSEEN_MS, () => {
        isOver = true
        resolve(undefined)
      })
      const draw = (frame: number): void => {
        if (isOver) return
        if (last !== undefined) this.#measure(frame - last)
        last = frame
        // What is drawn now is on the screen one frame later: is that nearer to the instant than the next will be?
        if (frame + this.#frameMs < Math.max(atMs - this.#frameMs / 2, earliestMs)) {
          frames.requestAnimationFrame(draw)
          return
        }
        this.#show()
        frames.requestAnimationFrame((shown) => {
          if (isOver) return
          giveUp()
          resolve(shown * 1000)
        })
      }
      frames.requestAnimationFrame(draw)
    })
  }

  #measure(frameMs: number): void {
    // A frame that was missed is not a slower screen.
    if (frameMs > 3 && frameMs < 40) this.#frameMs += (frameMs - this.#frameMs) / 8
  }

  #show(): void {
    this.#callOffFall?.()
    const classes = this.#deps.element()?.classList
    classes?.remove('cue-fall')
    classes?.add('is-cue')
    this.#callOffFall = this.#deps.timers.after(STANDS_MS, () => {
      classes?.remove('is-cue')
      classes?.add('cue-fall')
      this.#callOffFall = this.#deps.timers.after(FALLS_MS, () => classes?.remove('cue-fall'))
    })
  }
}
