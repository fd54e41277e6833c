import { fileURLToPath } from 'node:url'
import { networkInterfaces } from 'node:os'
import { clipSentences } from '../evidence/clip/refusals.ts'
import { evidenceSentences } from '../evidence/export/refusal-sentences.ts'
import { captureSentences } from '../features/capture/hub/refusal-sentences.ts'
import { fleetSentences } from '../features/fleet/hub/refusal-sentences.ts'
import { liveSentences } from '../features/live/hub/refusal-sentences.ts'
import { passphraseDesk } from '../features/people/hub/passphrase-desk.ts'
import { peopleSentences } from '../features/people/hub/refusal-sentences.ts'
import { lockedDoors } from '../features/people/hub/routes.ts'
import { ticketLink } from '../features/people/hub/ticket-desk.ts'
import type { LockedDeps } from '../features/people/hub/deps.ts'
import { privacySentences } from '../features/privacy/hub/refusal-sentences.ts'
import { reachableAddresses, webAddress } from '../platform/addresses.ts'
import { startHubClock } from '../platform/clock.ts'
import type { HubClock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'
import { dataFolder } from '../platform/data-folder.ts'
import { Authenticator } from '../platform/http/authenticator.ts'
import { readCertificate } from '../platform/http/certificate.ts'
import { createDoor } from '../platform/http/door.ts'
import type { Door, DoorDeps } from '../platform/http/door.ts'
import { otherSentence, platformSentences } from '../platform/http/platform-sentences.ts'
import { sentenceBook } from '../platform/http/sentences.ts'
import { answerOver } from '../platform/http/wire-request.ts'
import { openKeys } from '../platform/keys/keys.ts'
import { Lifetime } from '../platform/lifetime.ts'
import { createLog } from '../platform/log.ts'
import type { Log } from '../platform/log.ts'
import { processTimers } from '../platform/timers.ts'
import { askSystemClock, WallClock } from '../platform/wall-clock.ts'
import { openCore } from './core.ts'
import { controlPath, openControl } from './evidence/control-socket.ts'
import type { Core, CoreBase } from './core.ts'
import { startLiveThread } from './live-worker.ts'
import type { LiveWorker } from './live-worker.ts'
import { MediaKeeper } from './media-keeper.ts'
import type { Rehearsal, RehearsalStage } from './rehearsal/rehearsal-doors.ts'
import type { SampleMode } from './tour/make-it-yours.ts'

export type HubOptions = {
  readonly config: Config
  /** What the supervisor holds; null starts the hub locked. */
  readonly databaseKey: Uint8Array | null
  /** The key that an unlock brought, for whoever restarts this hub after a crash. */
  readonly onUnlocked: (databaseKey: Uint8Array) => void
  /** A thread died without which there is no hub. */
  readonly onFatal: (error: unknown) => void
  /** Folder of the built pages. */
  readonly pages?: string
  readonly clock?: HubClock
  readonly log?: Log
  /** Media listens on this address alone (tests). */
  readonly mediaAddress?: string
  /** log2 of the work a passphrase's wrap costs; age's own unless a test lowers it. */
  readonly passphraseWork?: number
  /** False leaves media off: one process can load the media library once only (tests). */
  readonly media?: boolean
  /** Runs the guided sample class in place of the real thing. */
  readonly sample?: SampleMode | null
  /** Whether this hub is a crew rehearsal, or may go into one. */
  readonly rehearsal?: RehearsalStage | Rehearsal | null
  /** What a rehearsal left for the record, as its hub handed it over. */
  readonly sheet?: { readonly text: string; readonly onKept: () => void } | null
}

export type Hub = {
  readonly port: number
  readonly tlsPort: number | null
  /** Addresses for phones, best first. */
  readonly addresses: () => readonly string[]
  isLocked(): boolean
  /** Opens a locked hub by what was typed at its terminal. Refuses as the passphrase desk does. */
  unlock(passphrase: string): Promise<void>
  /** What the terminal shows once the hub is open; a new one-time link with each call. */
  invitation(): Invitation
  readonly core: () => Core | undefined
  lamps(): StartLamps
  /** Calls once when a locked hub is opened, however. */
  onOpen(heard: () => void): void
  end(): Promise<void>
}

/** The ways in. Those to studio and tour work once. */
export type Invitation = {
  readonly code: string
  readonly studioLink: string
  readonly learnerLink: string
  /** To the guided sample class, and past it. */
  readonly tourLink: string
  readonly skipLink: string
}

/** What a person at the terminal should know. `mediaPortTaken`: the UDP port that keeps media off; null when that is not why. */
export type StartLamps = { readonly theftCovered: boolean; readonly media: boolean; readonly mediaPortTaken: number | null }

/** How often the system is asked what its clock stands on. */
const LOOK_AT_CLOCK_MS = 600_000
const BUILT_PAGES = fileURLToPath(new URL('../../dist/web', import.meta.url))

/** Starts everything, or nothing: what was opened before a failure is closed again. */
export async function startHub(options: HubOptions): Promise<Hub> {
  const life = new Lifetime()
  try {
    return await new HubWiring(options, life).start()
  } catch (error) {
    await life.end()
    throw error
  }
}

/** The one place that knows how the hub's parts fit together. */
class HubWiring {
  readonly #options: HubOptions
  readonly #life: Lifetime
  readonly #clock: HubClock
  readonly #wallClock: WallClock
  readonly #crypto = nodeCrypto()
  readonly #timers = processTimers()
  readonly #log: Log
  readonly #sentence = sentenceBook(otherSentence, platformSentences, liveSentences, peopleSentences, captureSentences, privacySentences, clipSentences, fleetSentences, evidenceSentences)
  readonly #media: MediaKeeper
  #live: LiveWorker | undefined
  #core: Core | undefined

  constructor(options: HubOptions, life: Lifetime) {
    this.#options = options
    this.#life = life
    const machine = options.clock ?? startHubClock()
    this.#wallClock = new WallClock({ boot: machine.boot, now: machine.now, system: machine.wall })
    this.#clock = { ...machine, wall: () => this.#wallClock.wall() }
    this.#log = options.log ?? createLog({
      level: options.config.logLevel, format: logFormat(), wall: this.#clock.wall, write: (line) => process.stderr.write(`${line}\n`),
    })
    this.#media = new MediaKeeper({
      port: options.config.mediaPort, bindAddress: options.mediaAddress,
      epoch: this.#clock.epoch, now: this.#clock.now, isWanted: options.media ?? true, log: this.#log, onRestart: options.onFatal,
      onChannels: (port) => this.#live?.giveChannels(port),
      onEvent: (event) => this.#core?.onEngine(event),
      onWorking: (isWorking) => this.#core?.onMediaWorking(isWorking),
    })
  }

  async start(): Promise<Hub> {
    const { config, databaseKey, onFatal } = this.#options
    if (!this.#options.clock) this.#watchSystemClock() // A clock that was handed in is nobody else's business.
    const certificate = config.tls && readCertificate(config.tls.certFile, config.tls.keyFile)
    const { worker, asks, core: floorPort } = startLiveThread({
      clock: { boot: this.#clock.boot, epoch: this.#clock.epoch },
      port: config.port,
      tls: config.tls && certificate && { port: config.tls.port, certificate },
      hostNames: config.hostNames,
      framed: this.#isSample,
      pages: this.#options.pages ?? BUILT_PAGES,
      log: { level: config.logLevel, format: logFormat() },
    }, onFatal)
    this.#life.own(asks, (port) => port.close())
    this.#life.own(floorPort, (port) => port.close())
    const live = this.#life.own(await worker, (opened) => opened.end())
    this.#live = live
    // Beside what follows: after a crash people are back before the picture is.
    const mediaStarted = this.#life.own(this.#media, (media) => media.end()).start()

    const names = [...config.hostNames, ...(certificate?.names ?? [])]
    const trusted = live.tlsPort !== null && names[0] !== undefined ? webAddress('https', names[0], live.tlsPort) : null
    const base = this.#base(floorPort, live.port, trusted)
    const authenticator = new Authenticator({ crypto: this.#crypto })
    const locked = this.#locked(authenticator, base)
    const door = this.#doors(authenticator)
    let current = door(lockedDoors(locked))
    answerOver(asks, (request) => current.answer(request), (error) => this.#log.error('hub.defect', {}, error))

    const open = (key: Uint8Array): void => {
      const core = openCore({ ...base, locked }, key)
      this.#core = this.#life.own(core, (opened) => opened.end())
      current = door(core.doors)
    }
    this.#open = open
    if (databaseKey) open(databaseKey)
    this.#life.own(openControl({ path: controlPath(config.data), core: () => this.#core ?? null, log: this.#log }), (close) => close())
    await mediaStarted
    return this.#hub(live, base.addresses, locked)
  }

  /** A clock that nobody synchronised at the start may be synchronised later, and the other way round. */
  #watchSystemClock(): void {
    let ended = false
    this.#life.own(null, () => { ended = true })
    const look = async (): Promise<void> => {
      this.#wallClock.standsOn(await askSystemClock())
      if (!ended) this.#timers.after(LOOK_AT_CLOCK_MS, () => void look())
    }
    void look()
  }

  get #isSample(): boolean {
    return Boolean(this.#options.sample)
  }

  #opened: () => void = () => undefined
  /** Set by {@link start}, before anything can call it. */
  #open: (key: Uint8Array) => void = () => { throw new Error('opened before it was started') }

  async #unlock(key: Uint8Array): Promise<void> {
    if (this.#core) return
    this.#open(key)
    this.#options.onUnlocked(key)
    this.#opened()
  }

  /** People first, so that what they did last still reaches the record; then media; the record last. */
  async #end(): Promise<void> {
    await this.#live?.end()
    await this.#media.end()
    await new Promise<void>((resolve) => setImmediate(resolve)) // What the ports still hold is delivered in this turn.
    await this.#life.end()
  }

  #base(floorPort: CoreBase['floorPort'], port: number, trusted: string | null): Omit<CoreBase, 'locked'> {
    const { config } = this.#options
    return {
      clock: this.#clock, wallClock: this.#wallClock, crypto: this.#crypto, timers: this.#timers, log: this.#log, sentence: this.#sentence,
      databaseFile: dataFolder(config.data).database,
      blobsFolder: dataFolder(config.data).blobs,
      ffmpeg: config.ffmpeg,
      fleet: { witnesses: config.witnesses, witnessFor: config.witnessFor },
      floorPort,
      engine: () => this.#media.engine,
      addresses: () => {
        const hosts = [...config.hostNames, ...reachableAddresses(networkInterfaces())]
        return (hosts.length > 0 ? hosts : ['localhost']).map((host) => webAddress('http', host, port))
      },
      trustedAddress: () => trusted,
      sample: this.#options.sample ?? null,
      rehearsal: this.#options.rehearsal ?? null,
      sheet: this.#options.sheet ?? null,
      passphraseWork: this.#options.passphraseWork,
    }
  }

  #locked(authenticator: Authenticator, { clock, addresses }: Pick<CoreBase, 'clock' | 'addresses'>): LockedDeps {
    const keys = openKeys(dataFolder(this.#options.config.data).keys, this.#crypto, this.#options.passphraseWork)
    return {
      clock, nonce: () => authenticator.nonce, hub: () => null, passphrase: passphraseDesk(keys), isSample: this.#isSample, addresses,
      open: (key) => this.#unlock(key),
    }
  }

  #doors(authenticator: Authenticator): (mounted: Parameters<typeof createDoor>[1]) => Door {
    const deps: DoorDeps = {
      crypto: this.#crypto, authenticator, now: this.#clock.now, sentence: this.#sentence, log: this.#log,
      isLocked: () => this.#core === undefined,
      rolesOf: (device, code) => this.#core?.rolesOf(device, code) ?? [],
    }
    return (mounted) => createDoor(deps, mounted)
  }

  #hub(live: LiveWorker, addresses: () => readonly string[], locked: LockedDeps): Hub {
    return {
      port: live.port,
      tlsPort: live.tlsPort,
      addresses,
      isLocked: () => this.#core === undefined,
      unlock: async (passphrase) => {
        const guess = { passphrase, trust: 'own-screen', address: 'terminal' } as const
        await this.#unlock(await locked.passphrase.open(guess, this.#clock.now()))
      },
      invitation: () => {
        if (!this.#core) throw new Error('a locked hub invites nobody')
        const code = this.#core.code()
        const own = webAddress('http', 'localhost', live.port)
        const [first = own] = addresses()
        const ticket = this.#core.newTicket()
        return {
          code, studioLink: ticketLink(own, ticket), learnerLink: `${first}/c/${code}`,
          tourLink: ticketLink(own, ticket, '/tour#'), skipLink: ticketLink(own, ticket, '/tour#skip&'),
        }
      },
      core: () => this.#core,
      lamps: () => ({
        theftCovered: locked.passphrase.isSet(), media: this.#media.engine !== null,
        mediaPortTaken: this.#media.isPortTaken ? this.#options.config.mediaPort : null,
      }),
      onOpen: (heard) => { this.#opened = heard },
      end: () => this.#end(),
    }
  }
}

function logFormat(): 'json' | 'human' {
  return process.stderr.isTTY ? 'human' : 'json'
}
