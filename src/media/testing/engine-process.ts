import { MessageChannel } from 'node:worker_threads'
import { startMediaEngine } from '../engine-port.ts'
import type { ChannelMessage, EngineEvent } from '../engine.ts'
import type { EngineCall } from '../thread-messages.ts'
import { freeUdpPort, LOOPBACK } from './udp.ts'

/**
 * The engine with its thread in a process of its own, for tests whose peers are in theirs: the media
 * library can be loaded by one thread of a process only. Started by `engine-child.ts`.
 */

export type ToEngineProcess =
  | { readonly type: 'call'; readonly number: number; readonly call: EngineCall; readonly parameters: readonly unknown[] }
  | { readonly type: 'message'; readonly message: ChannelMessage }
  /** A recorder is connected that never answers. */
  | { readonly type: 'deaf-recorder' }
  | { readonly type: 'stop' }

export type FromEngineProcess =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly number: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly number: number; readonly name: string; readonly message: string }
  | { readonly type: 'event'; readonly event: EngineEvent }
  | { readonly type: 'message'; readonly message: ChannelMessage }

/** Nobody listens at its other end, and nobody closes it. */
const deaf = new MessageChannel()
const send = (message: FromEngineProcess): void => void process.send?.(message)
const { port1, port2 } = new MessageChannel()
const engine = await startMediaEngine({
  transport: { port: await freeUdpPort(), bindAddress: LOOPBACK }, epoch: process.hrtime.bigint(), channelPort: port1,
  onDeath: (error) => { throw error },
})
engine.onEvent((event) => send({ type: 'event', event }))
port2.on('message', (message: ChannelMessage) => send({ type: 'message', message }))
process.on('message', (message: ToEngineProcess) => void onMessage(message))
send({ type: 'ready' })

async function onMessage(message: ToEngineProcess): Promise<void> {
  if (message.type === 'message') port2.postMessage(message.message)
  else if (message.type === 'call') await answer(message)
  else if (message.type === 'deaf-recorder') engine.connectTap(deaf.port1)
  else {
    await engine.stop()
    port2.close()
    deaf.port2.close()
    process.disconnect?.()
  }
}

async function answer({ number, call, parameters }: Extract<ToEngineProcess, { type: 'call' }>): Promise<void> {
  try {
    // The other side has the engine's own signatures, so the parameters fit the method they came with.
    const method = engine[call] as (...parameters: unknown[]) => Promise<unknown>
    send({ type: 'done', number, result: await method(...parameters) })
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    send({ type: 'failed', number, name, message })
  }
}
