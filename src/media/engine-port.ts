import { Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { Malformed, Refused } from '../kernel/failures.ts'
import type { EngineEvent, MediaEngine } from './engine.ts'
import type { TransportOptions } from './sfu/transport.ts'
import { ENGINE_CALLS } from './thread-messages.ts'
import type { EngineCall, Failure, FromWorker, ToWorker, WorkerStart } from './thread-messages.ts'

/** The engine in a thread of its own, with the engine's own interface. */

export type EngineThreadOptions = {
  readonly transport: TransportOptions
  /** A reading of `process.hrtime.bigint()` that all threads of the hub share; all times count from it. */
  readonly epoch: bigint
  /** One end of a MessageChannel whose other end belongs to who sends and receives `ChannelMessage`s. */
  readonly channelPort: MessagePort
  /** The thread died by itself; its sessions are gone and calls fail from now on. */
  onDeath(error: Error): void
}

/** The media library lacks a behaviour the engine rests on; no media can be served. */
export class MediaUnfit extends Error {
  override readonly name = 'MediaUnfit'
}

/**
 * Starts the thread; resolves when its self-test passed, rejects with {@link MediaUnfit} when it did
 * not, and with `Refused('PORT_TAKEN')` when another program has its UDP port.
 */
export async function startMediaEngine(options: EngineThreadOptions): Promise<MediaEngine> {
  const { transport, epoch, channelPort } = options
  const start: WorkerStart = { transport, epoch, channelPort }
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: start, transferList: [channelPort], name: 'media' })
  const thread = new EngineThread(worker, options.onDeath)
  await thread.ready
  return thread.engine
}

type Pending = { resolve(result: unknown): void; reject(error: Error): void }

class EngineThread {
  readonly ready: Promise<void>
  readonly engine: MediaEngine
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #onDeath: (error: Error) => void
  readonly #stopped = Promise.withResolvers<void>()
  #listen: (event: EngineEvent) => void = () => undefined
  #stopping = false
  #dead: Error | undefined
  #calls = 0

  constructor(worker: Worker, onDeath: (error: Error) => void) {
    this.#worker = worker
    this.#onDeath = onDeath
    const ready = Promise.withResolvers<void>()
    this.ready = ready.promise
    worker.on('message', (message: FromWorker) => this.#onMessage(message, ready))
    worker.on('error', (error) => this.#die(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => {
      this.#die(new Error('the media thread ended'))
      ready.reject(new Error('the media thread ended before it was ready'))
      this.#stopped.resolve()
    })
    this.engine = this.#proxy()
  }

  #proxy(): MediaEngine {
    const calls = Object.fromEntries(
      ENGINE_CALLS.map((call) => [call, (...parameters: readonly unknown[]) => this.#call(call, parameters)]),
    )
    // One function per name in ENGINE_CALLS, which the compiler checks against the interface.
    const proxied = calls as unknown as Pick<MediaEngine, EngineCall>
    return {
      ...proxied,
      onEvent: (listen) => { this.#listen = listen },
      connectTap: (port) => this.#worker.postMessage({ type: 'tap', port } satisfies ToWorker, [port]),
      stop: () => this.#stop(),
    }
  }

  #call(call: EngineCall, parameters: readonly unknown[]): Promise<unknown> {
    if (this.#dead || this.#stopping) return Promise.reject(this.#dead ?? new Error('the media thread is stopping'))
    this.#calls += 1
    const number = this.#calls
    this.#post({ type: 'call', number, call, parameters })
    return new Promise((resolve, reject) => this.#pending.set(number, { resolve, reject }))
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #onMessage(message: FromWorker, ready: PromiseWithResolvers<void>): void {
    switch (message.type) {
      case 'ready':
        ready.resolve()
        return
      case 'unfit':
        this.#stopping = true
        ready.reject(unfit(message.failure))
        return
      case 'done':
        this.#settle(message.number)?.resolve(message.result)
        return
      case 'failed':
        this.#settle(message.number)?.reject(errorOf(message.failure))
        return
      case 'event':
        this.#listen(message.event)
        return
      case 'stopped':
        this.#stopped.resolve()
    }
  }

  #settle(number: number): Pending | undefined {
    const pending = this.#pending.get(number)
    this.#pending.delete(number)
    return pending
  }

  async #stop(): Promise<void> {
    if (this.#dead) return
    this.#stopping = true
    this.#post({ type: 'stop' })
    await this.#stopped.promise
    await this.#worker.terminate()
  }

  #die(error: Error): void {
    for (const number of [...this.#pending.keys()]) this.#settle(number)?.reject(error)
    if (this.#dead) return
    this.#dead = error
    if (!this.#stopping) this.#onDeath(error)
  }
}

function unfit(failure: Failure): Error {
  const error = errorOf(failure)
  return error instanceof Refused ? error : new MediaUnfit(error.message)
}

function errorOf(failure: Failure): Error {
  switch (failure.type) {
    case 'refused': return new Refused(failure.code)
    case 'malformed': return new Malformed(failure.message.replace(/^malformed /, ''))
    case 'defect': {
      const error = new Error(failure.message)
      if (failure.stack !== undefined) error.stack = failure.stack
      return error
    }
  }
}
