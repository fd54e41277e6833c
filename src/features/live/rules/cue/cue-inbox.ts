import type { CueId } from '../../../../kernel/ids.ts'
import { type HubTime, type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Cue } from '../../wire/words.ts'

/** A cue older than this belongs to the past: what was to happen with it has happened. */
export const CUE_IS_OVER: Micros = 2 * MICROS_PER_SECOND
/** No cue is sent so far ahead; one that seems so tells of a wrong clock and is played at once. */
export const FARTHEST_AHEAD: Micros = 2 * MICROS_PER_SECOND
/** Less than this after its instant is still in time for a device. */
export const IN_TIME: Micros = 2 * MICROS_PER_MS
const IDS_KEPT = 128
const INSTANTS_KEPT = 8
/** The box moves a cue of the plan a little where another is too near before it. */
const SAME_INSTANT: Micros = 250 * MICROS_PER_MS

export type CueVerdict =
  /** Play at the instant, which is still to come or just now. */
  | { readonly do: 'play-at'; readonly at: HubTime }
  /** Play at once. `late` is null when the clock cannot tell. */
  | { readonly do: 'play-now'; readonly late: Micros | null }
  | { readonly do: 'ignore'; readonly why: 'again' | 'over' }

/**
 * A device's letter box for cues, which come several times and by two ways.
 *
 * 1. A cue is played at most once, however often and by whichever way it comes.
 * 2. It is never played before its instant on the shared clock, when that clock is known.
 * 3. A late one is played at once; one that is over is not played at all.
 * 4. Memory is bounded: the last {@link IDS_KEPT} ids; whatever is older is over anyway, because
 *    cues are at least half a second apart.
 * 5. A cue of the plan that the page gave itself, or the box gave before, is not given by the other again.
 */
export class CueInbox {
  readonly #seen = new Set<CueId>()
  #own: HubTime[] = []
  #planned: HubTime[] = []

  /** `now` is undefined while the shared clock is not known; `delay` is how far what this page sees lies behind it. */
  receive(cue: Cue, now: HubTime | undefined, delay: Micros = 0): CueVerdict {
    if (this.#seen.has(cue.id)) return { do: 'ignore', why: 'again' }
    this.#remember(cue.id)
    if (cue.kind === 'planned') {
      if (isNear(this.#own, cue.at)) return { do: 'ignore', why: 'again' } // 5
      this.#planned = [...this.#planned, cue.at].slice(-INSTANTS_KEPT)
    }
    if (now === undefined) return { do: 'play-now', late: null }
    const late = now - delay - cue.at
    if (late > CUE_IS_OVER) return { do: 'ignore', why: 'over' }
    if (late < -FARTHEST_AHEAD - delay) return { do: 'play-now', late: null }
    return late > IN_TIME ? { do: 'play-now', late } : { do: 'play-at', at: cue.at }
  }

  /** The page would give a cue of the plan by itself: whether it may. */
  own(at: HubTime): boolean {
    if (isNear(this.#planned, at)) return false // 5
    this.#own = [...this.#own, at].slice(-INSTANTS_KEPT)
    return true
  }

  #remember(id: CueId): void {
    this.#seen.add(id)
    for (const oldest of this.#seen) {
      if (this.#seen.size <= IDS_KEPT) return
      this.#seen.delete(oldest)
    }
  }
}

function isNear(instants: readonly HubTime[], at: HubTime): boolean {
  return instants.some((one) => Math.abs(one - at) <= SAME_INSTANT)
}
