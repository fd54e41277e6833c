import { type HubTime, later, type Micros, MICROS_PER_MS } from '../../../../../kernel/time.ts'
import type { Timers } from '../../../../../ui/timers.ts'
import { CueGiver } from '../../../rules/run/planned-cues.ts'
import type { Run } from '../../../wire/run.ts'

export type PlanCuesDeps = {
  readonly run: () => Run | null
  /** The shared time of what is seen; undefined before it is known. */
  readonly now: () => HubTime | undefined
  /** Nothing is heard of the box, which gives the plan's cues otherwise. */
  readonly isAlone: () => boolean
  readonly timers: Timers
  readonly give: (at: HubTime, word: string) => void
}

const LOOK_MS = 100
/** A cue is handed out this long before its instant. */
const AHEAD: Micros = 250 * MICROS_PER_MS

/**
 * Gives the plan's cues by the page's own clock while the box is not heard, as the box would have.
 *
 * 1. Only what comes after the box fell silent: what was due before, it gave or nobody did.
 * 2. Once the box is heard again, it gives them.
 */
export class PlanCues {
  readonly #deps: PlanCuesDeps
  #giver: CueGiver | undefined
  #callOff: (() => void) | undefined

  constructor(deps: PlanCuesDeps) {
    this.#deps = deps
    this.#plan()
  }

  end(): void {
    this.#callOff?.()
  }

  #plan(): void {
    this.#callOff = this.#deps.timers.after(LOOK_MS, () => {
      this.#look()
      this.#plan()
    })
  }

  #look(): void {
    const { run, now, isAlone, give } = this.#deps
    const [plan, at] = [run(), now()]
    if (plan === null || at === undefined || !isAlone()) {
      this.#giver = undefined // 2
      return
    }
    this.#giver ??= new CueGiver(at) // 1
    for (const cue of this.#giver.take(plan, at, later(at, AHEAD))) give(cue.at, cue.word)
  }
}
