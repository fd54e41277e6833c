import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHub } from '../src/hub/start-hub.ts'
import type { Hub, HubOptions } from '../src/hub/start-hub.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import type { Config } from '../src/platform/config.ts'
import { dataFolder } from '../src/platform/data-folder.ts'
import { openKeys } from '../src/platform/keys/keys.ts'
import { silentLog } from '../src/platform/log.ts'
import { Host } from './host.ts'
import { Learner } from './learner.ts'
import type { SeatChoice } from '../src/features/live/wire/words.ts'

export type TestHubOptions = Partial<Pick<HubOptions, 'clock' | 'log' | 'pages' | 'media'>> & {
  readonly config?: Partial<Config>
  /** Keep the data of a hub that was ended. */
  readonly folder?: string
  /** Starts without its key, as after a power cut. */
  readonly locked?: boolean
}

/** Whether a hub with media was started in this process: the media library cannot be loaded twice. */
let hasMedia = false

/** A real hub in this process, with its threads, on free ports of loopback, in a folder of its own. */
export class TestHub implements AsyncDisposable {
  readonly hub: Hub
  readonly folder: string
  readonly #options: TestHubOptions
  readonly #fatal: unknown[]
  readonly #people: { close(): void }[] = []
  #keepsFolder = false
  #isClosed = false

  private constructor(hub: Hub, folder: string, options: TestHubOptions, fatal: unknown[]) {
    this.hub = hub
    this.folder = folder
    this.#options = options
    this.#fatal = fatal
  }

  static async start(options: TestHubOptions = {}): Promise<TestHub> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'lectern-hub-'))
    if (options.media !== false) {
      if (hasMedia) throw new Error('a second hub with media in one process: start it with media: false')
      hasMedia = true
    }
    const keys = openKeys(dataFolder(folder).keys, nodeCrypto())
    const readKey = (): Uint8Array => (keys.state() === 'new' ? keys.create() : keys.readUnprotected())
    const fatal: unknown[] = []
    const hub = await startHub({
      config: { data: folder, port: 0, mediaPort: 0, tls: null, hostNames: [], keyFile: null, logLevel: 'error', tour: false, open: false, ffmpeg: null, witnesses: [], witnessFor: [], ...options.config },
      databaseKey: options.locked ? null : readKey(),
      onUnlocked: () => undefined,
      onFatal: (error) => fatal.push(error),
      log: options.log ?? silentLog(),
      mediaAddress: '127.0.0.1',
      media: options.media ?? true,
      passphraseWork: 10,
      ...(options.clock ? { clock: options.clock } : {}),
      ...(options.pages === undefined ? {} : { pages: options.pages }),
    })
    return new TestHub(hub, folder, options, fatal)
  }

  get base(): string {
    return `http://127.0.0.1:${this.hub.port}`
  }

  get code(): string {
    return this.hub.invitation().code
  }

  /** A device paired by a fresh one-time link. */
  async host(): Promise<Host> {
    const { studioLink, code } = this.hub.invitation()
    return this.#own(await Host.pair(studioLink.replace(/^http:\/\/localhost/, 'http://127.0.0.1'), code))
  }

  async learner(choice?: SeatChoice, name?: string): Promise<Learner> {
    return this.#own(await Learner.join(this.base, this.code, choice, name))
  }

  /** Ends this hub properly and starts another on the same data. */
  async restart(changes: TestHubOptions = {}): Promise<TestHub> {
    await this.keep()
    return TestHub.start({ ...this.#options, ...changes, folder: this.folder })
  }

  /** Ends it properly and leaves its data. */
  async keep(): Promise<void> {
    this.#keepsFolder = true
    await this.close()
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const person of this.#people) person.close()
    await this.hub.end()
    if (!this.#keepsFolder) rmSync(this.folder, { recursive: true, force: true })
    if (this.#fatal.length > 0) throw new AggregateError(this.#fatal, 'a thread of the hub died')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #own<T extends { close(): void }>(person: T): T {
    this.#people.push(person)
    return person
  }
}
