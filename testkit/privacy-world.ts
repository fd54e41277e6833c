import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureAnswers } from '../src/features/capture/hub/answers.ts'
import { openRedactions } from '../src/features/capture/hub/redaction/redactions.ts'
import type { Redactions } from '../src/features/capture/hub/redaction/redactions.ts'
import { segmentShelf } from '../src/features/capture/hub/shelf.ts'
import { hasSegments, keepInit, keepSegmentKey, sealedBlobs, storedRecording } from '../src/features/capture/hub/store.ts'
import { segmentSealed } from '../src/features/capture/wire/entries.ts'
import { endClass } from '../src/features/live/hub/class/end-class.ts'
import { makeClass } from '../src/features/live/hub/class/make-class.ts'
import { openLobby } from '../src/features/live/hub/class/open-lobby.ts'
import { beginClass } from '../src/features/live/hub/class/begin-class.ts'
import { takeSeat } from '../src/features/live/hub/seats/take-seat.ts'
import { liveAnswers } from '../src/features/live/hub/answers.ts'
import { findClass } from '../src/features/live/hub/views.ts'
import type { ClassView } from '../src/features/live/wire/words.ts'
import { stateConsent } from '../src/features/privacy/hub/consent/state-consent.ts'
import type { PrivacyDeps } from '../src/features/privacy/hub/deps.ts'
import type { BoxTime } from '../src/features/privacy/rules/consent.ts'
import type { Choices, Consent, Span } from '../src/features/privacy/wire/words.ts'
import { ALL_REFUSED } from '../src/features/privacy/wire/words.ts'
import { keepingOf } from '../src/hub/privacy-core.ts'
import type { JsonObject } from '../src/kernel/canonical.ts'
import { newId } from '../src/kernel/ids.ts'
import type { ClassId, DeviceId, SeatId } from '../src/kernel/ids.ts'
import type { Role } from '../src/kernel/roles.ts'
import { classKey, signStatement } from '../src/kernel/statement.ts'
import type { SignedStatement, StatementKind } from '../src/kernel/statement.ts'
import type { WallTime } from '../src/kernel/time.ts'
import { openBlobs } from '../src/platform/blobs.ts'
import { ClassWorld } from './class-world.ts'
import { decryptedPages } from './decrypted-pages.ts'
import { Device } from './device.ts'
import { holds, logPages } from './disk-search.ts'
import type { MemorySocket } from './memory-socket.ts'
import { plainFilm } from './streams/plain-film.ts'

const FILM = plainFilm()
/** The text of a form, which these tests do not read. */
export const NOTICE = { sha256: `${'A'.repeat(42)}A`, language: 'en' }
export const choices = (yes: Partial<Choices> = {}): Choices => ({ ...ALL_REFUSED, ...yes })

/** Somebody with a phone: its device, and the secret it makes keys of classes from. */
export class Person {
  readonly device = new Device()
  readonly world: PrivacyWorld
  readonly #secret: Uint8Array

  constructor(world: PrivacyWorld) {
    this.world = world
    this.#secret = world.crypto.ed25519.newSecretKey()
  }

  sign(kind: StatementKind, said: JsonObject, { at = this.world.wall(), classId = this.world.made.id }: { readonly at?: WallTime; readonly classId?: ClassId } = {}): SignedStatement {
    return signStatement({ kind, class: classId, at, said }, classKey(this.#secret, classId, this.world.crypto), this.world.crypto)
  }

  /** A millisecond passes, since nobody says two things at once. */
  consent(yes: Partial<Choices>, { name = null, contact = null, at }: { readonly name?: string | null; readonly contact?: string | null; readonly at?: WallTime } = {}): Consent {
    this.world.clock.advance(1)
    const said = { choices: choices(yes), notice: NOTICE }
    const statement = this.sign('consent', said, at === undefined ? {} : { at })
    return stateConsent(this.world.privacy, this.world.made.code, { ...said, statement, name, contact }, this.device.id).mine
  }
}

/** A {@link ClassWorld} with one class, and the privacy of who comes into it. What is recorded is in real boxes, on a real disk; who may watch it is said by the test. */
export class PrivacyWorld extends ClassWorld {
  made: ClassView
  /** What stands behind the box's clock. */
  quality: BoxTime['quality'] = 'ntp'
  readonly blobs = openBlobs(join(this.folder, 'blobs'))
  /** Whom the host lets watch the whole recording. */
  readonly watchesAll = new Set<DeviceId>()
  readonly opened: { readonly span: Span; readonly right: () => boolean }[] = []
  readonly roles = new Map<DeviceId, readonly Role[]>()

  constructor() {
    super()
    this.made = makeClass(this.deps, 'Knees', this.host.id)
    this.mayKeep = (...asked) => keepingOf(this.journal).mayKeep(...asked)
  }

  get privacy(): PrivacyDeps {
    const { journal, crypto } = this
    const recorded = captureAnswers(journal.query, this.clock)
    return {
      journal, crypto, time: () => ({ wall: this.clock.wall(), quality: this.quality }),
      live: { findClass: (code) => findClass(journal.query, code), ...liveAnswers(journal.query) },
      rolesOf: (device) => this.roles.get(device) ?? [],
      onFault: (error) => void this.faults.push(error),
      capture: {
        isRecorded: (classId) => hasSegments(journal.query, classId),
        hasRecordedSpan: recorded.hasRecordedSpan,
        classSpan: recorded.classSpan,
        mayWatchAll: (_, device) => this.watchesAll.has(device),
        openSpan: ({ span, right }) => {
          this.opened.push({ span, right })
          return { path: '/hls/span', wallAtZero: 0 as WallTime }
        },
        meansHere: () => this.#redactions().meansHere(),
        prepareRedaction: (...asked) => this.#redactions().prepare(...asked),
      },
    }
  }

  /** The class goes on for so many segments of two seconds, and each is sealed. Answers the span. */
  async record(segments: number): Promise<Span> {
    const { journal, clock, made: { id: classId } } = this
    const from = this.wall()
    const start = clock.now()
    for (let number = 0; number < segments; number += 1) {
      const { from: began, to, parts, discontinuity } = FILM.segment(number, start)
      clock.advance(2000)
      const { ref, key } = await this.blobs.put(Buffer.concat(parts.map(({ content }) => content)))
      journal.transact((tx) => {
        for (const init of FILM.inits) keepInit(tx.sql, init)
        const at = storedRecording(tx.sql, classId).segments
        keepSegmentKey(tx.sql, classId, at, { key, salt: new Uint8Array(16) })
        const body = { number: at, from: began, to, discontinuity, plain: '0'.repeat(64), parts: parts.map(({ track, codec, bytes, init }) => ({ track, codec, bytes, init })) }
        tx.append({ kind: segmentSealed.kind, classId, actor: 'box', blobs: [ref], body })
      })
    }
    return { from, to: this.wall() }
  }

  /** Names of the files of the recording. */
  files(): string[] {
    return readdirSync(join(this.folder, 'blobs')).toSorted()
  }

  /** Clears away what no key opens, as each start does. */
  async sweep(): Promise<void> {
    await this.blobs.sweep(sealedBlobs(this.journal.query))
  }

  #redactions(): Redactions {
    const { journal, clock, crypto, blobs } = this
    return openRedactions({
      journal, clock, crypto, blobs, shelf: segmentShelf({ query: journal.query, blobs }), coder: null,
      window: { letGo: () => undefined }, forget: () => undefined, onFault: (error) => void this.faults.push(error),
    })
  }

  wall(ms = 0): WallTime {
    return this.clock.wall() + ms as WallTime
  }

  person(): Person {
    return new Person(this)
  }

  lobby(): void {
    openLobby(this.deps, this.made.code, this.host.id)
  }

  begin(): void {
    beginClass(this.deps, this.made.code, this.host.id)
  }

  async end(): Promise<void> {
    await endClass(this.deps, this.made.code, this.host.id)
  }

  /** Takes a seat and enters. */
  sits({ device }: Person): MemorySocket {
    takeSeat(this.deps, { device: device.id, code: this.made.code, choice: { kind: 'room', headphones: false } }, undefined)
    return this.enters(device, 'seat')
  }

  enters(device: Device, as: 'seat' | 'studio'): MemorySocket {
    const socket = this.open(device)
    socket.command({ type: 'enter', code: this.made.code, as })
    return socket
  }

  seatOf({ device }: Person): SeatId {
    const seat = liveAnswers(this.journal.query).seatOf(this.made.id, device.id)
    if (!seat) throw new Error('nobody sits there')
    return seat
  }

  /** Is on stage for so long, as the record has it. Answers from when to when. */
  stands(person: Person, ms: number): Span {
    const leave = this.#comes(person)
    this.clock.advance(ms)
    return leave()
  }

  /** The same for so many segments that are recorded. */
  async standsRecorded(person: Person, segments: number): Promise<Span> {
    const leave = this.#comes(person)
    await this.record(segments)
    return leave()
  }

  #comes(person: Person): () => Span {
    const seat = this.seatOf(person)
    const guest = newId('gst', this.crypto)
    const put = (kind: string, more: JsonObject) => this.journal.transact((tx) => tx.append({ kind, classId: this.made.id, actor: seat, body: { guest, seat, at: this.clock.now(), ...more } }))
    const from = this.wall()
    put('live.guest-came.1', { as: 'voice' })
    return () => {
      put('live.guest-left.1', {})
      return { from, to: this.wall() }
    }
  }

  kinds(): string[] {
    return this.journal.read(0, this.journal.head().size).map(({ kind }) => kind)
  }

  /** Everything that can be read of the record. */
  everything(): string {
    return JSON.stringify(this.journal.read(0, this.journal.head().size).map((entry) => [entry, this.journal.disclosed(entry)]))
  }

  /** Whether somebody with the disk and the database's key can read that text there: in any page, free ones too, or in the log. */
  lies(text: string): boolean {
    const copy = mkdtempSync(join(tmpdir(), 'lectern-search-'))
    try {
      for (const end of ['', '-wal']) if (existsSync(this.file + end)) cpSync(this.file + end, join(copy, `db${end}`))
      const file = join(copy, 'db')
      return holds(Buffer.concat([logPages(file, this.key), decryptedPages(file, this.key)]), text)
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }

  /** All tables of the feature as they stand. */
  tables(): unknown[] {
    return ['privacy_class', 'privacy_statement', 'privacy_device', 'privacy_claim', 'privacy_trusted_time'].map((table) => this.journal.query.all(`SELECT * FROM ${table}`))
  }
}
