import { MICROS_PER_MS } from '../../kernel/time.ts'
import type { ClipSegment, ClipSpan, ClipTrack } from './clip.ts'

/** Which segments go into which file, and where in it. Pure. */

/** `at`: where its `from` lies in the file, microseconds. */
export type Placed = { readonly segment: ClipSegment; readonly at: number }
/** `inits`: the first of each track. `brings`: its picture has more than one configuration. */
export type PlannedFile = { readonly placed: readonly Placed[]; readonly inits: Readonly<Partial<Record<ClipTrack, string>>>; readonly brings: boolean }

/** Between stretches that do not follow one another: sound of the one may last a packet longer than its segment. */
const SEAM = 40 * MICROS_PER_MS

/** By the wall clock. */
export function endOf({ wall, from, to }: ClipSegment): number {
  return wall + (to - from) / MICROS_PER_MS
}

/** Segments that a part of lies within the span: a clip is cut where segments are. */
export function withinSpan(segments: readonly ClipSegment[], { from, to }: ClipSpan): ClipSegment[] {
  return segments.filter((segment) => (from === null || endOf(segment) > from) && (to === null || segment.wall < to))
}

/** As few files as can be: another one begins where a track goes on in another codec. What is missing between two segments is left out. */
export function planFiles(segments: readonly ClipSegment[]): PlannedFile[] {
  const files: Growing[] = []
  for (const segment of segments) {
    const last = files.at(-1)
    if (last && last.takes(segment)) last.add(segment)
    else files.push(new Growing(segment))
  }
  return files.map((file) => file.planned())
}

class Growing {
  readonly #placed: Placed[] = []
  readonly #codecs = new Map<ClipTrack, string>()
  readonly #inits = new Map<ClipTrack, string>()
  readonly #pictures = new Set<string>()

  constructor(first: ClipSegment) {
    this.add(first)
  }

  takes({ parts }: ClipSegment): boolean {
    return parts.every(({ track, codec, init }) => {
      const known = this.#codecs.get(track)
      return known === undefined || (known === familyOf(codec) && (track === 'video' || this.#inits.get(track) === init))
    })
  }

  add(segment: ClipSegment): void {
    this.#placed.push({ segment, at: this.#next(segment) })
    for (const { track, codec, init } of segment.parts) {
      if (!this.#codecs.has(track)) {
        this.#codecs.set(track, familyOf(codec))
        this.#inits.set(track, init)
      }
      if (track === 'video') this.#pictures.add(init)
    }
  }

  #next({ boot, from }: ClipSegment): number {
    const last = this.#placed.at(-1)
    if (!last) return 0
    const end = last.at + last.segment.to - last.segment.from
    return last.segment.boot === boot && last.segment.to === from ? end : end + SEAM
  }

  planned(): PlannedFile {
    return { placed: this.#placed, inits: Object.fromEntries(this.#inits), brings: this.#pictures.size > 1 }
  }
}

function familyOf(codec: string): string {
  const family = codec.split('.')[0] ?? ''
  return family === 'avc3' ? 'avc1' : family
}
