import { type Micros, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { percentile } from '../histogram.ts'

const PROBES_KEPT = 40
/** An answer later than this is taken as lost. */
const LOST_AFTER: Micros = 1 * MICROS_PER_SECOND
/** A cue is sent again so much later. */
const REPEAT_GAP_MS = 15
/** Probes within this span meet the same stall: together they count as one. */
const ONE_STALL: Micros = 500 * MICROS_PER_MS
/** Stalls that are rarer do not set the pace; that cues come late all the same is learned from cues. */
const SLOW_PERCENT = 90
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
 * 1. The need covers the slow ones: half of the round trip that nine of ten moments stay under, and one
 *    or two repeats of a cue where copies get lost.
 * 2. One stall is one moment, however many probes were under way: a page that was busy while it
 *    opened, when probes are many, does not slow the class down until they are forgotten.
 * 3. Nothing is said before an answer has come.
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
    const slow = percentile(slowestOfMoments(known), SLOW_PERCENT)
    const repeats = lost > MANY_LOST ? 2 : lost > FEW_LOST ? 1 : 0
    return {
      roundTripMs: percentile(trips, 50) ?? null,
      lost,
      oneWayNeedMs: slow === undefined ? null : slow / 2 + repeats * REPEAT_GAP_MS + HANDLING_MS,
    }
  }
}

/** The longest round trip of each moment, milliseconds; probes ascend by when they left. */
function slowestOfMoments(probes: readonly Probe[]): number[] {
  const slowest: number[] = []
  let began = -Infinity
  for (const { sentAt, roundTrip } of probes) {
    if (roundTrip === undefined) continue
    const ms = roundTrip / MICROS_PER_MS
    if (sentAt - began > ONE_STALL) {
      began = sentAt
      slowest.push(ms)
    } else slowest.push(Math.max(slowest.pop() ?? 0, ms))
  }
  return slowest
}
