/**
 * What the clocks of the devices in a class say of the box's. Each device tells the wall time it has at time 0 of the
 * shared clock, in milliseconds since 1970, so that the way its message took does not matter.
 *
 * 1. Fewer than three devices say nothing, and neither do those that disagree: at least two thirds must lie within
 *    {@link AGREE_WITHIN_MS} of the median.
 * 2. One device, or a third of them, cannot move what is proposed beyond what the others say.
 * 3. A box that is off by less than {@link BEARABLE_MS} is not called wrong.
 */
export const LEAST_DEVICES = 3
export const AGREE_WITHIN_MS = 30_000
export const BEARABLE_MS = 120_000

/** `atZero`: the wall time to take, at shared time 0. `offMs`: by how much the box is behind it (negative: ahead). `spreadMs`: how far those that agree lie from it at most. */
export type PeerClock = { readonly atZero: number; readonly offMs: number; readonly devices: number; readonly spreadMs: number }

/** The clock that the devices agree on, when the box's is wrong by it; null when there is nothing to say. */
export function peerClock(told: readonly number[], boxAtZero: number): PeerClock | null {
  const median = medianOf(told)
  if (told.length < LEAST_DEVICES || median === undefined) return null
  const distances = told.map((one) => Math.abs(one - median)).filter((distance) => distance <= AGREE_WITHIN_MS)
  if (distances.length * 3 < told.length * 2) return null
  const offMs = Math.round(median - boxAtZero)
  if (Math.abs(offMs) < BEARABLE_MS) return null
  return { atZero: Math.round(median), offMs, devices: distances.length, spreadMs: Math.ceil(Math.max(...distances)) }
}

/** The lower one of two in the middle, so that it is what a device said. */
function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}
