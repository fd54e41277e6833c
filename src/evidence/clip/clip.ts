import type { EntryTime } from '../../kernel/entry.ts'
import type { ClassId, HubId } from '../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../kernel/time.ts'

/** What a clip is made of, and what stands about it on record. */

export type EntryRef = { readonly sequence: number; /** Leaf hash, unpadded base64url. */ readonly hash: string }
export type ClipTrack = 'video' | 'audio'
export type ClipPart = { readonly track: ClipTrack; readonly codec: string; readonly bytes: number; /** SHA-256 of the init segment, hex. */ readonly init: string }

/** An entry that gave a segment another content: when, what stands there instead, and the claim that was granted. */
export type Decided = {
  readonly entry: EntryRef
  readonly time: Pick<EntryTime, 'wall' | 'uncertainty' | 'quality'>
  readonly means: string
  readonly claim: string | null
}
/** Another content than what was sealed: of which tracks, and by which decisions, at least one. */
export type Replaced = { readonly what: readonly ('sound' | 'picture')[]; readonly decided: readonly Decided[] }

/** A sealed segment that can be opened. `from` and `to` on the clock of one run of the machine; `wall`: of `from`. */
export type ClipSegment = {
  readonly number: number
  readonly boot: string
  readonly from: HubTime
  readonly to: HubTime
  readonly wall: WallTime
  readonly parts: readonly ClipPart[]
  readonly sealed: EntryRef
  readonly replaced: Replaced | null
}

/** The record that clips are made from. */
export type ClipRecord = {
  readonly hub: HubId
  /** When the class began, by the clock that its segments are told by; null of one that never did. */
  began(classId: ClassId): WallTime | null
  /** Stretches that somebody asked to have removed, and nobody decided on so far. */
  claimed(classId: ClassId): readonly { readonly from: WallTime; readonly to: WallTime }[]
  /** Those whose keys exist, in order. */
  segments(classId: ClassId): readonly ClipSegment[]
  /** An init segment by its SHA-256. */
  init(sha256: string): Uint8Array | undefined
  /** The parts, one after another. Throws `Refused` when they are gone or damaged. */
  open(classId: ClassId, number: number): Promise<Uint8Array>
  /** The latest, as its size, its root (base64) and the signed note. */
  checkpoint(): { readonly size: number; readonly root: string; readonly note: string }
}

/** A stretch of the class by the wall clock; either end may be open. */
export type ClipSpan = { readonly from: WallTime | null; readonly to: WallTime | null }
