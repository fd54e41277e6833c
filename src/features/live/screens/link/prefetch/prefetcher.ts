import { type ReadonlySignal, signal } from '@preact/signals'
import type { Crypto } from '../../../../../kernel/crypto.ts'
import { Malformed, Refused } from '../../../../../kernel/failures.ts'
import { type HubTime, later, type Micros, MICROS_PER_MS } from '../../../../../kernel/time.ts'
import { Unreachable } from '../../../../../ui/client.ts'
import type { Timers } from '../../../../../ui/timers.ts'
import { type LinkHistory, readHistory, seen, writeHistory } from '../../../rules/prefetch/link-history.ts'
import { type FileNeed, type FileRef, needsOf, type SeatNeeds } from '../../../rules/prefetch/needs.ts'
import { type HeldFile, type LinkSight, nextPieces, type Piece, restAfter } from '../../../rules/prefetch/prefetch.ts'
import type { Run } from '../../../wire/run.ts'
import type { Prepared } from '../../../wire/words.ts'
import type { Catalogue, FoundFile } from './catalogue.ts'
import { FileBytes } from './file-bytes.ts'
import type { FileKeep } from './file-keep.ts'

/** A picture that is here, as an address for an `img`. */
export type ShownPicture = { readonly url: string; readonly title: string; readonly width: number; readonly height: number }

export type PrefetchDeps = {
  readonly catalogue: Catalogue
  /** Fetches a stretch and hands on what comes. Throws `Unreachable`, `Refused` or `Malformed`. */
  readonly fetchPiece: (path: string, piece: Piece, onBytes: (bytes: Uint8Array<ArrayBuffer>) => void) => Promise<void>
  readonly sha256: Crypto['sha256']
  readonly timers: Timers
  /** The shared time, and the page's own. */
  readonly hubNow: () => HubTime | undefined
  readonly now: () => Micros
  /** In [0, 1): so that a class whose requests were turned away does not come back in one breath. */
  readonly random: () => number
  readonly sight: () => Pick<LinkSight, 'rung' | 'cause' | 'soundSuffers' | 'asleep'>
  readonly seat: () => SeatNeeds
  /** What the device remembers of its link; null where nothing may be stored. */
  readonly memory: { readonly read: () => string | null; readonly write: (text: string) => void } | null
  /** Files over a reload; null where a page may not keep them. */
  readonly keep: FileKeep | null
}

const LOOK_MS = 250
/** A box that is busy soon has room again; a link that fails may do so for long. */
const AGAIN_MS = { first: 1000, busy: 4000, most: 30_000 } as const

type Held = { readonly file: FileBytes; readonly found: FoundFile; underWay: boolean; failures: number; notBefore: HubTime | null }
type Waiting = { readonly ref: FileRef; readonly done: (bytes: ArrayBuffer) => void; readonly failed: (error: unknown) => void }

/**
 * Fetches what the plan needs before it is needed. What to fetch when is decided by `rules/prefetch`;
 * this asks for it, holds it, and says how much is here.
 *
 * 1. A failure of one file is never that of another, and none is for good while it is needed.
 * 2. What was asked for just now (music that begins) comes before all that is planned.
 * 3. Nothing is asked for after the end, and pictures' addresses are given back.
 */
export class Prefetcher {
  readonly #deps: PrefetchDeps
  readonly #held = new Map<FileRef, Held>()
  readonly #pictures = signal<ReadonlyMap<FileRef, ShownPicture>>(new Map())
  readonly #ready = signal<Prepared | undefined>(undefined)
  #history: LinkHistory
  #run: Run | null | undefined
  #startsAt: HubTime | null = null
  #since: HubTime | undefined
  #restUntil: HubTime | null = null
  #waiting: Waiting | null = null
  #callOffLook: (() => void) | undefined
  #hasEnded = false

  constructor(deps: PrefetchDeps) {
    this.#deps = deps
    this.#history = readHistory(deps.memory?.read() ?? null)
    deps.catalogue.on(() => this.look())
  }

  /** Those that are here and right. */
  get pictures(): ReadonlySignal<ReadonlyMap<FileRef, ShownPicture>> {
    return this.#pictures
  }

  /** {@link prepared}, as it changes. */
  get ready(): ReadonlySignal<Prepared | undefined> {
    return this.#ready
  }

  /** The run of show as the box tells it, and when the class is to begin. */
  hear(run: Run | null, startsAt: HubTime | null): void {
    this.#run = run
    this.#startsAt = startsAt
    this.look()
  }

  /** How much of what the rest of the plan needs is here; undefined before that is known. What the box no longer has is not needed. */
  prepared(): Prepared | undefined {
    const now = this.#deps.hubNow()
    if (now === undefined || this.#run === undefined) return undefined
    const planned = needsOf(this.#run, this.#deps.seat(), now, this.#startsAt)
    const needed = planned.map(({ ref }) => ref).filter((ref) => !this.#deps.catalogue.lacks(ref))
    return { have: needed.filter((ref) => this.#held.get(ref)?.file.whole).length, of: needed.length }
  }

  /** Whether all of a file is here and right. */
  isHere(ref: FileRef): boolean {
    return !!this.#held.get(ref)?.file.whole
  }

  /** The bytes of a track that is to sound now. Rejects as fetching does; who still wants it asks again. */
  bytes(ref: FileRef): Promise<ArrayBuffer> {
    this.#giveUp(new Unreachable())
    return new Promise((done, failed) => {
      this.#waiting = { ref, done, failed } // 2
      this.#tellWaiting()
      this.look()
    })
  }

  /** `isOver`: so is the class, and nothing of it is kept on the device. */
  end(isOver = false): void {
    if (isOver) void this.#deps.keep?.tidy(null)
    this.#hasEnded = true
    this.#callOffLook?.()
    this.#giveUp(new Unreachable())
    for (const { url } of this.#pictures.peek().values()) URL.revokeObjectURL(url) // 3
    this.#pictures.value = new Map()
  }

  /** Asks for what is to be asked for now. Called by itself as long as something is missing. */
  look(): void {
    this.#callOffLook?.()
    const { hubNow, sight, seat, catalogue, timers } = this.#deps
    const now = hubNow()
    if (this.#hasEnded) return
    if (now === undefined) return void (this.#callOffLook = timers.after(LOOK_MS, () => this.look()))
    this.#since ??= now
    this.#tellReady()
    const needs = this.#needs(now)
    void catalogue.look(needs.map(({ ref }) => ref), seat().sounds)
    this.#hold(needs)
    if (this.#waiting !== null && catalogue.lacks(this.#waiting.ref)) this.#giveUp(new Refused('TRACK_UNKNOWN'))
    const link: LinkSight = { ...sight(), history: this.#history, since: this.#since, restUntil: this.#restUntil }
    for (const piece of nextPieces(needs, this.#sizes(), link, now)) void this.#fetch(piece)
    if (needs.some(({ ref }) => !this.#held.get(ref)?.file.whole)) this.#callOffLook = timers.after(LOOK_MS, () => this.look())
  }

  #needs(now: HubTime): FileNeed[] {
    const seat = this.#deps.seat()
    const planned = needsOf(this.#run ?? null, seat, now, this.#startsAt)
    const urgent = this.#waiting === null ? [] : [{ ref: this.#waiting.ref, due: now }]
    const anyTime = seat.sounds ? this.#deps.catalogue.unplanned(planned).map((ref) => ({ ref, due: null })) : []
    return [...urgent, ...planned.filter(({ ref }) => ref !== this.#waiting?.ref), ...anyTime]
  }

  /** Knows of each file that is needed, and looks whether the page kept it from before. */
  #hold(needs: readonly FileNeed[]): void {
    for (const { ref } of needs) {
      const found = this.#held.has(ref) ? undefined : this.#deps.catalogue.find(ref)
      if (!found) continue
      const held: Held = { file: new FileBytes(found, this.#deps.sha256), found, underWay: this.#deps.keep !== null, failures: 0, notBefore: null }
      this.#held.set(ref, held)
      void this.#deps.keep?.get(found.path).then((bytes) => {
        held.underWay = false
        if (bytes?.length === found.bytes && held.file.take(bytes)) this.#arrived(ref, held)
        this.look()
      })
    }
  }

  #sizes(): Map<FileRef, HeldFile> {
    return new Map([...this.#held].map(([ref, { file, underWay, notBefore }]) => [ref, { bytes: file.known.bytes, have: file.have, underWay, notBefore }]))
  }

  async #fetch(piece: Piece): Promise<void> {
    const held = this.#held.get(piece.ref)
    if (!held) return
    const { now, fetchPiece } = this.#deps
    const began = now()
    let [came, isRight] = [0, true]
    held.underWay = true
    try {
      await fetchPiece(held.found.path, piece, (bytes) => {
        came += bytes.length
        isRight = held.file.take(bytes) && isRight
      })
      if (!isRight || came === 0) throw new Malformed('a file of the box: its bytes')
      this.#came(held, { bytes: came, took: now() - began })
      if (held.file.whole) this.#arrived(piece.ref, held, true)
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof Refused || error instanceof Malformed)) throw error
      this.#failed(piece.ref, held, error)
    } finally {
      held.underWay = false
      this.look()
    }
  }

  #came(held: Held, fetched: { readonly bytes: number; readonly took: Micros }): void {
    held.failures = 0
    held.notBefore = null
    this.#learn(fetched)
    const at = this.#deps.hubNow()
    if (at !== undefined) this.#restUntil = later(at, restAfter(fetched.took, { ...this.#deps.sight(), history: this.#history }))
  }

  /** A box that is only busy says nothing about the link. 1 */
  #failed(ref: FileRef, held: Held, error: unknown): void {
    if (!(error instanceof Refused)) this.#learn('failed')
    const most = error instanceof Refused ? AGAIN_MS.busy : AGAIN_MS.most
    const wait = Math.min(most, AGAIN_MS.first * 2 ** held.failures) * (0.5 + this.#deps.random())
    held.failures += 1
    const at = this.#deps.hubNow() ?? this.#since
    if (at !== undefined) held.notBefore = later(at, wait * MICROS_PER_MS)
    if (this.#waiting?.ref === ref) this.#giveUp(error)
  }

  #giveUp(error: unknown): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.failed(error)
  }

  #arrived(ref: FileRef, { found, file }: Held, isNew = false): void {
    if (this.#hasEnded || file.whole === null) return
    if (isNew) void this.#deps.keep?.put(found.path, file.whole)
    if (found.picture) {
      const { type, title, width, height } = found.picture
      const url = URL.createObjectURL(new Blob([file.whole], { type }))
      this.#pictures.value = new Map([...this.#pictures.peek(), [ref, { url, title, width, height }]])
    }
    this.#tellWaiting()
  }

  /** A copy: decoding sound takes the bytes away. */
  #tellWaiting(): void {
    const waiting = this.#waiting
    const whole = waiting && this.#held.get(waiting.ref)?.file.whole
    if (!whole) return
    this.#waiting = null
    waiting.done(whole.slice().buffer)
  }

  #tellReady(): void {
    const [before, now] = [this.#ready.peek(), this.prepared()]
    if (before?.have !== now?.have || before?.of !== now?.of) this.#ready.value = now
  }

  #learn(fetched: Parameters<typeof seen>[1]): void {
    this.#history = seen(this.#history, fetched)
    this.#deps.memory?.write(writeHistory(this.#history))
  }
}
