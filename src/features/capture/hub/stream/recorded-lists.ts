import type { ClassId } from '../../../../kernel/ids.ts'
import type { SegmentPart, Track } from '../../wire/words.ts'
import type { SegmentShelf, StoredSegment } from '../segments.ts'

/** A segment, and for each track the nearest one that has it: itself, else one before, else one after. */
export type Listed = {
  readonly segment: StoredSegment
  /** Something is different from, or missing since, the segment before: when it was sealed, or since one of the two was replaced. */
  readonly discontinuity: boolean
  /** How many up to it, its own included. */
  readonly discontinuities: number
  readonly sources: Readonly<Record<Track, StoredSegment | undefined>>
}

export const TRACKS = ['video', 'audio'] as const satisfies readonly Track[]
/** An hour of class is some megabytes of these. */
const MOST_CLASSES = 4

/** What lies in recordings; of a class that is over once for all who watch it. */
export class RecordedLists {
  readonly #shelf: Pick<SegmentShelf, 'segments'>
  readonly #whole = new Map<ClassId, readonly Listed[]>()
  readonly #generations = new Map<ClassId, number>()

  constructor(shelf: Pick<SegmentShelf, 'segments'>) {
    this.#shelf = shelf
  }

  /** In order. `isOver`: nothing will be added to it. */
  of(classId: ClassId, isOver: boolean): readonly Listed[] {
    const listed = this.#whole.get(classId) ?? listOf(this.#shelf.segments(classId))
    this.#whole.delete(classId)
    if (isOver && listed.length > 0) this.#whole.set(classId, listed)
    // Maps keep the order of insertion: the first is the one asked for longest ago.
    const [oldest] = this.#whole.keys()
    if (this.#whole.size > MOST_CLASSES && oldest !== undefined) this.#whole.delete(oldest)
    return listed
  }

  /** Another number when something of the recording is no longer what it was. */
  generation(classId: ClassId): number {
    return this.#generations.get(classId) ?? 0
  }

  /** Its keys were destroyed, or some of its segments replaced. */
  forget(classId: ClassId): void {
    this.#whole.delete(classId)
    this.#generations.set(classId, this.generation(classId) + 1)
  }
}

/** In order, as given. */
export function listOf(segments: readonly StoredSegment[]): Listed[] {
  let discontinuities = 0
  const nearest: Record<Track, StoredSegment | undefined> = {
    video: segments.find((one) => partOf(one, 'video')), audio: segments.find((one) => partOf(one, 'audio')),
  }
  let before: Listed | undefined
  return segments.map((segment) => {
    for (const track of TRACKS) if (partOf(segment, track)) nearest[track] = segment
    const sources = { ...nearest }
    const discontinuity = segment.discontinuity || (before !== undefined && TRACKS.some((track) => initOf(sources, track) !== initOf(before?.sources, track)))
    if (discontinuity) discontinuities += 1
    before = { segment, discontinuity, discontinuities, sources }
    return before
  })
}

/** The init segment that goes before a track's part. */
export function initOf(sources: Listed['sources'] | undefined, track: Track): string | undefined {
  const source = sources?.[track]
  return source && partOf(source, track)?.init
}

/** A segment's own share of a track. */
export function partOf(segment: StoredSegment, track: Track): SegmentPart | undefined {
  return segment.parts.find((part) => part.track === track)
}
