import type { MessagePort } from 'node:worker_threads'
import type { EngineEvent, MediaEngine } from './engine.ts'
import type { TransportOptions } from './sfu/transport.ts'

/** What goes between `engine-port.ts` (any thread) and `worker.ts` (the media thread). */

export type WorkerStart = {
  readonly transport: TransportOptions
  /** A reading of `process.hrtime.bigint()` that all threads of the hub share. */
  readonly epoch: bigint
  /** Carries `ChannelMessage`s to and from whoever owns them. */
  readonly channelPort: MessagePort
}

/** The calls of the engine that cross the thread as plain data. */
export type EngineCall = Exclude<keyof MediaEngine, 'onEvent' | 'connectTap' | 'stop'>
/** As an object, so that a call that is missing here does not compile. */
const CALLS: Readonly<Record<EngineCall, true>> = {
  publish: true, subscribe: true, close: true, setProgramme: true, setVoice: true, setWants: true, setPublisherClock: true, setTap: true, choke: true, stats: true,
}
export const ENGINE_CALLS: readonly EngineCall[] = Object.keys(CALLS) as EngineCall[] // The keys of the object above and no others.

export type ToWorker =
  | { readonly type: 'call'; readonly number: number; readonly call: EngineCall; readonly parameters: readonly unknown[] }
  | { readonly type: 'tap'; readonly port: MessagePort }
  | { readonly type: 'stop' }

/** A failure as plain data, since classes do not survive the way between threads. */
export type Failure =
  | { readonly type: 'refused'; readonly code: string }
  | { readonly type: 'malformed'; readonly message: string }
  | { readonly type: 'defect'; readonly message: string; readonly stack: string | undefined }

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'unfit'; readonly failure: Failure }
  | { readonly type: 'done'; readonly number: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly number: number; readonly failure: Failure }
  | { readonly type: 'event'; readonly event: EngineEvent }
  | { readonly type: 'stopped' }
