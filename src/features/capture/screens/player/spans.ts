import type { Span } from './player.ts'

/** What of a playlist's segment is read: where it lies, how long it is, and its wall time. */
export type DatedFragment = { readonly start: number; readonly duration: number; readonly programDateTime: number | null }

/** Clocks of segments are written in whole milliseconds; a gap that nobody would notice is none. */
const SAME_WITHIN_MS = 500

/** Segments put together where one follows the other; where the wall time jumps, something is not in the recording. */
export function spansOf(fragments: readonly DatedFragment[]): Span[] {
  const spans: Span[] = []
  for (const { start, duration, programDateTime } of fragments) {
    const last = spans.at(-1)
    const wall = programDateTime ?? (last ? last.wall + last.seconds * 1000 : 0)
    const follows = last !== undefined && Math.abs(wall - (last.wall + last.seconds * 1000)) <= SAME_WITHIN_MS
    if (follows) spans[spans.length - 1] = { ...last, seconds: start + duration - last.at }
    else spans.push({ at: start, seconds: duration, wall })
  }
  return spans
}
