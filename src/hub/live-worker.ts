import { MessageChannel, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { once } from 'node:events'
import { Refused } from '../kernel/failures.ts'
import type { LiveThreadData, LiveThreadHears, LiveThreadSays } from './live-thread.ts'

/** A hub told to stop gives its sockets this long. */
const END_MS = 2000

export type LiveWorker = {
  readonly port: number
  readonly tlsPort: number | null
  giveChannels(port: MessagePort): void
  end(): Promise<void>
}

type Started = {
  readonly worker: Promise<LiveWorker>
  /** Requests come out here. */
  readonly asks: MessagePort
  /** The core's line to the floor. */
  readonly core: MessagePort
}

/**
 * Starts the live thread. The ports can be used at once. Rejects with `Refused` when it cannot
 * listen; `onDeath` hears when it ends by itself later, without which a hub is deaf.
 */
export function startLiveThread(data: Omit<LiveThreadData, 'asks' | 'core'>, onDeath: (error: unknown) => void): Started {
  const asks = new MessageChannel()
  const core = new MessageChannel()
  const workerData: LiveThreadData = { ...data, asks: asks.port2, core: core.port2 }
  const thread = new Worker(new URL('live-thread.ts', import.meta.url), { workerData, transferList: [asks.port2, core.port2], name: 'live' })
  return { worker: listening(thread, onDeath), asks: asks.port1, core: core.port1 }
}

async function listening(thread: Worker, onDeath: (error: unknown) => void): Promise<LiveWorker> {
  const says = (await once(thread, 'message'))[0] as LiveThreadSays
  if (says.type === 'refused') {
    await thread.terminate()
    throw new Refused(says.code, says.details)
  }
  let ended: Promise<void> | undefined
  thread.on('error', onDeath)
  thread.on('exit', () => { if (!ended) onDeath(new Error('the live thread ended')) })
  const tell = (message: LiveThreadHears, transfer: MessagePort[] = []): void => thread.postMessage(message, transfer)

  return {
    port: says.port,
    tlsPort: says.tlsPort,
    giveChannels: (port) => tell({ type: 'channels', port }, [port]),
    end: () => (ended ??= endThread(thread, () => tell({ type: 'end' }))),
  }
}

async function endThread(thread: Worker, tell: () => void): Promise<void> {
  const gone = once(thread, 'exit')
  tell()
  const late = setTimeout(() => void thread.terminate(), END_MS)
  await gone
  clearTimeout(late)
}
