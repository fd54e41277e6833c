import type { ReportBlock } from '../rtcp/reports.ts'

/** Loss and jitter of one incoming stream, as receiver reports give them (RFC 3550 appendices A.3 and A.8). */
export class ReceiveStatistics {
  readonly #clockRate: number
  #first = -1
  #highest = -1
  #received = 0
  #expectedBefore = 0
  #receivedBefore = 0
  #transit: number | undefined
  #jitter = 0
  #lastReport = 0
  #lastReportAt = 0

  constructor(clockRate: number) {
    this.#clockRate = clockRate
  }

  /** `sequence` is unrolled; `arrival` in microseconds. */
  onPacket(sequence: number, timestamp: number, arrival: number): void {
    if (this.#first < 0) this.#first = sequence
    if (sequence > this.#highest) this.#highest = sequence
    this.#received += 1
    const transit = (arrival / 1_000_000) * this.#clockRate - timestamp
    const change = this.#transit === undefined ? 0 : Math.abs(transit - this.#transit)
    // A jump of seconds is a wrap or a new source, not jitter.
    if (change < this.#clockRate * 5) this.#jitter += (change - this.#jitter) / 16
    this.#transit = transit
  }

  /** A packet that came as a retransmission counts as received, but says nothing of jitter. */
  onRecovered(): void {
    this.#received += 1
  }

  onSenderReport(ntpMiddle: number, arrival: number): void {
    this.#lastReport = ntpMiddle
    this.#lastReportAt = arrival
  }

  get received(): number {
    return this.#received
  }

  get lost(): number {
    return this.#first < 0 ? 0 : Math.max(0, this.#highest - this.#first + 1 - this.#received)
  }

  /** The block for the next report; the interval of `fractionLost` starts anew. */
  report(ssrc: number, now: number): ReportBlock {
    const expected = this.#first < 0 ? 0 : this.#highest - this.#first + 1
    const expectedNow = expected - this.#expectedBefore
    const lostNow = expectedNow - (this.#received - this.#receivedBefore)
    this.#expectedBefore = expected
    this.#receivedBefore = this.#received
    return {
      ssrc,
      fractionLost: expectedNow > 0 && lostNow > 0 ? Math.min(255, Math.floor((lostNow * 256) / expectedNow)) : 0,
      totalLost: expected - this.#received,
      // Unrolled numbers start one cycle up.
      highestSequence: Math.max(0, this.#highest - 0x1_0000),
      jitter: this.#jitter,
      lastReport: this.#lastReport,
      delaySinceLastReport: this.#lastReport === 0 ? 0 : ((now - this.#lastReportAt) / 1_000_000) * 65_536,
    }
  }
}
