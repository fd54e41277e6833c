import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { Refused } from '../kernel/failures.ts'
import type { HubTime } from '../kernel/time.ts'
import type { EngineEvent, MediaEngine } from '../media/engine.ts'
import { startMediaEngine } from '../media/engine-port.ts'
import type { Log } from '../platform/log.ts'

/**
 * The media library is loaded once in a process and not again, so a dead media thread comes back
 * only with a new process. After a run of this length that is worth it: everybody returns by
 * themselves within seconds. Sooner, it would die again, and the class goes on without media.
 */
const WORTH_RESTARTING_MICROS = 60_000_000

export type MediaKeeperOptions = {
  readonly port: number
  readonly bindAddress?: string | undefined
  readonly epoch: bigint
  readonly now: () => HubTime
  readonly log: Log
  /** False leaves media off, for tests with several hubs in one process. */
  readonly isWanted: boolean
  /** The other end of the data channels' port, for the live thread. */
  readonly onChannels: (port: MessagePort) => void
  readonly onEvent: (event: EngineEvent) => void
  /** Media works now, or does not. When it died, every publisher and watcher of it is gone. */
  readonly onWorking: (isWorking: boolean) => void
  /** The process is to end and be started again. */
  readonly onRestart: (error: Error) => void
}

/**
 * Starts the media thread and stands in for it when it is gone. Cues, hands and the record stand without it, so its death costs a
 * lamp and not the class.
 */
export class MediaKeeper {
  readonly #options: MediaKeeperOptions
  #engine: MediaEngine | null = null
  #startedAt: HubTime | undefined
  #isPortTaken = false
  #ended = false
  #starting: Promise<void> = Promise.resolve()

  constructor(options: MediaKeeperOptions) {
    this.#options = options
  }

  /** The engine while there is one. */
  get engine(): MediaEngine | null {
    return this.#engine
  }

  /** Whether media is off because another program has its port, which a person can change. */
  get isPortTaken(): boolean {
    return this.#isPortTaken
  }

  /** Resolves when media works or is known not to; never rejects. */
  start(): Promise<void> {
    this.#starting = this.#options.isWanted ? this.#start() : Promise.resolve()
    return this.#starting
  }

  async #start(): Promise<void> {
    const { port, bindAddress, epoch, log, now, onChannels, onEvent, onWorking } = this.#options
    const { port1, port2 } = new MessageChannel()
    try {
      const engine = await startMediaEngine({
        transport: { port, ...(bindAddress === undefined ? {} : { bindAddress }) },
        epoch, channelPort: port1, onDeath: (error) => this.#died(error),
      })
      engine.onEvent((event) => {
        if (event.type === 'defect') log.error('media.defect', { id: event.id }, Object.assign(new Error('media'), { stack: event.stack }))
        onEvent(event)
      })
      this.#engine = engine
      this.#startedAt = now()
      onChannels(port2)
      onWorking(true)
    } catch (error) {
      this.#isPortTaken = error instanceof Refused && error.code === 'PORT_TAKEN'
      log.error('media.not-started', { port }, error)
      onWorking(false)
    }
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#starting
    await this.#engine?.stop()
    this.#engine = null
  }

  #died(error: Error): void {
    const { log, now, onRestart, onWorking } = this.#options
    this.#engine = null
    if (this.#ended) return
    log.error('media.died', {}, error)
    onWorking(false)
    if (this.#startedAt !== undefined && now() - this.#startedAt > WORTH_RESTARTING_MICROS) onRestart(error)
  }
}
