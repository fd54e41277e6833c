import type { ClassId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import type { SegmentPart } from '../../wire/words.ts'
import type { InitSegment, SegmentShelf } from '../segments.ts'
import { segmentSalt } from '../store.ts'

/** A segment as an export hands it out. `seal`: names what its present bytes are sealed as. */
export type SegmentToExport = { readonly number: number; readonly wall: WallTime; readonly micros: number; readonly discontinuity: boolean; readonly parts: readonly SegmentPart[]; readonly seal: string }

/** What of a class's recording can be handed out as evidence: all that can still be opened. */
export type RecordingToExport = {
  segments(classId: ClassId): readonly SegmentToExport[]
  open(classId: ClassId, number: number): Promise<Uint8Array>
  init(sha256: string): InitSegment | undefined
  salt(classId: ClassId, number: number): Uint8Array | undefined
}

export function recordingToExport(query: Query, shelf: SegmentShelf): RecordingToExport {
  return {
    segments: (classId) => shelf.segments(classId).map(({ number, wall, from, to, discontinuity, parts, blob }) => ({ number, wall, micros: to - from, discontinuity, parts, seal: blob.sha256 })),
    open: (classId, number) => shelf.open(classId, number),
    init: (sha256) => shelf.init(sha256),
    salt: (classId, number) => segmentSalt(query, classId, number),
  }
}
