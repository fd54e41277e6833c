import { percentile } from '../../features/live/rules/histogram.ts'
import { RUNGS } from '../../kernel/ladder.ts'
import type { Figures } from '../figures.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { SyntheticLearner } from '../people/synthetic-learner.ts'
import type { RehearsalClass } from './rehearsal-class.ts'

/** The narrow stretch, as shares of the class. */
const NARROW = { from: 0.35, to: 0.65 }
const SETTLED_AFTER_MS = 6000

/** A link that suddenly carries less for a while, and how fast learners step down and up again. */
export class Capped {
  readonly #world: RehearsalClass
  readonly #cappedTo: number | null

  constructor(world: RehearsalClass, cappedTo: number | null) {
    this.#world = world
    this.#cappedTo = cappedTo
  }

  /** `at` waits for a share of the class to have passed. */
  async play(at: (share: number) => Promise<unknown>): Promise<Figures> {
    if (this.#cappedTo === null) return {}
    await at(NARROW.from)
    const cappedMs = monotonicMs()
    for (const { own } of this.#world.learners) own.cap(this.#cappedTo)
    const settled = setTimeout(() => this.#world.narrow('begins'), SETTLED_AFTER_MS)
    try {
      await at(NARROW.to)
    } finally {
      clearTimeout(settled)
    }
    this.#world.narrow('ends')
    const liftedMs = monotonicMs()
    for (const { own } of this.#world.learners) own.cap(null)
    await at(1)
    const watching = this.#world.learners.filter((one) => one.wantsPicture)
    return {
      down: worst(watching, (one) => firstAfter(one, cappedMs, (rung) => RUNGS.indexOf(rung) > 0), cappedMs),
      up: worst(watching, (one) => firstAfter(one, liftedMs, (rung) => rung === 'full'), liftedMs),
      'sound-narrow': this.#world.narrowFigures.audio.percentiles()?.p95 ?? null,
    }
  }
}

type ChangeIs = (rung: SyntheticLearner['rungs']['changes'][number]['rung']) => boolean

function firstAfter({ rungs }: SyntheticLearner, ms: number, is: ChangeIs): number | undefined {
  return rungs.changes.find((change) => change.atMs >= ms && is(change.rung))?.atMs
}

/** The 95th percentile of those who changed; null when one never did. */
function worst(learners: readonly SyntheticLearner[], when: (one: SyntheticLearner) => number | undefined, fromMs: number): number | null {
  const times = learners.map(when)
  if (times.includes(undefined)) return null
  return percentile(times.flatMap((time) => (time === undefined ? [] : [time - fromMs])), 95) ?? null
}
