import { createHash } from 'node:crypto'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { Timers } from '../../../../platform/timers.ts'
import type { Track } from '../../wire/words.ts'
import type { LiveSegment, LiveWindow } from '../segments.ts'
import { filler } from './filler.ts'
import { share } from './source.ts'
import type { SharedBytes } from './source.ts'

/** A part of a segment as it is served: one buffer for everybody, made when the first asks. */
export type LivePart = { readonly hash: string; readonly init: string; readonly bytes: SharedBytes }
/** A segment of the live window. `discontinuities`: how many there were up to it, its own included. */
export type IndexedSegment = {
  readonly segment: LiveSegment
  readonly discontinuities: number
  /** Undefined when there was nothing of this track so far. */
  part(track: Track): LivePart | undefined
  /** What {@link part} is made from. */
  source(track: Track): LivePartSource | undefined
}
type LivePartSource = { readonly init: string; readonly initBytes: Uint8Array; readonly content: Uint8Array }

const TRACKS: readonly Track[] = ['video', 'audio']

type Waiter = { readonly from: number; readonly resolve: () => void }
type ClassIndex = { of: readonly LiveSegment[]; indexed: IndexedSegment[]; discontinuities: number; readonly waiters: Set<Waiter> }

/**
 * What playlists need of the live window beyond its segments.
 *
 * 1. A segment's count of discontinuities never changes, however much falls off the window before it.
 * 2. Nothing is hashed or copied of a class that nobody watches this way.
 * 3. Of a class that is over nothing is held, and nobody waits for more of it.
 */
export class LiveIndex {
  readonly #window: LiveWindow
  readonly #timers: Timers
  readonly #classes = new Map<ClassId, ClassIndex>()
  readonly #stops: ReadonlyArray<() => void>

  constructor(window: LiveWindow, timers: Timers) {
    this.#window = window
    this.#timers = timers
    this.#stops = [window.onSegment((classId) => this.#grew(classId)), window.onForgotten((classId) => this.#forget(classId))]
  }

  /** Oldest first. */
  segments(classId: ClassId): readonly IndexedSegment[] {
    return this.#update(classId).indexed
  }

  /** The init segment whose hash begins so. The window may have let it go already: filled parts still need it. */
  init(classId: ClassId, hash: string): Uint8Array | undefined {
    for (const { source } of this.segments(classId)) {
      const found = TRACKS.map(source).find((one) => one?.init.startsWith(hash))
      if (found) return found.initBytes
    }
    return undefined
  }

  get window(): LiveWindow {
    return this.#window
  }

  /** Resolves when there is a segment of that number or later, or after `withinMs`. */
  async reach(classId: ClassId, number: number, withinMs: number): Promise<void> {
    const { indexed, waiters } = this.#update(classId)
    const newest = indexed.at(-1)
    if (newest && newest.segment.sequence >= number) return
    await new Promise<void>((resolve) => {
      const waiter: Waiter = { from: number, resolve: () => { callOff(); waiters.delete(waiter); resolve() } }
      const callOff = this.#timers.after(withinMs, () => waiter.resolve())
      waiters.add(waiter)
    })
  }

  close(): void {
    for (const stop of this.#stops) stop()
    for (const { waiters } of this.#classes.values()) for (const waiter of waiters) waiter.resolve()
  }

  #grew(classId: ClassId): void {
    const { indexed, waiters } = this.#update(classId)
    const newest = indexed.at(-1)?.segment.sequence ?? -1
    for (const waiter of waiters) if (newest >= waiter.from) waiter.resolve()
  }

  /** What the next segment goes on from stays. */
  #forget(classId: ClassId): void {
    for (const waiter of this.#update(classId).waiters) waiter.resolve()
  }

  #update(classId: ClassId): ClassIndex {
    const index = this.#classes.get(classId) ?? { of: [], indexed: [], discontinuities: 0, waiters: new Set() }
    this.#classes.set(classId, index)
    const segments = this.#window.segments(classId)
    if (segments === index.of) return index
    index.of = segments
    let last = index.indexed.at(-1)
    const known = new Map(index.indexed.map((one) => [one.segment, one]))
    index.indexed = segments.map((segment) => {
      const before = known.get(segment)
      if (before === undefined && segment.discontinuity) index.discontinuities += 1
      last = before ?? indexedSegment(segment, index.discontinuities, sourcesOf(segment, last, (sha256) => this.#window.init(classId, sha256)?.bytes))
      return last
    })
    return index
  }
}

type Sources = ReadonlyMap<Track, LivePartSource>

/** A part without content of its own is filled from the last one of its track that had some. */
function sourcesOf(segment: LiveSegment, before: IndexedSegment | undefined, initOf: (sha256: string) => Uint8Array | undefined): Sources {
  return new Map(TRACKS.flatMap((track) => {
    const own = segment.parts.find((part) => part.track === track)
    const initBytes = own && initOf(own.init)
    const source = own && initBytes ? { init: own.init, initBytes, content: own.content } : before?.source(track)
    return source ? [[track, source]] : []
  }))
}

/** Closes over its own segment alone: one that knew the one before would keep the whole class in memory. */
function indexedSegment(segment: LiveSegment, discontinuities: number, sources: Sources): IndexedSegment {
  const made = new Map<Track, LivePart>()
  const contentOf = (track: Track, { content }: LivePartSource): Uint8Array => (segment.parts.some((part) => part.content === content) ? content : filler(track, segment, content))
  return {
    segment, discontinuities,
    source: (track) => sources.get(track),
    part(track) {
      const source = sources.get(track)
      const known = made.get(track)
      if (known || !source) return known
      const bytes = share(contentOf(track, source))
      const part = { hash: createHash('sha256').update(bytes).digest('hex'), init: source.init, bytes }
      made.set(track, part)
      return part
    },
  }
}
