import type { ClassId } from '../../../kernel/ids.ts'
import { hubTime, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { HubTime, WallTime } from '../../../kernel/time.ts'
import type { InitSegment, LiveSegment, LiveWindow } from './segments.ts'

/** Longer than any player needs to catch up, and short enough to stay small. */
const WINDOW_MICROS = 30 * MICROS_PER_SECOND
/** However long its segments are, a class has this many for a player to begin with. */
const LEAST_SEGMENTS = 3
/** A bound on what a source at an absurd rate can make the box hold. */
const MOST_BYTES = 96 * 1024 * 1024

/** A segment that was just closed; the window gives it its number. */
export type ClosedSegment = Omit<LiveSegment, 'sequence'>

type Ring = {
  next: number
  bytes: number
  segments: LiveSegment[]
  /** What began before is in the recording another thing by now. */
  goneBefore: HubTime
  readonly inits: Map<string, InitSegment>
}

/** The last half minute of the classes that run, in memory alone: on the record or off it, nothing of it touches a disk. */
export class MemoryWindow implements LiveWindow {
  readonly #wallAtZero: WallTime
  readonly #rings = new Map<ClassId, Ring>()
  readonly #listeners = new Set<(classId: ClassId, segment: LiveSegment) => void>()
  readonly #forgetters = new Set<(classId: ClassId) => void>()
  readonly #onFault: (error: unknown) => void

  constructor(wallAtZero: WallTime, onFault: (error: unknown) => void) {
    this.#wallAtZero = wallAtZero
    this.#onFault = onFault
  }

  segments(classId: ClassId): readonly LiveSegment[] {
    return this.#rings.get(classId)?.segments ?? []
  }

  init(classId: ClassId, sha256: string): InitSegment | undefined {
    return this.#rings.get(classId)?.inits.get(sha256)
  }

  wallAtZero(): WallTime {
    return this.#wallAtZero
  }

  onSegment(listener: (classId: ClassId, segment: LiveSegment) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onForgotten(listener: (classId: ClassId) => void): () => void {
    this.#forgetters.add(listener)
    return () => this.#forgetters.delete(listener)
  }

  /** Takes a closed segment in, with the init segments of its parts. */
  put(classId: ClassId, closed: ClosedSegment, inits: readonly InitSegment[]): LiveSegment {
    const ring = this.#rings.get(classId) ?? { next: 0, bytes: 0, segments: [], goneBefore: hubTime(0), inits: new Map() }
    this.#rings.set(classId, ring)
    // Before the first there is nothing that it could differ from.
    const segment: LiveSegment = { sequence: ring.next, ...closed, discontinuity: closed.discontinuity && ring.next > 0 }
    ring.next += 1
    ring.segments = [...ring.segments, segment]
    ring.bytes += bytesOf(segment)
    for (const init of inits) ring.inits.set(init.sha256, init)
    trim(ring)
    for (const listener of this.#listeners) this.#tell(() => listener(classId, segment))
    return segment
  }

  /**
   * Something up to `to` was replaced in the recording: what began before that goes, and what came before it, since numbers have no gap. A player
   * needs one to go on from: the newest goes with the next that comes.
   */
  letGo(classId: ClassId, to: HubTime): void {
    const ring = this.#rings.get(classId)
    if (!ring || to <= ring.goneBefore) return
    ring.goneBefore = to
    ring.segments = [...ring.segments]
    trim(ring)
  }

  isLetGo(classId: ClassId, { from }: Pick<LiveSegment, 'from'>): boolean {
    return from < (this.#rings.get(classId)?.goneBefore ?? 0)
  }

  /** The class is over. Its numbers go on should it run again. */
  forget(classId: ClassId): void {
    const ring = this.#rings.get(classId)
    if (!ring) return
    ring.segments = []
    ring.bytes = 0
    ring.inits.clear()
    for (const listener of this.#forgetters) this.#tell(() => listener(classId))
  }

  /** A listener that fails must not keep it from the others. */
  #tell(listener: () => void): void {
    try {
      listener()
    } catch (error) {
      this.#onFault(error)
    }
  }
}

function trim(ring: Ring): void {
  const newest = ring.segments.at(-1)
  if (!newest) return
  const isTooMuch = (oldest: LiveSegment): boolean => ring.bytes > MOST_BYTES || newest.to - oldest.to > WINDOW_MICROS
  let oldest = ring.segments[0]
  while (oldest && ((ring.segments.length > 1 && oldest.from < ring.goneBefore) || (ring.segments.length > LEAST_SEGMENTS && isTooMuch(oldest)))) {
    ring.bytes -= bytesOf(oldest)
    ring.segments = ring.segments.slice(1)
    oldest = ring.segments[0]
  }
  const used = new Set(ring.segments.flatMap(({ parts }) => parts.map(({ init }) => init)))
  for (const sha256 of ring.inits.keys()) if (!used.has(sha256)) ring.inits.delete(sha256)
}

function bytesOf({ parts }: LiveSegment): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0)
}
