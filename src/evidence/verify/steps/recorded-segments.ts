import { recordingDestroyed, segmentReplaced, segmentSealed } from '../../../features/capture/wire/entries.ts'
import type { SegmentPart } from '../../../features/capture/wire/words.ts'
import { classForgotten } from '../../../features/privacy/wire/entries.ts'
import { bodyOf } from './body-of.ts'
import type { Leaf } from './entries.ts'

/** A segment as the record has it in the end. `plain`: salted SHA-256 of its parts, hex. */
export type RecordedSegment = { readonly number: number; readonly parts: readonly SegmentPart[]; readonly plain: string }

/** What the class's recording is by its entries: what was sealed, as it was replaced last, unless all of it was destroyed. */
export function recordedSegments(leaves: readonly Leaf[]): { readonly segments: RecordedSegment[]; readonly gap: number | null } {
  const segments = new Map<number, RecordedSegment>()
  let gap: number | null = null
  let next = 0
  for (const { entry } of leaves) {
    if (entry.kind === segmentSealed.kind) {
      const { number, parts, plain } = bodyOf(segmentSealed, entry)
      if (number !== next) gap ??= next
      next = number + 1
      segments.set(number, { number, parts, plain })
    } else if (entry.kind === segmentReplaced.kind) {
      const { number, parts, plain } = bodyOf(segmentReplaced, entry)
      if (!segments.has(number)) gap ??= number
      segments.set(number, { number, parts, plain })
    } else if (entry.kind === recordingDestroyed.kind || entry.kind === classForgotten.kind) segments.clear()
  }
  return { segments: [...segments.values()], gap }
}
