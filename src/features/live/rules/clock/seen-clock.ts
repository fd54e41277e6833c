import { type HubTime, hubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'

/** Looks at a player differ by a frame and its own rounding; what differs by more is a stop, a jump or another pace. */
const ONE_LOOK: Micros = 120 * MICROS_PER_MS
const LOOKS_KEPT = 9
/** A stream further behind than this tells of a wrong date in it. */
const FARTHEST_BEHIND: Micros = 120_000 * MICROS_PER_MS

/**
 * How far what this page sees lies behind the class, and what time it therefore is for who watches.
 * Over WebRTC that is a blink and counts as nothing; over a stream it is seconds.
 *
 * 1. Without a stream the page follows class time: the delay is nought.
 * 2. A picture that stands makes the delay grow, so that time stands for who watches it; a jump is believed at once.
 * 3. The delay is never negative, and what makes no sense is not believed.
 * 4. What is shown never runs backwards: on the way to a stream it stands until what is seen has come up to it.
 */
export class SeenClock {
  #looks: Micros[] = []
  #shown = -Infinity

  /** Microseconds. */
  get delay(): Micros {
    const sorted = this.#looks.toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }

  /** At shared time `now` what was taken at `programme` is seen. */
  saw(programme: HubTime, now: HubTime): void {
    const delay = Math.max(0, now - programme)
    if (delay > FARTHEST_BEHIND) return // 3
    if (this.#looks.length > 0 && Math.abs(delay - this.delay) > ONE_LOOK) this.#looks = [] // 2
    this.#looks.push(delay)
    if (this.#looks.length > LOOKS_KEPT) this.#looks.shift()
  }

  /** Class time again. */
  forget(): void {
    this.#looks = []
  }

  /** The clock was learned anew: earlier instants say nothing. */
  startAnew(): void {
    this.#shown = -Infinity
  }

  /** The shared time of what is seen while the shared time is `now`. */
  seenAt(now: HubTime): HubTime {
    return hubTime(Math.max(0, now - this.delay))
  }

  /** For the page's clocks. */
  shownAt(now: HubTime): HubTime {
    this.#shown = Math.max(this.#shown, this.seenAt(now))
    return hubTime(this.#shown) // 4
  }
}
