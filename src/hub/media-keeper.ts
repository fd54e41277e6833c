import { MessageChannel } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { EngineEvent, MediaEngine } from '../media/engine.ts'
import { startMediaEngine } from '../media/engine-port.ts'
import type { Log } from '../platform/log.ts'
import type { Timers } from '../platform/timers.ts'

const RESTART_MS = 1000
/** A thread that keeps dying is left alone: the class goes on without media, and the lamp says so. */
const MOST_RESTARTS = 5

export type MediaKeeperOptions = {
  readonly port: number
  readonly bindAddress?: string | undefined
  readonly epoch: bigint
  readonly timers: Timers
  readonly log: Log
  /** The other end of the data channels' port, for the live thread; a new one with each start. */
  readonly onChannels: (port: MessagePort) => void
  readonly onEvent: (event: EngineEvent) => void
  /** Media works now, or does not. When it died, every publisher and watcher of it is gone. */
  readonly onWorking: (isWorking: boolean) => void
}

/**
 * Keeps the media thread running. Cues, hands and the record stand without it, so its death costs a
 * lamp and not the class.
 */
export class MediaKeeper {
  readonly #options: MediaKeeperOptions
  #engine: MediaEngine | null = null
  #restarts = 0
  #ended = false

  constructor(options: MediaKeeperOptions) {
    this.#options = options
  }

  /** The engine while there is one. */
  get engine(): MediaEngine | null {
    return this.#engine
  }

  async start(): Promise<void> {
    const { port, bindAddress, epoch, log, onChannels, onEvent, onWorking } = this.#options
    const { port1, port2 } = new MessageChannel()
    try {
      const engine = await startMediaEngine({
        transport: { port, ...(bindAddress === undefined ? {} : { bindAddress }) },
        epoch, channelPort: port1, onDeath: (error) => this.#died(error),
      })
      engine.onEvent(onEvent)
      this.#engine = engine
      onChannels(port2)
      onWorking(true)
    } catch (error) {
      log.error('media.not-started', {}, error)
      onWorking(false)
    }
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#engine?.stop()
    this.#engine = null
  }

  #died(error: Error): void {
    const { log, onWorking, timers } = this.#options
    this.#engine = null
    if (this.#ended) return
    log.error('media.died', { restarts: this.#restarts }, error)
    onWorking(false)
    if (this.#restarts >= MOST_RESTARTS) return
    this.#restarts += 1
    timers.after(RESTART_MS, () => void this.start())
  }
}
