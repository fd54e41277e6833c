import { fromBase64url, hex } from '../../../../kernel/bytes.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { targetSecondsOf, writeMediaPlaylist } from '../../rules/playlist/media-playlist.ts'
import type { PlaylistSegment } from '../../rules/playlist/media-playlist.ts'
import { writeMainPlaylist } from '../../rules/playlist/main-playlist.ts'
import { HASH_LETTERS, initName, segmentName } from '../../rules/playlist/stream-files.ts'
import type { Rendition, StreamFile } from '../../rules/playlist/stream-files.ts'
import type { Track } from '../../wire/words.ts'
import type { SegmentShelf, StoredSegment } from '../segments.ts'
import type { AacDesk } from './aac/aac-desk.ts'
import { filler } from './filler.ts'
import { initOf, TRACKS } from './recorded-lists.ts'
import type { Listed, RecordedLists } from './recorded-lists.ts'
import { renditions } from './renditions.ts'
import type { SegmentCache } from './segment-cache.ts'
import { mediaType, share, trackOf } from './source.ts'
import type { MediaFile, Sent, SharedBytes, StreamSource } from './source.ts'

export type RecordedDeps = {
  readonly shelf: Pick<SegmentShelf, 'init'>
  readonly lists: RecordedLists
  readonly cache: SegmentCache
  readonly aac: AacDesk
  /** Nothing will be added to the recording. */
  readonly isOver: () => boolean
}

/** A stretch by the wall clock of a recording, from `from` up to `to`. */
export type WallSpan = { readonly from: WallTime; readonly to: WallTime }

/**
 * A class's recording as one stream, or a stretch of it. What is off the record is not in it: there the wall time jumps, after a
 * discontinuity. A track that is missing for a while is filled, so that the other one plays on.
 *
 * 1. What was replaced is never sent as it was before, whenever the stream was opened or the file asked for.
 */
export class RecordedSource implements StreamSource {
  readonly #deps: RecordedDeps
  readonly #classId: ClassId
  readonly #span: WallSpan | null
  #listed: readonly Listed[] = []
  #generation: number | undefined

  /** `span`: only the segments that lie in it, wholly or in part. */
  constructor(deps: RecordedDeps, classId: ClassId, span: WallSpan | null = null) {
    this.#deps = deps
    this.#classId = classId
    this.#span = span
  }

  async main(sent: Sent): Promise<string> {
    this.#list()
    const parts = this.#listed.flatMap(({ segment }) => segment.parts.map((part) => ({ ...part, duration: segment.to - segment.from })))
    const tracks = this.#tracks(sent)
    if (tracks.length === 0) throw new Refused('SEGMENT_GONE')
    return writeMainPlaylist(renditions({ parts, tracks, aac: this.#deps.aac.rate, init: (sha256) => this.#deps.shelf.init(sha256), headroom: this.#isWhole() ? 1 : 1.5 }))
  }

  async playlist(of: Rendition, sent: Sent): Promise<string> {
    const isOver = this.#isWhole()
    if (isOver) this.#keepUp()
    else this.#list()
    const track = trackOf(of)
    if (!this.#tracks(sent).includes(track) || (of === 'aac' && this.#deps.aac.rate === null)) throw new Refused('STREAM_UNKNOWN')
    const first = this.#listed[0]
    return writeMediaPlaylist({
      kind: isOver ? 'whole' : 'event', isOver,
      targetSeconds: targetSecondsOf(this.#listed.map(({ segment: { from, to } }) => to - from)),
      mediaSequence: first?.segment.number ?? 0, discontinuitySequence: first?.discontinuities ?? 0,
      segments: this.#listed.flatMap((one) => lineOf(one, of, this.#deps.aac.init.hash)),
    })
  }

  async file(file: Extract<StreamFile, { type: 'segment' | 'init' }>): Promise<MediaFile> {
    this.#keepUp()
    const bytes = file.type === 'init' ? this.#init(file) : await this.#segment(file)
    // Replaced while it was being opened: then it is looked for once more.
    return this.#isCurrent() ? { type: mediaType(file.of), bytes } : this.file(file)
  }

  async #segment({ of, number, hash }: Extract<StreamFile, { type: 'segment' }>): Promise<SharedBytes> {
    const index = this.#listed.findIndex(({ segment }) => segment.number === number)
    const listed = this.#listed[index]
    if (!listed || hashOf(listed.segment) !== hash) throw new Refused('SEGMENT_GONE')
    return of === 'aac' ? this.#aac(listed, this.#listed[index - 1]) : this.#part(listed, of)
  }

  /** A track's part of a segment, its own or what fills it. */
  async #part({ segment, sources }: Listed, track: Track): Promise<SharedBytes> {
    const source = sources[track]
    if (!source) throw new Refused('SEGMENT_GONE')
    const part = partBytes(await this.#deps.cache.open(this.#classId, source.number), source, track)
    return source === segment ? part : share(filler(track, segment, part))
  }

  async #aac(listed: Listed, previous: Listed | undefined): Promise<SharedBytes> {
    const { segment } = listed
    const init = initOf(listed.sources, 'audio')
    const goesOn = previous !== undefined && !listed.discontinuity && initOf(previous.sources, 'audio') === init
    return this.#deps.aac.segment({
      name: `${this.#classId} ${segment.blob.sha256}`, from: segment.from, to: segment.to, content: await this.#part(listed, 'audio'),
      before: goesOn ? await this.#part(previous, 'audio') : null, init: this.#deps.shelf.init(init ?? '')?.bytes ?? new Uint8Array(),
    })
  }

  #init({ of, hash }: Extract<StreamFile, { type: 'init' }>): SharedBytes {
    if (of === 'aac') {
      if (!this.#deps.aac.init.hash.startsWith(hash)) throw new Refused('SEGMENT_GONE')
      return this.#deps.aac.init.bytes
    }
    const sha256 = this.#listed.flatMap(({ sources }) => initOf(sources, of) ?? []).find((init) => init.startsWith(hash))
    const init = sha256 === undefined ? undefined : this.#deps.shelf.init(sha256)
    if (!init) throw new Refused('SEGMENT_GONE')
    return share(init.bytes)
  }

  #tracks(sent: Sent): Track[] {
    return TRACKS.filter((track) => sent[track] && this.#listed.some(({ sources }) => sources[track] !== undefined))
  }

  /** Nothing will be added to what this stream shows. */
  #isWhole(): boolean {
    return this.#span !== null || this.#deps.isOver()
  }

  #isCurrent(): boolean {
    return this.#generation === this.#deps.lists.generation(this.#classId)
  }

  #keepUp(): void {
    if (this.#listed.length === 0 || !this.#isCurrent()) this.#list()
  }

  #list(): void {
    const { lists, isOver } = this.#deps
    this.#generation = lists.generation(this.#classId)
    const [all, span] = [lists.of(this.#classId, isOver()), this.#span]
    this.#listed = span ? all.filter(({ segment }) => overlaps(segment, span)) : all
  }
}

/** Whether a segment lies in a stretch, wholly or in part. */
export function overlaps({ wall, from, to }: Pick<StoredSegment, 'wall' | 'from' | 'to'>, span: WallSpan): boolean {
  return wall < span.to && wall + (to - from) / MICROS_PER_MS > span.from
}

/** The parts lie one after another. */
function partBytes(plain: SharedBytes, segment: StoredSegment, track: Track): SharedBytes {
  let at = 0
  for (const part of segment.parts) {
    if (part.track === track) return plain.subarray(at, at + part.bytes)
    at += part.bytes
  }
  throw new RangeError('a segment without the part it was chosen for')
}

/** Another content is sealed into another file, whatever its number. */
function hashOf({ blob }: StoredSegment): string {
  return hex(fromBase64url(blob.sha256)).slice(0, HASH_LETTERS)
}

function lineOf(listed: Listed, of: Rendition, aacInit: string): PlaylistSegment[] {
  const init = initOf(listed.sources, trackOf(of))
  if (init === undefined) return []
  const { segment: { number, from, to, wall }, discontinuity } = listed
  return [{ uri: segmentName(of, number, hashOf(listed.segment)), init: initName(of, of === 'aac' ? aacInit : init), duration: to - from, wall, discontinuity }]
}
