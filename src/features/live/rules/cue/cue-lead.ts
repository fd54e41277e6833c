import type { SeatId } from '../../../../kernel/ids.ts'
import { type HubTime, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { percentile } from '../histogram.ts'

/** No lead is shorter: a frame of a 60 Hz screen, and a wired or good wireless hop. */
export const LEAD_FLOOR_MS = 30
/** No lead is longer, so that press to play stays under 150 ms with 20 ms from the host to the box. */
export const LEAD_CAP_MS = 125
/** While no device has said what it needs. */
export const LEAD_START_MS = 60
const MARGIN_MS = 4
const HIGH_PERCENT = 95
/** What a device said counts for this long; it says it every second or two. */
const REPORT_LIFE = 15 * MICROS_PER_SECOND
const LATE_STEP_MS = 8
const EXTRA_LARGEST_MS = 40
const EXTRA_KEPT = 0.8
const LATE_SHARE = 0.05

/**
 * How long before its instant a cue of this class is sent out.
 *
 * 1. The lead lies between the floor and the cap, whatever devices claim.
 * 2. Within those it is at least what 95 of 100 devices need (nearest rank), so that one phone on
 *    a hopeless link does not slow the class down, and a class of twenty or fewer waits for all.
 * 3. When cues come late all the same, the lead grows at once; it shrinks back slowly.
 */
export class CueLead {
  readonly #needs = new Map<SeatId, { readonly ms: number; readonly at: HubTime }>()
  #extraMs = 0

  /** What a device needs between a cue's sending and its instant. Null: it does not know yet. */
  report(seat: SeatId, leadMs: number | null, now: HubTime): void {
    if (leadMs !== null && Number.isFinite(leadMs)) this.#needs.set(seat, { ms: leadMs, at: now })
  }

  forget(seat: SeatId): void {
    this.#needs.delete(seat)
  }

  /** Learns from a settled cue: of `played`, so many were late. */
  settled(played: number, late: number): void {
    const tooMany = late > 0 && late >= played * LATE_SHARE
    this.#extraMs = tooMany ? Math.min(EXTRA_LARGEST_MS, this.#extraMs + LATE_STEP_MS) : this.#extraMs * EXTRA_KEPT
  }

  leadMs(now: HubTime): number {
    for (const [seat, need] of this.#needs) if (now - need.at > REPORT_LIFE) this.#needs.delete(seat)
    const needed = percentile([...this.#needs.values()].map((need) => need.ms), HIGH_PERCENT)
    const wanted = needed === undefined ? LEAD_START_MS : needed + MARGIN_MS
    return clampLead(wanted + this.#extraMs)
  }

  /** What the slowest device said it needs, hopeless links included; undefined while none has said. */
  largestNeedMs(now: HubTime): number | undefined {
    const said = [...this.#needs.values()].filter((need) => now - need.at <= REPORT_LIFE).map((need) => need.ms)
    return said.length === 0 ? undefined : Math.max(...said)
  }

  leadMicros(now: HubTime): number {
    return Math.round(this.leadMs(now) * MICROS_PER_MS)
  }
}

function clampLead(ms: number): number {
  return Math.min(LEAD_CAP_MS, Math.max(LEAD_FLOOR_MS, ms))
}
