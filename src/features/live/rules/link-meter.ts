import { type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import { percentile } from './histogram.ts'

const PROBES_KEPT = 40
/** An answer later than this is taken as lost. */
const LOST_AFTER: Micros = 1 * MICROS_PER_SECOND
/** A cue is sent again so much later. */
const REPEAT_GAP_MS = 15
const FEW_LOST = 0.005
const MANY_LOST = 0.15
/** The page's own turn: parsing, a timer, the next frame's start. */
const HANDLING_MS = 4

export type LinkFigures = {
  /** Median round trip. */
  readonly roundTripMs: number | null
  /** Share of probes that never came back. */
  readonly lost: number
  /** What this link needs between a cue's sending and its instant, output apart. */
  readonly oneWayNeedMs: number | null
}

type Probe = { readonly sentAt: Micros; roundTrip: Micros | undefined }

/**
 * How a device's link is, from its last {@link PROBES_KEPT} probes.
 *
 * 1. The need covers the slow ones: half of the round trip that 95 of 100 stay under, and one or two
 *    repeats of a cue where copies get lost.
 * 2. Nothing is said before an answer has come.
 */
export class LinkMeter {
  #probes: Probe[] = []

  sent(at: Micros): void {
    this.#probes.push({ sentAt: at, roundTrip: undefined })
    if (this.#probes.length > PROBES_KEPT) this.#probes.shift()
  }

  answered(sentAt: Micros, receivedAt: Micros): void {
    const probe = this.#probes.find((one) => one.sentAt === sentAt)
    if (probe) probe.roundTrip = receivedAt - sentAt
  }

  /** After a sleep or on another link the past says nothing. */
  forget(): void {
    this.#probes = []
  }

  figures(now: Micros): LinkFigures {
    const known = this.#probes.filter((probe) => probe.roundTrip !== undefined || now - probe.sentAt > LOST_AFTER)
    const trips = known.flatMap((probe) => (probe.roundTrip === undefined ? [] : [probe.roundTrip / MICROS_PER_MS]))
    const lost = known.length === 0 ? 0 : 1 - trips.length / known.length
    const slow = percentile(trips, 95)
    const repeats = lost > MANY_LOST ? 2 : lost > FEW_LOST ? 1 : 0
    return {
      roundTripMs: percentile(trips, 50) ?? null,
      lost,
      oneWayNeedMs: slow === undefined ? null : slow / 2 + repeats * REPEAT_GAP_MS + HANDLING_MS,
    }
  }
}
