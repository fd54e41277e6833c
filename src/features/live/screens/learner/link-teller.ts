import type { Timers } from '../../../../ui/timers.ts'
import type { ClassLink } from '../link/class-link.ts'
import type { LearnerStore } from './model.ts'

/** A link that is back within this was not worth a word. */
const LOST_AFTER_MS = 1200

export type LinkTellerDeps = { readonly link: Pick<ClassLink, 'phase' | 'reading'>; readonly store: LearnerStore; readonly timers: Timers }

/** Tells the page how its link stands, and of a loss only when it lasts. */
export class LinkTeller {
  readonly #deps: LinkTellerDeps
  #callOffLost: (() => void) | undefined

  constructor(deps: LinkTellerDeps) {
    this.#deps = deps
  }

  lost(): void {
    const { timers, store } = this.#deps
    this.#callOffLost ??= timers.after(LOST_AFTER_MS, () => store.tell({ type: 'link', link: { ...store.state.peek().link, state: 'lost' } }))
  }

  entered(): void {
    this.#callOffLost?.()
    this.#callOffLost = undefined
    this.tell()
  }

  /** How it is now. Answers whether the clock is good enough for cues; while the page is not in the class, no. */
  tell(): boolean {
    const { link, store } = this.#deps
    if (link.phase.phase !== 'entered') return false
    const { roundTripMs, clockErrorMs, good, channel } = link.reading()
    store.tell({ type: 'link', link: { state: channel ? 'good' : 'socket', roundTripMs, clockErrorMs } })
    return good
  }

  end(): void {
    this.#callOffLost?.()
  }
}
