import { TimestampUnroller } from '../rtp/sequence.ts'
import type { SenderReport } from '../rtcp/reports.ts'
import { MICROS_PER_SECOND } from './clock.ts'

/** When frames happened on the hub's clock, worked out from RTP timestamps. */

/**
 * The least of the values added in the last one to two windows. Of "arrival minus send time" the
 * least is the one the network delayed least; the window lets it follow clocks that drift apart.
 */
export class WindowedMinimum {
  readonly #window: number
  #current = Infinity
  #previous = Infinity
  #started = -Infinity

  /** `window` in microseconds. */
  constructor(window: number) {
    this.#window = window
  }

  add(value: number, now: number): void {
    if (now - this.#started >= this.#window) {
      // After a pause longer than the window the old minimum says nothing any more.
      this.#previous = now - this.#started < 2 * this.#window ? this.#current : Infinity
      this.#current = Infinity
      this.#started = now
    }
    if (value < this.#current) this.#current = value
  }

  /** Infinity before the first value. */
  get value(): number {
    return Math.min(this.#current, this.#previous)
  }
}

const DRIFT_WINDOW = 10 * MICROS_PER_SECOND

/**
 * What one publisher's wall clock (as in its sender reports) is to the hub's. Shared by all its
 * streams, so that its sound and picture keep their distance whatever the estimate is worth.
 */
export class PublisherClock {
  readonly #leastDelay = new WindowedMinimum(DRIFT_WINDOW)
  #given: number | undefined

  /** The publisher itself measured the hub's clock: hub time = its NTP time (since 1970) + `offsetMicros`. */
  give(offsetMicros: number): void {
    this.#given = offsetMicros
  }

  observe(ntpMicros: number, arrival: number): void {
    this.#leastDelay.add(arrival - ntpMicros, arrival)
  }

  get offset(): number {
    return this.#given ?? this.#leastDelay.value
  }

  get quality(): 'capture' | 'arrival' {
    return this.#given === undefined ? 'arrival' : 'capture'
  }
}

/** One stream's timestamps: by the publisher's clock once a sender report came, by arrival until then. */
export class StreamClock {
  readonly #clockRate: number
  readonly #publisher: PublisherClock
  readonly #timestamps = new TimestampUnroller()
  readonly #leastDelay = new WindowedMinimum(DRIFT_WINDOW)
  #report: { readonly ntpMicros: number; readonly ticks: number } | undefined

  constructor(clockRate: number, publisher: PublisherClock) {
    this.#clockRate = clockRate
    this.#publisher = publisher
  }

  observe(timestamp: number, arrival: number): void {
    const ticks = this.#timestamps.unroll(timestamp)
    this.#leastDelay.add(arrival - this.#micros(ticks), arrival)
    if (this.#report) this.#publisher.observe(this.#ntpOf(ticks, this.#report), arrival)
  }

  onSenderReport(report: SenderReport): void {
    this.#report = { ntpMicros: report.ntpMicros, ticks: this.#timestamps.near(report.timestamp) }
  }

  /** Hub time of a timestamp near those observed, in microseconds. */
  hubTimeOf(timestamp: number): number {
    const ticks = this.#timestamps.near(timestamp)
    const byReport = this.#report ? this.#ntpOf(ticks, this.#report) + this.#publisher.offset : NaN
    return Number.isFinite(byReport) ? byReport : this.#micros(ticks) + this.#leastDelay.value
  }

  get quality(): 'capture' | 'arrival' {
    return this.#report ? this.#publisher.quality : 'arrival'
  }

  #micros(ticks: number): number {
    return (ticks / this.#clockRate) * MICROS_PER_SECOND
  }

  #ntpOf(ticks: number, report: { readonly ntpMicros: number; readonly ticks: number }): number {
    return report.ntpMicros + this.#micros(ticks - report.ticks)
  }
}
