import type { Rung } from '../../kernel/ladder.ts'
import { MediaFigures } from '../media/media-meter.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { RehearsalReport } from '../report.ts'
import type { RehearsalClass } from './rehearsal-class.ts'

type Second = RehearsalReport['seconds'][number]

/** What each second of the class was like, for the sheet's charts, and the stretches that figures are taken of. */
export class SecondLog {
  readonly list: Second[] = []
  readonly #world: RehearsalClass
  readonly #startedMs: number
  #stretch: MediaFigures
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

  /** Whole seconds that all learners who see the picture spent on `full`, of all their seconds; null without any. */
  fullShare(): number | null {
    const of = this.list.reduce((sum, { rungs }) => sum + Object.values(rungs).reduce((all, count) => all + count, 0), 0)
    return of === 0 ? null : this.list.reduce((sum, { rungs }) => sum + (rungs.full ?? 0), 0) / of
  }

  #rungs(): Partial<Record<Rung, number>> {
    const counts: Partial<Record<Rung, number>> = {}
    for (const { rungs, wantsPicture } of this.#world.learners) {
      if (wantsPicture && rungs.now) counts[rungs.now.rung] = (counts[rungs.now.rung] ?? 0) + 1
    }
    return counts
  }
}
