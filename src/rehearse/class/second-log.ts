import type { Rung } from '../../kernel/ladder.ts'
import { MediaFigures } from '../media/media-meter.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { RehearsalReport } from '../report.ts'
import type { RehearsalClass } from './rehearsal-class.ts'

type Second = RehearsalReport['seconds'][number]

/** A link is felt out from below: until then, less than the full picture is no fault of the network. */
const FELT_OUT_AFTER_MS = 5000

/** What each second of the class was like, for the sheet's charts, and the stretches that figures are taken of. */
export class SecondLog {
  readonly list: Second[] = []
  readonly #world: RehearsalClass
  readonly #startedMs: number
  readonly #stretch: MediaFigures
  #judged = 0
  #full = 0
  #now: MediaFigures

  constructor(world: RehearsalClass, startedMs: number) {
    this.#world = world
    this.#startedMs = startedMs
    this.#stretch = world.media
    this.#now = new MediaFigures(this.#stretch)
    world.countInto(this.#now)
  }

  get elapsedMs(): number {
    return monotonicMs() - this.#startedMs
  }

  close(second: number): void {
    const ended = this.#now
    this.#now = new MediaFigures(this.#stretch)
    this.#world.countInto(this.#now)
    this.list.push({ second, sound: ended.audio.percentiles()?.p95 ?? null, picture: ended.video.percentiles()?.p95 ?? null, rungs: this.#rungs() })
  }

  /** Whole seconds that learners who see the picture spent on `full`, of all their seconds from five after its begin; null without any. */
  fullShare(): number | null {
    return this.#judged === 0 ? null : this.#full / this.#judged
  }

  #rungs(): Partial<Record<Rung, number>> {
    const counts: Partial<Record<Rung, number>> = {}
    for (const { rungs, wantsPicture, readyMs } of this.#world.learners) {
      if (!wantsPicture || !rungs.now) continue
      const { rung } = rungs.now
      counts[rung] = (counts[rung] ?? 0) + 1
      if (monotonicMs() - Math.max(readyMs, this.#startedMs) < FELT_OUT_AFTER_MS) continue
      this.#judged++
      if (rung === 'full') this.#full++
    }
    return counts
  }
}
