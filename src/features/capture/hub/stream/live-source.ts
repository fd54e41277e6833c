import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import { roundedSeconds, targetSecondsOf, writeMediaPlaylist } from '../../rules/playlist/media-playlist.ts'
import { writeMainPlaylist } from '../../rules/playlist/main-playlist.ts'
import { initName, segmentName } from '../../rules/playlist/stream-files.ts'
import type { Rendition, StreamFile } from '../../rules/playlist/stream-files.ts'
import type { Track } from '../../wire/words.ts'
import type { AacDesk } from './aac/aac-desk.ts'
import type { IndexedSegment, LiveIndex } from './live-index.ts'
import { renditions } from './renditions.ts'
import type { RatedPart } from './renditions.ts'
import { mediaType, share, trackOf } from './source.ts'
import type { MediaFile, Sent, SharedBytes, StreamSource } from './source.ts'

/** How long a playlist is held back for the next segment: three target durations (rfc8216bis, 6.2.5.2). */
const HOLD_MS = 6000
/** Answers held back at once of one stream: a player asks for its two playlists, and again when its link is bad. Each is a request that stays open. */
const MOST_HELD = 6
/** Further ahead than this nobody can have read of (rfc8216bis, 6.2.5.2). */
const MOST_AHEAD = 2
/** Tracks are those of the newest segments: one that lacks a track for a moment does not change them. */
const TRACKS_OF_LAST = 3

/** What a stream promised in its main playlist. */
type Shape = {
  /** What the class had, and what of it this viewer is sent. */
  readonly tracks: readonly Track[]
  readonly sent: readonly Track[]
  readonly targetSeconds: number
}

/**
 * One viewer's stream of a class while it happens.
 *
 * 1. What the main playlist said stays true for as long as the stream lasts: when another track comes, or a
 *    segment longer than the target duration, the stream ends before it, and another one has the new shape.
 * 2. A stream of a class that is over ends with the last segments there were.
 * 3. No more than {@link MOST_HELD} of its answers wait at once.
 */
export class LiveSource implements StreamSource {
  readonly #index: LiveIndex
  readonly #aac: AacDesk
  readonly #classId: ClassId
  #shape: Shape | null = null
  /** The first segment that is not of this shape. */
  #endsBefore: number | null = null
  #last: readonly IndexedSegment[] = []
  #held = 0

  constructor(index: LiveIndex, aac: AacDesk, classId: ClassId) {
    this.#index = index
    this.#aac = aac
    this.#classId = classId
  }

  async main(sent: Sent): Promise<string> {
    await this.#hold(0)
    const segments = this.#index.segments(this.#classId)
    const tracks = tracksOf(segments.slice(-TRACKS_OF_LAST))
    const wanted = tracks.filter((track) => sent[track])
    if (wanted.length === 0) throw new Refused('BUSY')
    this.#shape = { tracks, sent: wanted, targetSeconds: targetSecondsOf(segments.map(({ segment: { from, to } }) => to - from)) }
    this.#endsBefore = null
    return writeMainPlaylist(renditions({
      parts: segments.flatMap(({ segment }) => segment.parts.map((part): RatedPart => ({ ...part, duration: segment.to - segment.from }))),
      tracks: wanted, aac: this.#aac.rate, init: (sha256) => this.#index.window.init(this.#classId, sha256), headroom: 1.5,
    }))
  }

  async playlist(of: Rendition, sent: Sent, from: number | null): Promise<string> {
    const shape = this.#shape
    const track = trackOf(of)
    if (shape === null || !shape.sent.includes(track) || !sent[track] || (of === 'aac' && this.#aac.rate === null)) throw new Refused('STREAM_UNKNOWN')
    if (from !== null && this.#endsBefore === null) {
      const newest = this.#listed(shape).at(-1)?.segment.sequence ?? from
      if (from > newest + MOST_AHEAD) throw new Refused('BAD_INPUT')
      await this.#hold(from)
    }
    const segments = this.#listed(shape)
    const [first] = segments
    if (!first) throw new Refused('STREAM_UNKNOWN')
    return writeMediaPlaylist({
      kind: 'window', isOver: this.#endsBefore !== null || this.#index.segments(this.#classId).length === 0,
      targetSeconds: shape.targetSeconds, mediaSequence: first.segment.sequence, discontinuitySequence: first.discontinuities,
      segments: this.#lines(segments, of, track),
    })
  }

  /** Until there is a segment of that number; not for long, and not for everything that is asked. */
  async #hold(number: number): Promise<void> {
    if (this.#held >= MOST_HELD) return
    this.#held++
    try {
      await this.#index.reach(this.#classId, number, HOLD_MS)
    } finally {
      this.#held--
    }
  }

  async file(file: Extract<StreamFile, { type: 'segment' | 'init' }>): Promise<MediaFile> {
    return { type: mediaType(file.of), bytes: file.type === 'init' ? this.#init(file) : await this.#segment(file) }
  }

  #init({ of, hash }: Extract<StreamFile, { type: 'init' }>): SharedBytes {
    if (of === 'aac' && this.#aac.init.hash.startsWith(hash)) return this.#aac.init.bytes
    const init = of === 'aac' ? undefined : this.#index.init(this.#classId, hash)
    if (!init) throw new Refused('SEGMENT_GONE')
    return share(init)
  }

  async #segment({ of, number, hash }: Extract<StreamFile, { type: 'segment' }>): Promise<SharedBytes> {
    const find = (sequence: number): IndexedSegment | undefined => [...this.#index.segments(this.#classId), ...this.#last].find(({ segment }) => segment.sequence === sequence)
    const indexed = find(number)
    const part = indexed?.part(trackOf(of))
    if (!indexed || !part?.hash.startsWith(hash) || this.#index.window.isLetGo(this.#classId, indexed.segment)) throw new Refused('SEGMENT_GONE')
    if (of !== 'aac') return part.bytes
    const before = indexed.segment.discontinuity ? undefined : find(number - 1)?.part('audio')
    const { from, to } = indexed.segment
    return this.#aac.segment({
      name: `${this.#classId} ${part.hash}`, from, to, content: part.bytes,
      init: indexed.source('audio')?.initBytes ?? new Uint8Array(), before: before?.init === part.init ? before.bytes : null,
    })
  }

  /** The segments of this stream that can be played now: those from which on every track it has has begun. */
  #listed(shape: Shape): readonly IndexedSegment[] {
    const segments = this.#index.segments(this.#classId)
    const misfit = segments.find(({ segment }) => !fits(segment, shape))
    if (misfit && this.#endsBefore === null) this.#endsBefore = misfit.segment.sequence
    const end = this.#endsBefore
    const listed = segments.filter((one) => (end === null || one.segment.sequence < end) && shape.sent.every((track) => one.source(track) !== undefined))
    if (listed.length > 0) this.#last = listed
    return this.#last
  }

  #lines(segments: readonly IndexedSegment[], of: Rendition, track: Track): Parameters<typeof writeMediaPlaylist>[0]['segments'] {
    const zero = this.#index.window.wallAtZero()
    return segments.flatMap(({ segment, part }) => {
      const served = part(track)
      return served === undefined ? [] : [{
        uri: segmentName(of, segment.sequence, served.hash), init: initName(of, of === 'aac' ? this.#aac.init.hash : served.init),
        duration: segment.to - segment.from, wall: zero + segment.from / MICROS_PER_MS, discontinuity: segment.discontinuity,
      }]
    })
  }
}

function tracksOf(segments: readonly IndexedSegment[]): Track[] {
  const found = new Set(segments.flatMap(({ segment }) => segment.parts.map(({ track }) => track)))
  return (['video', 'audio'] as const).filter((track) => found.has(track))
}

function fits({ from, to, parts }: IndexedSegment['segment'], { tracks, targetSeconds }: Shape): boolean {
  return roundedSeconds(to - from) <= targetSeconds && parts.every(({ track }) => tracks.includes(track))
}
