import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HandClock } from './hand-clock.ts'
import { Refused } from '../src/kernel/failures.ts'
import type { ClassCode, ClassId, DeviceId, PublisherId } from '../src/kernel/ids.ts'
import { hubTime, MICROS_PER_MS } from '../src/kernel/time.ts'
import type { HubTime, WallTime } from '../src/kernel/time.ts'
import { openBlobs } from '../src/platform/blobs.ts'
import type { Blobs } from '../src/platform/blobs.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { openJournal } from '../src/platform/journal/journal.ts'
import type { Journal } from '../src/platform/journal/journal.ts'
import { openDatabase } from '../src/platform/sqlite/database.ts'
import type { Database } from '../src/platform/sqlite/database.ts'
import type { ClassPhase } from '../src/features/live/wire/words.ts'
import type { Recording } from '../src/features/capture/wire/words.ts'
import type { CapturedClass } from '../src/features/capture/hub/deps.ts'
import { MemoryWindow } from '../src/features/capture/hub/live-window.ts'
import type { ClosedSegment } from '../src/features/capture/hub/live-window.ts'
import { setRecording } from '../src/features/capture/hub/recording/set-recording.ts'
import type { RecordingDeps } from '../src/features/capture/hub/recording/deps.ts'
import { segmentShelf } from '../src/features/capture/hub/shelf.ts'
import { captureProjector } from '../src/features/capture/hub/store.ts'
import type { InitSegment } from '../src/features/capture/hub/segments.ts'
import { DiskRoom } from '../src/features/capture/hub/recorder/disk-room.ts'
import { RecordingDesk } from '../src/features/capture/hub/recorder/recording-desk.ts'
import { Sealer } from '../src/features/capture/hub/recorder/sealer.ts'

export const CLASS = 'cls_aaaaaaaaaaaaaaaa' as ClassId
export const CODE = 'AAAAAA' as ClassCode
export const HOST = 'dev_aaaaaaaaaaaaaaaa' as DeviceId
export const PRESENTER = 'pub_aaaaaaaaaaaaaaaa' as PublisherId
const INIT: InitSegment = { sha256: 'ab'.repeat(32), track: 'audio', codec: 'opus', bytes: Uint8Array.of(1, 2, 3), size: null }

/** The recording of one class on a real journal and a real disk, with time wound by hand and segments made by the test. */
export class RecordingWorld implements Disposable {
  readonly clock = new HandClock()
  readonly folder = mkdtempSync(join(tmpdir(), 'lectern-recording-'))
  readonly told: Recording[] = []
  readonly taps: (string | undefined)[] = []
  readonly asked: ClassId[] = []
  readonly faults: unknown[] = []
  freeBytes = 10 * 1024 ** 3
  phase: ClassPhase = 'lobby'
  mediaWorks = true
  journal!: Journal // Set by #start, which the constructor calls; so are those below.
  blobs!: Blobs
  window!: MemoryWindow
  desk!: RecordingDesk
  deps!: RecordingDeps
  #sealer!: Sealer
  #database!: Database
  readonly #key = nodeCrypto().randomBytes(32)

  constructor() {
    this.#start()
  }

  #start(): void {
    const { clock } = this
    const crypto = nodeCrypto()
    const onFault = (error: unknown): void => void this.faults.push(error)
    this.#database = openDatabase(join(this.folder, 'lectern.db'), this.#key)
    this.journal = openJournal({
      database: this.#database, crypto, projectors: [captureProjector], timers: clock, fault: onFault,
      stamp: () => ({ boot: clock.boot, monotonic: clock.now(), wall: clock.wall(), uncertainty: null, quality: 'none' }),
    })
    this.blobs = openBlobs(this.blobsFolder)
    this.window = new MemoryWindow(Math.round(clock.wall() - clock.now() / MICROS_PER_MS) as WallTime, onFault)
    const room = new DiskRoom(this.folder, () => clock.now(), () => Promise.resolve(this.freeBytes))
    this.desk = new RecordingDesk({
      journal: this.journal, clock, timers: clock, window: this.window, room, onFault,
      engine: () => (this.mediaWorks ? { setTap: (_, publisher) => Promise.resolve(void this.taps.push(publisher)) } : null),
      sealer: (heard) => (this.#sealer = new Sealer({ journal: this.journal, crypto, timers: clock, blobs: this.blobs, room, onFault, ...heard })),
      finish: (classId) => this.asked.push(classId) > 0,
      tell: (_, recording) => this.told.push(recording),
    })
    this.deps = {
      journal: this.journal, clock, window: this.window, recordings: this.desk, blobs: this.blobs, forget: () => undefined, onFault,
      shelf: segmentShelf({ query: this.journal.query, blobs: this.blobs }),
      findClass: (code) => this.#class(code), tellClass: () => undefined,
    }
  }

  #class(code: string): CapturedClass {
    if (code !== CODE) throw new Refused('CLASS_UNKNOWN')
    return { id: CLASS, code: CODE, title: 'A class', phase: this.phase }
  }

  get blobsFolder(): string {
    return join(this.folder, 'blobs')
  }

  get files(): string[] {
    return readdirSync(this.folder).includes('blobs') ? readdirSync(this.blobsFolder) : []
  }

  get recording(): Recording {
    return this.desk.recording(CLASS)
  }

  kinds(): string[] {
    return this.journal.read(0, this.journal.head().size).map(({ kind }) => kind)
  }

  bodies(kind: string): unknown[] {
    return this.journal.read(0, this.journal.head().size).filter((entry) => entry.kind === kind).map(({ body }) => body)
  }

  lobby(): void {
    this.phase = 'lobby'
    this.desk.onClass(CLASS, 'lobby', null)
  }

  begin(presenter: PublisherId | null = PRESENTER): void {
    this.phase = 'live'
    this.journal.transact((tx) => tx.append({ kind: 'live.class-begun.1', classId: CLASS, actor: HOST, body: { at: this.clock.now() } }))
    this.desk.onClass(CLASS, 'live', presenter)
  }

  /** The class is over; its last entry stands. */
  end(): void {
    this.phase = 'closed'
    this.desk.onClass(CLASS, 'closed', null)
  }

  /** A segment of the last two seconds comes from the recorder; time goes on for it first. */
  segment(content: string = 'sound', ms = 2000): ClosedSegment {
    const from = this.clock.now()
    this.clock.advance(ms)
    const bytes = new Uint8Array(Buffer.from(content))
    const closed: ClosedSegment = {
      from, to: this.clock.now(), discontinuity: false,
      parts: [{ track: 'audio', codec: 'opus', bytes: bytes.length, init: INIT.sha256, content: bytes }],
    }
    this.desk.hear({ type: 'segment', classId: CLASS, closed, inits: [INIT] })
    return closed
  }

  settled(): Promise<void> {
    return this.#sealer.settled()
  }

  /** From now on nothing can be written to the folder: a file lies in its place. Answers how to mend it. */
  breakFolder(): () => void {
    const aside = join(this.folder, 'aside')
    const had = this.files.length > 0
    if (had) renameSync(this.blobsFolder, aside)
    else rmSync(this.blobsFolder, { recursive: true, force: true })
    writeFileSync(this.blobsFolder, 'not a folder')
    return () => {
      rmSync(this.blobsFolder)
      if (had) renameSync(aside, this.blobsFolder)
    }
  }

  /** The process ends without a word, and a new one starts on the same data. */
  crash(): void {
    this.clock.forget()
    this.#database.close()
    this.#start()
    this.desk.onClass(CLASS, this.phase, null)
  }

  /** The last byte of a file turns into another. */
  damage(file: string): void {
    writeFileSync(join(this.blobsFolder, file), 'something else')
  }

  at(ms: number): HubTime {
    return hubTime(this.clock.now() + ms * MICROS_PER_MS)
  }

  [Symbol.dispose](): void {
    this.journal.close()
    this.#database.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A class on the record, with so many kept segments. */
export async function recorded(world: RecordingWorld, segments = 2): Promise<void> {
  world.lobby()
  setRecording(world.deps, CODE, true, HOST)
  world.begin()
  for (let count = 0; count < segments; count += 1) {
    world.segment(`segment ${count}`)
    await world.settled()
  }
}
