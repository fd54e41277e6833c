import { type HubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'

/**
 * Which frames of AAC belong to a segment. Frame `k` holds samples `1024 k` up to `1024 (k + 1)` of the
 * shared clock at 48 kHz, for every segment alike.
 *
 * 1. Segments that follow one another have frames that follow one another: none twice, none missing.
 * 2. All that a frame is made from lies before its segment's end, so that a segment waits for none after it.
 */
export const AAC_RATE = 48_000
export const AAC_FRAME_SAMPLES = 1024
/** A frame overlaps the next one, and the encoder looks one further; one more for sound that ends a packet early. */
const AHEAD = 3

export type FrameRange = { readonly first: number; readonly count: number }

export function framesOf({ from, to }: { readonly from: HubTime; readonly to: HubTime }): FrameRange {
  const first = boundary(from)
  return { first, count: boundary(to) - first }
}

function boundary(time: HubTime): number {
  return Math.floor((time * AAC_RATE) / MICROS_PER_SECOND / AAC_FRAME_SAMPLES) - AHEAD
}
