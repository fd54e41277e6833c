import type { Micros } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../ui/timers.ts'

/** What of a window shows frames. */
export type FrameSource = {
  /** Calls back before the next frame, with its start in milliseconds of the page's clock. */
  requestAnimationFrame(draw: (frameMs: number) => void): number
}

export type FrameDeps = { readonly frames: FrameSource; readonly timers: Timers; readonly now: () => Micros }

/** Frames are watched this long before the instant; until then a timer waits. */
const WATCH_MS = 60
/** Without a frame for this long the page is not seen. */
const UNSEEN_MS = 400
const USUAL_FRAME_MS = 1000 / 60

/** Draws with the frame that is shown nearest to an instant, and learns how long this screen's frames are. */
export class FrameAt {
  readonly #deps: FrameDeps
  #frameMs = USUAL_FRAME_MS

  constructor(deps: FrameDeps) {
    this.#deps = deps
  }

  /** The least time this needs between hearing of an instant and showing it. Milliseconds. */
  get needMs(): number {
    return this.#frameMs
  }

  /**
   * Draws for `at` (local), or as soon as may be, but in no frame shown before `earliest`. Resolves
   * with the local time of the frame that showed it; undefined when no frame is shown.
   */
  async draw(at: Micros, draw: () => void, earliest: Micros = -Infinity): Promise<Micros | undefined> {
    const { now, timers } = this.#deps
    const wait = (at - now()) / 1000 - WATCH_MS
    if (wait > 0) await new Promise<void>((resolve) => void timers.after(wait, resolve))
    return this.#watch(at / 1000, earliest / 1000, draw)
  }

  #watch(atMs: number, earliestMs: number, drawIt: () => void): Promise<Micros | undefined> {
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
        drawIt()
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
}
