import { type HubTime, hubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Cue } from '../../wire/words.ts'
import { CUE_IS_OVER } from './cue-inbox.ts'

/** A cue is handed out this long before its time, so that it is played to the sample. */
const AHEAD: Micros = 250 * MICROS_PER_MS

/** A cue, and when it is to be played on the shared clock. */
export type DueSeenCue = { readonly cue: Cue; readonly at: HubTime }

/**
 * Cues of a page that sees the class late, until what they belong to is seen.
 *
 * 1. A cue of instant T plays when the picture of T is seen: never earlier, each once.
 * 2. While the picture stands, its cues wait with it.
 * 3. Where what is seen has jumped over T, it plays at once, or not at all once it is over, as any cue that comes late.
 */
export class WaitingCues {
  #waiting: Cue[] = []

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  add(cue: Cue): void {
    this.#waiting.push(cue)
  }

  /** Takes out what is due while what is seen lies `delay` behind `now`. */
  take(now: HubTime, delay: Micros): DueSeenCue[] {
    const seen = now - delay
    const due = this.#waiting.filter(({ at }) => at <= seen + AHEAD)
    this.#waiting = this.#waiting.filter((cue) => !due.includes(cue))
    return due.filter(({ at }) => seen - at <= CUE_IS_OVER).map((cue) => ({ cue, at: hubTime(Math.max(now, cue.at + delay)) }))
  }
}
