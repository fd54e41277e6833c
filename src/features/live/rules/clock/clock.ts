import { type HubTime, hubTime, type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { DriftEstimator, LARGEST_DRIFT } from './clock-drift.ts'

/** Microseconds on a device's own steady clock (a page's `performance.now()`, times 1000). */
export type LocalTime = Micros

/** One probe's answer: left the device, was at the box, came back. */
export type ProbeSample = {
  readonly sentAt: LocalTime
  readonly hubAt: HubTime
  readonly receivedAt: LocalTime
}

export type ClockReading = {
  /** Shared time minus local time, at `at`. */
  readonly offset: Micros
  readonly at: LocalTime
  /** How far off it is likely to be. */
  readonly error: Micros
  /** How far off it can be at worst, were the whole delay on one way. */
  readonly bound: Micros
  /** The local clock's slowness in parts of one; 0 while not known. */
  readonly drift: number
  /** The smallest round trip in the window. */
  readonly roundTrip: Micros
  /** Grows with every announced reset; consumers start anew when it changes. */
  readonly era: number
}

export type ProbeVerdict = 'taken' | 'doubtful' | 'reset' | 'refused'

const WINDOW: Micros = 60 * MICROS_PER_SECOND
const SAMPLES_KEPT = 96
/** What a drift that was measured may still be off by. */
const DRIFT_DOUBT = 10e-6
/** Timer grain of browsers that blur their clocks, and rounding. */
const GRAIN: Micros = 1 * MICROS_PER_MS
const LONGEST_ROUND_TRIP: Micros = 10 * MICROS_PER_SECOND
/** An error this small after this many probes is good enough for cues. */
const GOOD_ERROR: Micros = 5 * MICROS_PER_MS
const GOOD_SAMPLES = 4

/**
 * Estimates the shared clock from probes.
 *
 * Each answer proves that the offset lies between `hubAt - receivedAt` and `hubAt - sentAt`,
 * whatever the delays were. The estimate is the middle of what all recent answers leave over, which
 * is decided by the quickest way out and the quickest way back, not necessarily of the same probe: so
 * a burst on one way only, which misleads the middle of a single round trip, does no harm as long as
 * one probe slips past it. Older answers count for less: their bounds widen by what the clocks may
 * have drifted.
 *
 * 1. With a steady local clock that drifts less than {@link LARGEST_DRIFT}, the true offset lies
 *    within `bound` of the estimate.
 * 2. An answer that contradicts all others proves that a clock stepped (it slept, it was set, the
 *    box started anew). Two such that agree, or one after {@link doubt}, begin a new era.
 * 3. Within an era {@link now} never goes backwards: corrections are slewed, time running between
 *    half and one and a half as fast until it is right.
 * 4. Answers that cannot be (back before they left, or after ten seconds) change nothing.
 */
export class ClockEstimator {
  #samples: ProbeSample[] = []
  #contradiction: ProbeSample | undefined
  #drift = new DriftEstimator()
  #reading: ClockReading | undefined
  #shown: { readonly local: LocalTime; readonly hub: number } | undefined
  #era = 0
  #doubting = false

  add(sample: ProbeSample): ProbeVerdict {
    const roundTrip = sample.receivedAt - sample.sentAt
    if (!(roundTrip >= 0 && roundTrip <= LONGEST_ROUND_TRIP)) return 'refused'
    if (this.#contradicts(sample)) {
      const seconded = this.#contradiction !== undefined && agree(this.#contradiction, sample)
      if (!seconded && !this.#doubting) {
        this.#contradiction = sample
        return 'doubtful'
      }
      this.#startAnew(seconded && this.#contradiction ? [this.#contradiction, sample] : [sample])
      return 'reset'
    }
    this.#contradiction = undefined
    this.#doubting = false
    this.#samples.push(sample)
    this.#learn(sample.receivedAt)
    return 'taken'
  }

  /** The device slept or was away: the next answer that contradicts is believed at once. */
  doubt(): void {
    this.#doubting = true
  }

  /** Forgets everything, as when the box has started anew. */
  reset(): void {
    this.#startAnew([])
  }

  /** Undefined before the first answer of an era. */
  get reading(): ClockReading | undefined {
    return this.#reading
  }

  /** Good enough to play cues on time. */
  get good(): boolean {
    return this.#reading !== undefined && this.#samples.length >= GOOD_SAMPLES && this.#reading.error <= GOOD_ERROR
  }

  /** Shared time of a local instant, by the best knowledge of now; may differ a little from what {@link now} said. */
  toHub(local: LocalTime): HubTime | undefined {
    const reading = this.#reading
    return reading && hubTime(Math.max(0, local + reading.offset + (local - reading.at) * reading.drift))
  }

  toLocal(hub: HubTime): LocalTime | undefined {
    const reading = this.#reading
    if (!reading) return undefined
    // From hub = local + offset + (local - at) * drift.
    return (hub - reading.offset + reading.at * reading.drift) / (1 + reading.drift)
  }

  /** The shared time for who watches it pass; never goes backwards within an era (3). */
  now(local: LocalTime): HubTime | undefined {
    const best = this.toHub(local)
    if (best === undefined) return undefined
    const shown = this.#shown
    const passed = shown ? Math.max(0, local - shown.local) : 0
    const hub = shown ? Math.min(shown.hub + passed * 1.5, Math.max(shown.hub + passed * 0.5, best)) : best
    this.#shown = { local: shown ? Math.max(local, shown.local) : local, hub }
    return hubTime(hub)
  }

  #startAnew(samples: ProbeSample[]): void {
    this.#samples = samples
    this.#contradiction = undefined
    this.#drift = new DriftEstimator()
    this.#reading = undefined
    this.#shown = undefined
    this.#doubting = false
    this.#era++
    const last = samples.at(-1)
    if (last) this.#learn(last.receivedAt)
  }

  #contradicts(sample: ProbeSample): boolean {
    if (this.#samples.length === 0) return false
    // A drift that was measured may change with warmth; only what no drift explains is proof of a step.
    const { lower, upper } = this.#bounds(sample.receivedAt, { drift: 0, doubt: LARGEST_DRIFT })
    return sample.hubAt - sample.receivedAt > upper + GRAIN || sample.hubAt - sample.sentAt < lower - GRAIN
  }

  #learn(at: LocalTime): void {
    this.#samples = this.#samples.filter((sample) => at - sample.receivedAt <= WINDOW).slice(-SAMPLES_KEPT)
    const { lower, upper, nextLower, nextUpper } = this.#bounds(at)
    const offset = (lower + upper) / 2
    const bound = Math.max(0, (upper - lower) / 2)
    const roundTrip = Math.min(...this.#samples.map((sample) => sample.receivedAt - sample.sentAt))
    // How far the second quickest lies behind the quickest tells how far the quickest lies behind the truth.
    const error = this.#samples.length < 2 ? bound : Math.min(bound, (upper > lower ? (nextUpper - upper + lower - nextLower) / 2 : 0) + GRAIN / 4)
    this.#drift.add({ at, offset, error: error + GRAIN / 4 })
    this.#reading = { offset, at, error, bound, drift: this.#drift.rate ?? 0, roundTrip, era: this.#era }
  }

  /** What the answers leave over for the offset at `at`, and what they would without the quickest on each way. */
  #bounds(at: LocalTime, { drift, doubt } = this.#driftNow()): { lower: Micros; upper: Micros; nextLower: Micros; nextUpper: Micros } {
    let [lower, nextLower, upper, nextUpper] = [-Infinity, -Infinity, Infinity, Infinity]
    for (const sample of this.#samples) {
      const age = Math.max(0, at - sample.receivedAt)
      const low = sample.hubAt - sample.receivedAt + age * (drift - doubt)
      const high = sample.hubAt - sample.sentAt + age * (drift + doubt)
      if (low > lower) [lower, nextLower] = [low, lower]
      else nextLower = Math.max(nextLower, low)
      if (high < upper) [upper, nextUpper] = [high, upper]
      else nextUpper = Math.min(nextUpper, high)
    }
    return { lower, upper, nextLower, nextUpper }
  }

  #driftNow(): { drift: number; doubt: number } {
    const rate = this.#drift.rate
    return rate === undefined ? { drift: 0, doubt: LARGEST_DRIFT } : { drift: rate, doubt: DRIFT_DOUBT }
  }
}

/** Whether one offset can explain both. */
function agree(a: ProbeSample, b: ProbeSample): boolean {
  const widened = GRAIN + Math.abs(b.receivedAt - a.receivedAt) * LARGEST_DRIFT
  return a.hubAt - a.receivedAt <= b.hubAt - b.sentAt + widened && b.hubAt - b.receivedAt <= a.hubAt - a.sentAt + widened
}
