import type { Micros } from '../../../../kernel/time.ts'
import { FlashCap } from '../../rules/cue/flash-cap.ts'
import { FrameAt, type FrameDeps } from './frame-at.ts'

export type { FrameSource } from './frame-at.ts'

export type CueLightDeps = FrameDeps & {
  /** Where the light falls: the element at or above the page's screen. */
  readonly element: () => Element | null
}

/** The light stands this long, then falls once (the fall's length is the style sheet's). */
const STANDS_MS = 150
const FALLS_MS = 700

/**
 * Turns the light up at an instant: `is-cue` on the element, then `cue-fall`, then neither.
 *
 * 1. The cap on rises is asked before each, here and nowhere else; what it refuses stays dark.
 * 2. It rises with the frame that is shown nearest to the instant, and with none that the cap forbids.
 */
export class CueLight {
  readonly #deps: CueLightDeps
  readonly #cap = new FlashCap()
  readonly #frame: FrameAt
  #callOffFall: (() => void) | undefined

  constructor(deps: CueLightDeps) {
    this.#deps = deps
    this.#frame = new FrameAt(deps)
  }

  /** The least time this needs between hearing of an instant and showing it. */
  get needMs(): number {
    return this.#frame.needMs
  }

  /**
   * Rises at `at` (local), or as soon as may be. Resolves with the local time of the frame that
   * showed it; undefined when the cap forbids it or no frame is shown.
   */
  async rise(at: Micros): Promise<Micros | undefined> {
    const earliest = this.#cap.earliest
    const allowed = this.#cap.rise(at, this.#deps.now())
    if (allowed === undefined) return undefined
    const shown = await this.#frame.draw(allowed, () => this.#show(), earliest)
    if (shown !== undefined) this.#cap.shown(shown)
    return shown
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
