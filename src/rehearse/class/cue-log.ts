import { percentile } from '../../features/live/rules/histogram.ts'
import type { CueResult } from '../../features/live/wire/words.ts'
import type { HubTime } from '../../kernel/time.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { Host } from '../people/host.ts'
import type { SyntheticLearner } from '../people/synthetic-learner.ts'

type Press = { readonly pressedAt: HubTime; readonly pressedMs: number; readonly second: number; readonly there: readonly SyntheticLearner[] }
/** One cue as the learners played it: milliseconds from the press, for each who did. */
export type SeenCue = { readonly second: number; readonly of: number; readonly afterMs: readonly number[] }

/** Presses the studio's key and finds out, from the learners themselves, what became of each cue. */
export class CueLog {
  readonly #host: Host
  readonly #presses: Press[] = []
  readonly #results = new Map<HubTime, CueResult>()

  constructor(host: Host) {
    this.#host = host
    host.page.link?.on((event) => {
      if (event.type === 'news' && event.news.type === 'cue-result') this.#results.set(event.news.result.pressedAt, event.news.result)
    })
  }

  /** One press, in the given second of the class, for those who are there. A press that the box did not take counts for nothing. */
  async press(second: number, there: readonly SyntheticLearner[]): Promise<void> {
    const { link } = this.#host.page
    if (!link) throw new Error('a press from outside the studio')
    const [pressedAt, pressedMs] = [this.#host.now(), monotonicMs()]
    await link.send({ type: 'press-cue', kind: 'now', pressedAt }).done.then(
      () => this.#presses.push({ pressedAt, pressedMs, second, there }),
      () => undefined, // The box is away, or the class over: no cue was given.
    )
  }

  get pressed(): number {
    return this.#presses.length
  }

  /** Whether the box has told the outcome of every cue it took. */
  get settled(): boolean {
    return this.#presses.every(({ pressedAt }) => this.#results.get(pressedAt)?.settled === true)
  }

  seen(): SeenCue[] {
    return this.#presses.map(({ pressedAt, pressedMs, second, there }) => {
      const cue = this.#results.get(pressedAt)?.cue
      const afterMs = there.flatMap(({ learner }) => {
        const felt = learner.felt.find((one) => one.cue.id === cue)
        return felt ? [felt.playedMs - pressedMs] : []
      })
      return { second, of: there.length, afterMs }
    })
  }
}

/** First to last learner; null with fewer than two. */
export function apartMs({ afterMs }: SeenCue): number | null {
  return afterMs.length < 2 ? null : Math.max(...afterMs) - Math.min(...afterMs)
}

/** The 95th percentile, and the share of cues and learners that were played. Null without any. */
export function cueFigures(cues: readonly SeenCue[]): { readonly played: number | null; readonly afterMs: number | null; readonly apartMs: number | null } {
  const of = cues.reduce((sum, cue) => sum + cue.of, 0)
  const after = cues.flatMap((cue) => cue.afterMs)
  return {
    played: of === 0 ? null : after.length / of,
    afterMs: percentile(after, 95) ?? null,
    apartMs: percentile(cues.flatMap((cue) => apartMs(cue) ?? []), 95) ?? null,
  }
}
