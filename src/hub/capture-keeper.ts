import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { FromRecorder, ToRecorder } from '../features/capture/hub/recorder/recorder-messages.ts'
import type { HubClock } from '../platform/clock.ts'
import type { MediaEngine } from '../media/engine.ts'
import type { Timers } from '../platform/timers.ts'
import type { CaptureThreadData } from './capture-thread.ts'

/** Soon after the first death, seldom when it dies again and again; never given up. */
const RESTART_AFTER_MS = [200, 500, 1000, 2000, 5000, 10_000]
/** A thread that ran so long starts a new count of deaths. */
const STEADY_MS = 60_000
const END_MS = 2000

export type CaptureKeeperDeps = {
  readonly clock: Pick<HubClock, 'boot' | 'epoch' | 'now'>
  readonly timers: Timers
  readonly engine: () => Pick<MediaEngine, 'connectTap'> | null
  readonly hear: (message: FromRecorder) => void
  /** The thread died, and is started again in a moment; or is there again. */
  readonly onWorking: (isWorking: boolean, error?: unknown) => void
}

/** Starts the capture thread when it is first needed, joins it to the media thread, and starts it again when it dies. */
export class CaptureKeeper {
  readonly #deps: CaptureKeeperDeps
  #thread: Worker | undefined
  #wanted = false
  #deaths = 0
  #ended = false

  constructor(deps: CaptureKeeperDeps) {
    this.#deps = deps
  }

  /** A class is about to go on. Without media there is nothing to record. */
  start(): void {
    if (this.#wanted) return
    this.#wanted = true
    if (this.#deps.engine()) this.#start()
  }

  /** False when there is no thread to tell. */
  tell(message: Extract<ToRecorder, { type: 'finish' }>): boolean {
    this.#thread?.postMessage(message satisfies ToRecorder)
    return this.#thread !== undefined
  }

  /** Media works now. */
  onMedia(): void {
    if (this.#thread) this.#join()
    else if (this.#wanted && this.#deaths === 0) this.#start()
  }

  /** Joins the threads anew: one of them was just started. */
  #join(): void {
    const engine = this.#deps.engine()
    if (!engine || !this.#thread) return
    const { port1, port2 } = new MessageChannel()
    engine.connectTap(port1)
    this.#thread.postMessage({ type: 'tap', port: port2 } satisfies ToRecorder, [port2])
  }

  async end(): Promise<void> {
    this.#ended = true
    const thread = this.#thread
    if (!thread) return
    const gone = once(thread, 'exit')
    thread.postMessage({ type: 'end' } satisfies ToRecorder)
    const late = setTimeout(() => void thread.terminate(), END_MS)
    await gone
    clearTimeout(late)
  }

  /** Ends the thread without a word, as a defect would (tests and rehearsals). */
  async kill(): Promise<void> {
    await this.#thread?.terminate()
  }

  #start(): void {
    const { boot, epoch } = this.#deps.clock
    const workerData: CaptureThreadData = { clock: { boot, epoch } }
    const thread = new Worker(new URL('capture-thread.ts', import.meta.url), { workerData, name: 'capture' })
    const startedAt = this.#deps.clock.now()
    let failure: unknown
    thread.on('message', (message: FromRecorder) => this.#deps.hear(message))
    thread.on('error', (error) => { failure = error })
    thread.on('exit', () => this.#died(startedAt, failure))
    this.#thread = thread
    this.#join()
    this.#deps.onWorking(true)
  }

  #died(startedAt: number, failure: unknown): void {
    this.#thread = undefined
    if (this.#ended) return
    if ((this.#deps.clock.now() - startedAt) / 1000 > STEADY_MS) this.#deaths = 0
    const wait = RESTART_AFTER_MS[Math.min(this.#deaths, RESTART_AFTER_MS.length - 1)] ?? 0
    this.#deaths += 1
    this.#deps.onWorking(false, failure ?? new Error('the capture thread ended'))
    this.#deps.timers.after(wait, () => {
      if (!this.#ended) this.#start()
    })
  }
}
