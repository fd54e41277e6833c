import type { BlobRef } from '../../../kernel/entry.ts'
import type { ClassId } from '../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../kernel/time.ts'
import type { SegmentPart, Track } from '../wire/words.ts'

/** What recorder, live window, replay and playlists share. */

/** An init segment: what a player needs before the fragments of one track. Named by the SHA-256 of its bytes, hex. */
export type InitSegment = { readonly sha256: string; readonly track: Track; readonly codec: string; readonly bytes: Uint8Array; /** Of a picture. */ readonly size: { readonly width: number; readonly height: number } | null }

/** A finished segment in the clear, as the live window holds it: in memory alone. `sequence` counts in the class from the box's start, without gaps, on the record or off it. */
export type LiveSegment = {
  readonly sequence: number
  readonly from: HubTime
  readonly to: HubTime
  readonly discontinuity: boolean
  readonly parts: readonly (SegmentPart & { readonly content: Uint8Array })[]
}

/** A sealed segment as entries left it. `wall`: of `from`, as the stream tells it. */
export type StoredSegment = {
  readonly number: number
  readonly from: HubTime
  readonly to: HubTime
  readonly wall: WallTime
  readonly discontinuity: boolean
  readonly parts: readonly SegmentPart[]
  readonly blob: BlobRef
}

/** The last segments of the classes that run. */
export type LiveWindow = {
  /** Oldest first. */
  segments(classId: ClassId): readonly LiveSegment[]
  init(classId: ClassId, sha256: string): InitSegment | undefined
  /** Whether a segment was replaced in the recording meanwhile, or is older than one that was: it is sent to nobody any more. */
  isLetGo(classId: ClassId, segment: Pick<LiveSegment, 'from'>): boolean
  /** Wall time of the stream at shared time 0; fixed while the box runs. */
  wallAtZero(): WallTime
  /** Hears of each new segment. Answers how to stop. */
  onSegment(listener: (classId: ClassId, segment: LiveSegment) => void): () => void
  /** Hears of each class whose segments are let go of, since it is over. Answers how to stop. */
  onForgotten(listener: (classId: ClassId) => void): () => void
}

/** The recordings on the disk. */
export type SegmentShelf = {
  /** In order of number. */
  segments(classId: ClassId): readonly StoredSegment[]
  init(sha256: string): InitSegment | undefined
  /** The plaintext: the parts, one after another. Throws `Refused('SEGMENT_GONE')` when its key was destroyed, `Refused('SEGMENT_DAMAGED')` when the file is not what was sealed. */
  open(classId: ClassId, number: number): Promise<Uint8Array>
}
