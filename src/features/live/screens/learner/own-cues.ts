import type { Run } from '../../wire/run.ts'
import type { PlanCues, PlanCuesDeps } from '../link/fallback/plan-cues.ts'

/** The plan's cues while the box is not heard. What gives them is loaded with the first plan that has any, since later it could not be. */
export class OwnCues {
  readonly #deps: Omit<PlanCuesDeps, 'run'>
  #run: Run | null = null
  #loading: Promise<PlanCues | undefined> | undefined
  #hasEnded = false

  constructor(deps: Omit<PlanCuesDeps, 'run'>) {
    this.#deps = deps
  }

  hear(run: Run | null): void {
    this.#run = run
    if (run?.items.some(({ cues }) => cues.length > 0) === true) this.#loading ??= this.#load()
  }

  end(): void {
    this.#hasEnded = true
    void this.#loading?.then((cues) => cues?.end())
  }

  async #load(): Promise<PlanCues | undefined> {
    try {
      const { PlanCues } = await import('../link/fallback/plan-cues.ts')
      return this.#hasEnded ? undefined : new PlanCues({ ...this.#deps, run: () => this.#run })
    } catch (error) {
      // The link may be gone just now; the next word of the plan asks again.
      if (!(error instanceof TypeError)) throw error
      this.#loading = undefined
      return undefined
    }
  }
}
