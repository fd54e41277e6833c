import { transportFeedback } from '../rtcp/transport-feedback.ts'
import { SequenceUnroller } from '../rtp/sequence.ts'

/** Arrivals by transport-wide sequence number since the last feedback, for one publisher. */

/** One message covers at most this many packets; at 50 ms between messages that is 40 Mbit/s and more. */
const MOST_PER_FEEDBACK = 512

export class ArrivalLog {
  readonly #sequences = new SequenceUnroller()
  #arrivals: Array<{ readonly sequence: number; readonly at: number }> = []
  #feedbackCount = 0

  record(transportSequence: number, at: number): void {
    if (this.#arrivals.length >= MOST_PER_FEEDBACK) return
    this.#arrivals.push({ sequence: this.#sequences.unroll(transportSequence), at })
  }

  /** The feedback for what arrived since the last call; undefined when nothing did. */
  feedback(from: number, mediaSsrc: number): Buffer | undefined {
    if (this.#arrivals.length === 0) return undefined
    const arrivals = this.#arrivals.toSorted((a, b) => a.sequence - b.sequence)
    this.#arrivals = []
    const first = arrivals[0]?.sequence ?? 0
    const last = arrivals.at(-1)?.sequence ?? 0
    // Start with the first that arrived; what is missing before it was either reported or never will be.
    const count = Math.min(last - first + 1, 2 * MOST_PER_FEEDBACK)
    const times = new Array<number | undefined>(count).fill(undefined)
    for (const { sequence, at } of arrivals) {
      if (sequence - first < count) times[sequence - first] = at
    }
    const bytes = transportFeedback(from, mediaSsrc, { baseSequence: first & 0xffff, feedbackCount: this.#feedbackCount, arrivals: times })
    this.#feedbackCount = (this.#feedbackCount + 1) & 0xff
    return bytes
  }
}
