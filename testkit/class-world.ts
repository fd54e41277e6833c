import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureProjector } from '../src/features/capture/hub/store.ts'
import { classStarts } from '../src/features/live/hub/class/class-starts.ts'
import { floorLine } from '../src/features/live/hub/floor-line.ts'
import type { LiveDeps } from '../src/features/live/hub/deps.ts'
import { Floor } from '../src/features/live/hub/floor/floor.ts'
import type { CoreToFloor, FloorToCore } from '../src/features/live/hub/floor/floor-messages.ts'
import { GuestDesk } from '../src/features/live/hub/guests/guest-desk.ts'
import type { GuestDeskDeps } from '../src/features/live/hub/guests/guest-desk.ts'
import { keepOffered } from '../src/features/live/hub/kept/keep-offered.ts'
import { heardName } from '../src/features/live/hub/seats/keep-name.ts'
import { recordFacts } from '../src/features/live/hub/record-facts.ts'
import { reopenClasses } from '../src/features/live/hub/reopen-classes.ts'
import { StageDesk } from '../src/features/live/hub/media/stage-desk.ts'
import { liveProjector } from '../src/features/live/hub/store.ts'
import { privacyProjector } from '../src/features/privacy/hub/store.ts'
import { WatchDesk } from '../src/features/live/hub/media/watch-desk.ts'
import type { Role } from '../src/kernel/roles.ts'
import type { DeviceId } from '../src/kernel/ids.ts'
import type { ChannelMessage, Wants } from '../src/media/engine.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { openJournal } from '../src/platform/journal/journal.ts'
import type { Journal } from '../src/platform/journal/journal.ts'
import { openDatabase } from '../src/platform/sqlite/database.ts'
import type { Database } from '../src/platform/sqlite/database.ts'
import { Device } from './device.ts'
import { HandClock } from './hand-clock.ts'
import { MemorySocket } from './memory-socket.ts'

/**
 * A class in one process with time wound by hand: the real floor, the real use cases, the real
 * journal in a folder of its own. Only the network and the media engine are not there; what would
 * go to them is written down. The line between core and floor can be held, as a stalled disk holds it.
 */
export class ClassWorld implements Disposable {
  readonly clock: HandClock
  readonly crypto = nodeCrypto()
  readonly host = new Device()
  readonly channelSends: Extract<ChannelMessage, { type: 'send' }>[] = []
  readonly wants = new Map<string, Wants>()
  readonly closedMedia: string[] = []
  /** Publisher on each sound line of a room besides the programme's, and on the programme's: `<room> 0`, `<room> programme`. */
  readonly onLines = new Map<string, string | undefined>()
  readonly faults: unknown[] = []
  readonly folder = mkdtempSync(join(tmpdir(), 'lectern-class-'))
  /** What people agreed to; nothing, unless a test says so. */
  mayKeep: LiveDeps['privacy']['mayKeep'] = () => false
  floor!: Floor // Set by #start, which the constructor calls.
  deps!: LiveDeps
  journal!: Journal
  #database!: Database // Set by #start as well.
  #held: FloorToCore[] | undefined
  #receive: (message: FloorToCore) => void = () => undefined
  readonly file = join(this.folder, 'lectern.db')
  readonly key = this.crypto.randomBytes(32)

  constructor(clock = new HandClock()) {
    this.clock = clock
    this.#start()
  }

  /** The hub's process ends without a word, with all it had not written, and a new one starts on the same data. */
  crashAndRestart(): void {
    this.clock.forget()
    this.#database.close()
    this.#held = undefined
    this.#start()
  }

  setCrew(roles: ReadonlyMap<DeviceId, readonly Role[]>): void {
    this.floor.fromCore({ type: 'crew', roles })
  }

  open(device: Device): MemorySocket {
    return new MemorySocket(this.floor, device)
  }

  /** From now on nothing of the floor reaches the core, until {@link releaseCore}. */
  holdCore(): void {
    this.#held ??= []
  }

  releaseCore(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const message of held) this.#receive(message)
  }

  [Symbol.dispose](): void {
    this.journal.close()
    this.#database.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #start(): void {
    const { clock, crypto } = this
    const database = openDatabase(this.file, this.key)
    const onFault = (error: unknown): void => void this.faults.push(error)
    const journal = openJournal({
      database, crypto, projectors: [liveProjector, captureProjector, privacyProjector], timers: clock, fault: onFault,
      stamp: () => ({ boot: clock.boot, monotonic: clock.now(), wall: clock.wall(), uncertainty: null, quality: 'none' }),
    })
    this.#database = database
    this.journal = journal
    const names: LiveDeps['names'] = new Map()
    const privacy: LiveDeps['privacy'] = { mayKeep: (...asked) => this.mayKeep(...asked) }
    const line = floorLine({
      named: (seat, name) => heardName({ names, journal, privacy }, seat, name), wallClock: () => undefined,
      offered: (offers) => keepOffered({ journal, privacy, onFault }, offers),
      post: (message: CoreToFloor) => this.floor.fromCore(structuredClone(message)),
      record: (facts) => recordFacts({ journal, kept: (fact) => this.floor.fromCore({ type: 'kept', facts: [fact] }), onFault }, facts),
    })
    this.#receive = line.receive
    this.floor = new Floor({
      now: () => clock.now(), crypto, timers: clock,
      core: (message) => (this.#held ? this.#held.push(structuredClone(message)) : line.receive(structuredClone(message))),
      channels: (message) => { if (message.type === 'send') this.channelSends.push(message) },
      onFault: ({ error }) => onFault(error),
    })
    const { engine, stages, watchers } = this.#desks(onFault)
    const guests = new GuestDesk({ engine, journal, floor: line, names, clock, timers: clock, stages, onFault })
    const marks: LiveDeps['marks'] = { sample: false, rehearsal: false, recorded: () => false }
    const starts = classStarts({ marks, journal, clock, floor: line, stages, watchers, timers: clock, onFault })
    this.deps = { journal, clock, crypto, floor: line, names, privacy, streamKeys: new Map(), marks, stages, watchers, starts, guests, capture: { finish: () => Promise.resolve(), recordedSeconds: () => null } }
    this.setCrew(new Map([[this.host.id, ['host']]]))
    reopenClasses(this.deps)
  }

  #desks(onFault: (error: unknown) => void): Pick<LiveDeps, 'stages' | 'watchers'> & Pick<GuestDeskDeps, 'engine'> {
    const engine = {
      setProgramme: (room: string, publisher: string | undefined) => Promise.resolve(void this.onLines.set(`${room} programme`, publisher)),
      setVoice: (room: string, line: 0 | 1, publisher: string | undefined) => Promise.resolve(void this.onLines.set(`${room} ${line}`, publisher)),
      setPublisherClock: () => Promise.resolve(),
      setWants: (id: string, wants: Wants) => Promise.resolve(void this.wants.set(id, wants)),
      choke: () => Promise.resolve(),
      close: (id: string) => Promise.resolve(void this.closedMedia.push(id)),
    }
    const stages = new StageDesk({ engine: () => engine, onChange: () => undefined, onFault })
    return { engine: () => engine, stages, watchers: new WatchDesk({ engine: () => engine, crypto: this.crypto, now: () => this.clock.now(), timers: this.clock, onFault }) }
  }
}
