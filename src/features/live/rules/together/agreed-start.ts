import { type HubTime, hubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'

/** A timer or music waits at least this long for everybody to hear of it, so that all devices begin together. */
export const START_LEAD_LEAST_MS = 300
/** A class does not wait longer than this for its slowest link. */
export const START_LEAD_MOST_MS = 1500
/** What a device needs varies between its reports. */
const NEED_TIMES = 2

/** How far ahead a start is agreed: twice what the slowest device needs, within bounds. Unlike a cue it has time. */
export function startLead(largestNeedMs: number | undefined): Micros {
  const wanted = (largestNeedMs ?? 0) * NEED_TIMES
  return Math.round(Math.min(START_LEAD_MOST_MS, Math.max(START_LEAD_LEAST_MS, wanted)) * MICROS_PER_MS)
}

/** The instant at which everybody begins. */
export function agreedStart(now: HubTime, largestNeedMs: number | undefined): HubTime {
  return hubTime(now + startLead(largestNeedMs))
}
