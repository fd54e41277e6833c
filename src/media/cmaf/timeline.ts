import { MICROS_PER_SECOND } from '../../kernel/time.ts'

/** What a source's idea of the shared clock may wander in one step without anybody noticing. */
const SLEW_MICROS = 5_000
/** Further off than this the estimate was wrong before, as it is until a source's first report; picture and sound must not stay apart. */
const STEP_MICROS = 40_000
/** A source whose clock jumped so far began anew. */
const JUMP_MICROS = 500_000

/**
 * Places one stream's timestamps on the shared clock. Between two corrections distances are the source's own, so
 * that nothing jitters; corrections keep an hour of class in step with the cues.
 */
export class Timeline {
  readonly #rate: number
  #offset: number | undefined
  #latest: number

  /** `rate`: ticks per second of the timestamps, and of the times that come out. `after`: what was there before it, in ticks. */
  constructor(rate: number, after = -Infinity) {
    this.#rate = rate
    this.#latest = after
  }

  /**
   * The time of a timestamp (unrolled), whole ticks since the shared clock's zero. `hubTime`: when it happened by the
   * source's clock, microseconds on the shared one. `mayCorrect`: a place where a step does no harm.
   */
  place(ticks: number, hubTime: number, mayCorrect: boolean): number {
    const ideal = this.#ticks(hubTime)
    this.#offset ??= ideal - ticks
    const error = ideal - (ticks + this.#offset)
    const distance = Math.abs(error)
    if (distance > this.#ticks(JUMP_MICROS) || (mayCorrect && distance > this.#ticks(STEP_MICROS))) this.#offset += error
    else if (mayCorrect) this.#offset += Math.sign(error) * Math.min(distance, this.#ticks(SLEW_MICROS))
    // Where it may be corrected, time does not run backwards; in between, pictures may be sent in another order than they are shown.
    const time = Math.round(ticks + this.#offset)
    const placed = mayCorrect ? Math.max(time, this.#latest + 1) : time
    this.#offset += placed - time
    this.#latest = Math.max(this.#latest, placed)
    return placed
  }

  #ticks(micros: number): number {
    return (micros * this.#rate) / MICROS_PER_SECOND
  }
}
