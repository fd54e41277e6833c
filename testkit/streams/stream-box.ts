import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureSentences } from '../../src/features/capture/hub/refusal-sentences.ts'
import { MemoryWindow } from '../../src/features/capture/hub/live-window.ts'
import { captureDoors } from '../../src/features/capture/hub/routes.ts'
import { segmentShelf } from '../../src/features/capture/hub/shelf.ts'
import { captureProjector, keepInit, keepSegmentKey } from '../../src/features/capture/hub/store.ts'
import type { AacEncoder } from '../../src/features/capture/hub/stream/aac/encoder.ts'
import { openRedactions } from '../../src/features/capture/hub/redaction/redactions.ts'
import type { Redactions } from '../../src/features/capture/hub/redaction/redactions.ts'
import type { PreparedRedaction } from '../../src/features/capture/hub/redaction/prepare-redaction.ts'
import type { RedactionCoder } from '../../src/features/capture/hub/redaction/coder.ts'
import type { Removed } from '../../src/features/capture/hub/redaction/deps.ts'
import type { StreamDeps, Watching } from '../../src/features/capture/hub/stream/deps.ts'
import { openStreams } from '../../src/features/capture/hub/stream/streams.ts'
import type { ReplayViewer } from '../../src/features/capture/rules/replay.ts'
import type { WallSpan } from '../../src/features/capture/hub/stream/recorded-source.ts'
import type { ReplacedBy } from '../../src/features/capture/wire/words.ts'
import { recordingDestroyed, segmentSealed } from '../../src/features/capture/wire/entries.ts'
import { hello } from '../../src/features/people/wire/routes.ts'
import type { ClassPhase } from '../../src/features/live/wire/words.ts'
import { ClassCode, newId } from '../../src/kernel/ids.ts'
import type { DeviceId } from '../../src/kernel/ids.ts'
import { MICROS_PER_MS } from '../../src/kernel/time.ts'
import type { HubTime, WallTime } from '../../src/kernel/time.ts'
import { openBlobs } from '../../src/platform/blobs.ts'
import { startHubClock } from '../../src/platform/clock.ts'
import type { HubClock } from '../../src/platform/clock.ts'
import { nodeCrypto } from '../../src/platform/crypto-node.ts'
import { Authenticator } from '../../src/platform/http/authenticator.ts'
import { createDoor } from '../../src/platform/http/door.ts'
import type { Door } from '../../src/platform/http/door.ts'
import { listen } from '../../src/platform/http/listener.ts'
import type { Listener } from '../../src/platform/http/listener.ts'
import { mount } from '../../src/platform/http/mounted.ts'
import { loadPages } from '../../src/platform/http/pages.ts'
import { otherSentence, platformSentences } from '../../src/platform/http/platform-sentences.ts'
import { sentenceBook } from '../../src/platform/http/sentences.ts'
import { openJournal } from '../../src/platform/journal/journal.ts'
import type { Journal } from '../../src/platform/journal/journal.ts'
import { Lifetime } from '../../src/platform/lifetime.ts'
import { silentLog } from '../../src/platform/log.ts'
import { openDatabase } from '../../src/platform/sqlite/database.ts'
import { processTimers } from '../../src/platform/timers.ts'
import type { Timers } from '../../src/platform/timers.ts'
import type { Film } from './film.ts'

/** Everything of a box that serves streams, in this process, with a film in the recorder's place. What live and people say is said by hand. */
export class StreamBox implements AsyncDisposable {
  readonly classId = newId('cls', nodeCrypto())
  readonly code = ClassCode.parse('K7M4QX')
  readonly window: MemoryWindow
  readonly deps: StreamDeps
  readonly redactions: Redactions
  readonly door: Door
  readonly clock: HubClock
  /** What live says of the class, of who may watch, and of who somebody is. Throw to refuse. */
  phase: ClassPhase = 'live'
  watching: (device: DeviceId | null) => Watching = (device) => ({ viewer: device, sent: { video: true, audio: true } })
  viewer: (device: DeviceId | null) => ReplayViewer = () => 'code'
  readonly #life = new Lifetime()
  readonly #journal: ReturnType<typeof openJournal>
  readonly #blobs: ReturnType<typeof openBlobs>
  readonly #timers: Timers
  readonly #film: Film
  #listener: Listener | undefined

  constructor(film: Film, { clock = startHubClock(), timers = processTimers(), encoder = null, coder = null }: { readonly clock?: HubClock; readonly timers?: Timers; readonly encoder?: AacEncoder | null; readonly coder?: RedactionCoder | null } = {}) {
    const crypto = nodeCrypto()
    this.#film = film
    this.#timers = timers
    this.clock = clock
    const folder = this.#life.own(mkdtempSync(join(tmpdir(), 'lectern-streams-')), (path) => rmSync(path, { recursive: true, force: true }))
    const database = this.#life.own(openDatabase(join(folder, 'lectern.db'), crypto.randomBytes(32)), (opened) => opened.close())
    this.#journal = this.#life.own(openJournal({
      database, crypto, timers, projectors: [captureProjector], fault: (error) => { throw error },
      stamp: () => ({ boot: clock.boot, monotonic: clock.now(), wall: clock.wall(), uncertainty: null, quality: 'none' }),
    }), (opened) => opened.close())
    this.#blobs = openBlobs(join(folder, 'blobs'))
    this.window = new MemoryWindow(Math.round(clock.wall() - clock.now() / MICROS_PER_MS) as WallTime, (error) => { throw error })
    const streams = this.#life.own(openStreams({
      journal: this.#journal, clock, crypto, timers, window: this.window, shelf: segmentShelf({ query: this.#journal.query, blobs: this.#blobs }),
      encoder, onFault: (error) => { throw error },
      findClass: () => ({ id: this.classId, code: this.code, title: 'Knees', phase: this.phase }),
      mayWatch: (_, device) => this.watching(device), replayViewer: (_, device) => this.viewer(device),
    }), (opened) => opened.end())
    this.deps = streams.deps
    this.redactions = openRedactions({
      journal: this.#journal, clock, crypto, blobs: this.#blobs, shelf: this.deps.shelf, window: this.window, coder, forget: streams.forget, onFault: (error) => { throw error },
    })
    this.door = this.#openDoor()
  }

  /** Puts the film's segment of that number, begun at `start`, into the live window. */
  show(number: number, start: HubTime): void {
    this.window.put(this.classId, this.#film.segment(number, start), this.#film.inits)
  }

  /** From now on a segment every two seconds, each when it is over, as the recorder does. Answers how to stop. */
  roll(): () => void {
    const start = this.clock.now()
    let next = 0
    let callOff: () => void
    const wait = (): void => {
      const due = start + (next + 1) * 2_000_000
      callOff = this.#timers.after(Math.max(0, (due - this.clock.now()) / MICROS_PER_MS), () => {
        this.show(next++, start)
        wait()
      })
    }
    wait()
    return () => callOff()
  }

  /** Seals the film's segment of that number, as the recorder does on the record. */
  async seal(number: number, start: HubTime, change: { readonly number?: number; readonly discontinuity?: boolean } = {}): Promise<void> {
    const { from, to, parts, discontinuity } = this.#film.segment(number, start)
    const { ref, key } = await this.#blobs.put(Buffer.concat(parts.map(({ content }) => content)))
    const sealed = { number, discontinuity, ...change }
    this.#journal.transact((tx) => {
      for (const init of this.#film.inits) keepInit(tx.sql, init)
      keepSegmentKey(tx.sql, this.classId, sealed.number, { key, salt: new Uint8Array(16) })
      tx.append({
        kind: segmentSealed.kind, classId: this.classId, actor: 'box', blobs: [ref],
        body: { ...sealed, from, to, plain: createHash('sha256').digest('hex'), parts: parts.map(({ track, codec, bytes, init }) => ({ track, codec, bytes, init })) },
      })
    })
  }

  /** Destroys every key, as deleting the recording does. */
  destroy(): void {
    this.#journal.transact((tx) => void tx.append({ kind: recordingDestroyed.kind, classId: this.classId, actor: 'box', body: { segments: 0 } }))
  }

  /** Removes what is to go of a span, as a decision does. Answers the numbers of the segments that were replaced. */
  async redact(span: WallSpan, remove: Removed, means: ReplacedBy = 'silence'): Promise<readonly number[]> {
    const prepared = await this.redactions.prepare(this.classId, span, remove, means)
    this.decide(prepared)
    await prepared.done()
    return prepared.segments
  }

  decide(prepared: PreparedRedaction): void {
    this.#journal.transact((tx) => prepared.commit(tx, { cause: null, actor: 'box' }))
  }

  /** Of the shared clock, in the wall time of the recording. */
  wallSpan(from: number, to: number): WallSpan {
    const first = this.deps.shelf.segments(this.classId)[0]
    const wall = (at: number): WallTime => ((first?.wall ?? 0) + (at - (first?.from ?? 0)) / MICROS_PER_MS) as WallTime
    return { from: wall(from), to: wall(to) }
  }

  get journal(): Journal {
    return this.#journal
  }

  /** Bodies of the class's entries of one kind, in order. */
  entries(kind: string): unknown[] {
    return this.#journal.read(0, this.#journal.head().size).filter((entry) => entry.kind === kind).map(({ body }) => body)
  }

  /** Opens the real listener on loopback; `pages`: a folder of built pages. */
  async listen(pages = '/nowhere'): Promise<string> {
    this.#listener = this.#life.own(await listen({
      port: 0, tls: null, hostNames: [], pages: loadPages(pages), ask: (request) => this.door.answer(request), log: silentLog(),
      socket: { path: '/api/1/live', accept: (_request, socket) => socket.destroy() },
      sentence: sentenceBook(otherSentence, platformSentences, captureSentences),
    }), (opened) => opened.close())
    return `http://127.0.0.1:${this.#listener.port}`
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#life.end()
  }

  #openDoor(): Door {
    const { clock } = this
    const authenticator = new Authenticator({ crypto: nodeCrypto() })
    const sayHello = mount(hello, () => ({
      nonce: authenticator.nonce, hub: null, now: clock.now(), trust: 'plain' as const, locked: false, passphraseSet: false, addresses: [], sample: false, rehearsal: false,
    }))
    return createDoor({
      crypto: nodeCrypto(), authenticator, now: () => clock.now(), sentence: sentenceBook(otherSentence, platformSentences, captureSentences), log: silentLog(),
      isLocked: () => false, rolesOf: () => ['host'],
    }, [sayHello, ...captureDoors(this.deps)])
  }
}
