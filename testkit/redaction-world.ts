import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decryptedPages } from './decrypted-pages.ts'
import { HandClock } from './hand-clock.ts'
import type { ReplacedBy, Track } from '../src/features/capture/wire/words.ts'
import { recordingDestroyed, segmentSealed } from '../src/features/capture/wire/entries.ts'
import type { RedactionCoder } from '../src/features/capture/hub/redaction/coder.ts'
import type { RedactionDeps, Removed } from '../src/features/capture/hub/redaction/deps.ts'
import { prepareRedaction } from '../src/features/capture/hub/redaction/prepare-redaction.ts'
import type { PreparedRedaction } from '../src/features/capture/hub/redaction/prepare-redaction.ts'
import type { InitSegment } from '../src/features/capture/hub/segments.ts'
import { segmentShelf } from '../src/features/capture/hub/shelf.ts'
import { captureProjector, keepInit, keepSegmentKey, sealedBlobs, storedSegments } from '../src/features/capture/hub/store.ts'
import type { WallSpan } from '../src/features/capture/hub/stream/recorded-source.ts'
import { hex } from '../src/kernel/bytes.ts'
import type { ClassId } from '../src/kernel/ids.ts'
import { hubTime, MICROS_PER_MS } from '../src/kernel/time.ts'
import type { WallTime } from '../src/kernel/time.ts'
import { fragment } from '../src/media/cmaf/fragment.ts'
import { initSegment } from '../src/media/cmaf/init-segment.ts'
import { TIMESCALE } from '../src/media/cmaf/track.ts'
import type { TrackConfig } from '../src/media/cmaf/track.ts'
import { openBlobs } from '../src/platform/blobs.ts'
import type { Blobs } from '../src/platform/blobs.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { openJournal } from '../src/platform/journal/journal.ts'
import type { Journal } from '../src/platform/journal/journal.ts'
import { openDatabase } from '../src/platform/sqlite/database.ts'
import type { Database } from '../src/platform/sqlite/database.ts'
import { openedBy } from './disk-search.ts'

export const CLASS = 'cls_aaaaaaaaaaaaaaaa' as ClassId
const SECONDS = 2

/** The process is gone: nothing after this happens. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

const VIDEO: TrackConfig = { track: 'video', entry: 'avc1', codec: 'avc1.42c01f', width: 320, height: 180, box: Uint8Array.of(0, 0, 0, 8, 97, 118, 99, 67) }

/** A recording on a real journal and a real disk, whose process can be killed before or after anything that it does there. */
export class RedactionWorld implements Disposable {
  readonly clock = new HandClock()
  readonly folder = mkdtempSync(join(tmpdir(), 'lectern-redaction-'))
  readonly forgotten: ClassId[] = []
  readonly letGo: number[] = []
  coder: RedactionCoder | null = null
  /** What comes of the next writes; the disk's own answer when empty. */
  failWrites: Error | null = null
  failRemoves = false
  journal!: Journal // Set by #start, which the constructor calls; so are those below.
  blobs!: Blobs
  deps!: RedactionDeps
  #database!: Database
  #stepsLeft = Infinity
  /** Steps taken since the last start. */
  steps = 0
  readonly #key = nodeCrypto().randomBytes(32)

  constructor() {
    this.#start()
  }

  #start(): void {
    const { clock } = this
    const crypto = nodeCrypto()
    this.#stepsLeft = Infinity
    this.steps = 0
    this.#database = openDatabase(join(this.folder, 'lectern.db'), this.#key)
    this.journal = openJournal({
      database: this.#database, crypto, projectors: [captureProjector], timers: clock, fault: (error) => { throw error },
      stamp: () => ({ boot: clock.boot, monotonic: clock.now(), wall: clock.wall(), uncertainty: null, quality: 'none' }),
    })
    const disk = openBlobs(this.blobsFolder)
    this.blobs = {
      get: (ref, key) => this.#step(() => disk.get(ref, key)),
      put: (content) => this.#step(() => (this.failWrites ? Promise.reject(this.failWrites) : disk.put(content))),
      remove: (ref) => this.#step(() => (this.failRemoves ? Promise.reject(new Error('EIO')) : disk.remove(ref))),
      sweep: (keep) => disk.sweep(keep),
    }
    const { journal, blobs } = this
    this.deps = {
      clock, crypto, blobs, shelf: segmentShelf({ query: journal.query, blobs }), coder: () => this.coder,
      journal: { query: journal.query, scrub: () => { this.#tick(); journal.scrub(); this.#tick() } },
      window: { letGo: (_, to) => void this.letGo.push(to) }, forget: (classId) => void this.forgotten.push(classId),
    }
  }

  /** The process dies before its step of that number from now on, counted from 0; each thing it does to the disk has one before and one after. */
  killAt(step: number): void {
    this.#stepsLeft = step
  }

  #tick(): void {
    if (this.#stepsLeft <= 0) throw new Killed()
    this.#stepsLeft -= 1
    this.steps += 1
  }

  async #step<T>(work: () => Promise<T>): Promise<T> {
    this.#tick()
    const result = await work()
    this.#tick()
    return result
  }

  get blobsFolder(): string {
    return join(this.folder, 'blobs')
  }

  get files(): string[] {
    return readdirSync(this.folder).includes('blobs') ? readdirSync(this.blobsFolder) : []
  }

  /** Seals the next segment, two seconds of which every sample says what it is; `tracks`: picture and sound unless stated. */
  async seal(tracks: readonly Track[] = ['video', 'audio'], video: TrackConfig = VIDEO): Promise<number> {
    const number = storedSegments(this.journal.query, CLASS).length
    const [from, to] = [this.clock.now(), hubTime(this.clock.now() + SECONDS * 1_000_000)]
    this.clock.advance(SECONDS * 1000)
    const parts = tracks.map((track) => {
      const scale = TIMESCALE[track] / 1_000_000
      const samples = Array.from({ length: 100 }, (_, index) => ({ data: Buffer.from(markOf(track, number, index)), time: Math.round(from * scale) + index * 960, key: true }))
      return { init: initOf(track === 'video' ? video : { track: 'audio', codec: 'opus', channels: 2 }), content: fragment(track === 'video' ? samples.slice(0, 10) : samples, Math.round(to * scale), number + 1) }
    })
    const { ref, key } = await this.blobs.put(Buffer.concat(parts.map(({ content }) => content)))
    this.journal.transact((tx) => {
      for (const { init } of parts) keepInit(tx.sql, init)
      keepSegmentKey(tx.sql, CLASS, number, { key, salt: new Uint8Array(32) })
      tx.append({
        kind: segmentSealed.kind, classId: CLASS, actor: 'box', blobs: [ref],
        body: { number, from, to, plain: '0'.repeat(64), discontinuity: false, parts: parts.map(({ init, content }) => ({ track: init.track, codec: init.codec, bytes: content.length, init: init.sha256 })) },
      })
    })
    return number
  }

  /** The span of segments `first` up to and with `last`. */
  span(first: number, last = first): WallSpan {
    const [from, to] = [storedSegments(this.journal.query, CLASS)[first], storedSegments(this.journal.query, CLASS)[last]]
    return { from: ((from?.wall ?? 0) + 1) as WallTime, to: ((to?.wall ?? 0) + SECONDS * MICROS_PER_MS - 1) as WallTime }
  }

  prepare(span: WallSpan, remove: Removed, means: ReplacedBy = 'silence'): Promise<PreparedRedaction> {
    return prepareRedaction(this.deps, CLASS, span, remove, means)
  }

  commit(prepared: PreparedRedaction): void {
    this.#tick()
    this.journal.transact((tx) => prepared.commit(tx, { cause: null, actor: 'dev_reviewer' }))
    this.#tick()
  }

  async redact(span: WallSpan, remove: Removed, means: ReplacedBy = 'silence'): Promise<PreparedRedaction> {
    const prepared = await this.prepare(span, remove, means)
    this.commit(prepared)
    await prepared.done()
    return prepared
  }

  destroy(): void {
    this.journal.transact((tx) => void tx.append({ kind: recordingDestroyed.kind, classId: CLASS, actor: 'box', body: { segments: 0 } }))
  }

  /** A process starts on what is there, as the core does: sweeps what no row names, and empties the log. */
  async restart(): Promise<void> {
    this.journal.close()
    this.#database.close()
    this.#start()
    this.journal.scrub()
    await this.blobs.sweep(sealedBlobs(this.journal.query))
  }

  /** Which segments' tracks can be got at by somebody with the disk and every key that is left: each key is tried on each file. */
  readable(): Set<string> {
    const keys = this.journal.query.all<{ key: Uint8Array }>('SELECT key FROM capture_segment_key').map(({ key }) => key)
    const found = new Set<string>()
    for (const file of this.files) {
      for (const key of keys) for (const mark of marksIn(openedBy(readFileSync(join(this.blobsFolder, file)), key))) found.add(mark)
    }
    return found
  }

  /** Keys of segments as they are now. */
  keys(): Uint8Array[] {
    return this.journal.query.all<{ key: Uint8Array }>('SELECT key FROM capture_segment_key ORDER BY number').map(({ key }) => new Uint8Array(key))
  }

  /** Whether some bytes lie in any page or log of the database, which is closed for it and opened again. */
  holds(bytes: Uint8Array): boolean {
    this.journal.close()
    this.#database.close()
    const pages = decryptedPages(join(this.folder, 'lectern.db'), this.#key)
    this.#start()
    return pages.includes(bytes)
  }

  /** What the segment's tracks hold now. */
  async marks(number: number): Promise<Set<string>> {
    return marksIn(Buffer.from(await this.deps.shelf.open(CLASS, number)))
  }

  /** Another content under the name of a file. */
  damage(number: number): void {
    const sha256 = storedSegments(this.journal.query, CLASS).find((one) => one.number === number)?.blob.sha256 ?? ''
    writeFileSync(join(this.blobsFolder, Buffer.from(sha256, 'base64url').toString('hex')), 'something else')
  }

  [Symbol.dispose](): void {
    this.journal.close()
    this.#database.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function initOf(config: TrackConfig): InitSegment {
  const bytes = new Uint8Array(initSegment(config))
  return { sha256: hex(createHash('sha256').update(bytes).digest()), track: config.track, codec: config.codec, bytes, size: config.track === 'video' ? { width: config.width, height: config.height } : null }
}

const markOf = (track: Track, number: number, sample: number): string => `<${track} of segment ${number}>${sample}`

function marksIn(bytes: Buffer | undefined): Set<string> {
  return new Set([...(bytes?.toString('latin1') ?? '').matchAll(/<(\w+) of segment (\d+)>/g)].map(([, track = '', number = '']) => `${track} ${number}`))
}
