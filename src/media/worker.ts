import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { Malformed, Refused } from '../kernel/failures.ts'
import type { ChannelMessage } from './engine.ts'
import { requireFreePort } from './sfu/free-port.ts'
import { selfTest } from './sfu/self-test.ts'
import { Sfu } from './sfu/sfu.ts'
import { releaseLibrary } from './sfu/transport.ts'
import type { Failure, FromWorker, ToWorker, WorkerStart } from './thread-messages.ts'

/** The media thread: the engine, and the post between it and the rest. Started by `engine-port.ts`. */

if (!parentPort) throw new Error('the media thread was started as a program')
// With the library's own threads still running, a thread that fails would neither end nor let its process end.
process.once('uncaughtException', (error) => {
  releaseLibrary()
  throw error
})
// workerData is typed by who starts us, in engine-port.ts.
await run(parentPort, workerData as WorkerStart)

async function run(port: MessagePort, start: WorkerStart): Promise<void> {
  const post = (message: FromWorker): void => port.postMessage(message)
  try {
    await requireFreePort(start.transport)
    await selfTest()
  } catch (error) {
    start.channelPort.close()
    releaseLibrary()
    post({ type: 'unfit', failure: failureOf(error) })
    return
  }
  const { channelPort } = start
  const sfu = new Sfu({
    transport: start.transport, epoch: start.epoch,
    onChannelMessage: (message) => channelPort.postMessage(message),
  })
  sfu.onEvent((event) => post({ type: 'event', event }))
  channelPort.on('message', (message: ChannelMessage) => {
    if (message.type === 'send') sfu.sendMessage(message)
  })
  port.on('message', (message: ToWorker) => {
    if (message.type === 'call') void answer(sfu, message, post)
    else if (message.type === 'tap') sfu.connectTap(message.port)
    else void stop(sfu, port, channelPort, post)
  })
  post({ type: 'ready' })
}

async function answer(sfu: Sfu, message: Extract<ToWorker, { type: 'call' }>, post: (message: FromWorker) => void): Promise<void> {
  try {
    // The proxy has the engine's own signatures, so the parameters fit the method they came with.
    const call = sfu[message.call] as (...parameters: unknown[]) => Promise<unknown>
    post({ type: 'done', number: message.number, result: await call.apply(sfu, [...message.parameters]) })
  } catch (error) {
    post({ type: 'failed', number: message.number, failure: failureOf(error) })
  }
}

async function stop(sfu: Sfu, port: MessagePort, channelPort: MessagePort, post: (message: FromWorker) => void): Promise<void> {
  await sfu.stop()
  channelPort.close()
  releaseLibrary()
  post({ type: 'stopped' })
  port.close()
}

function failureOf(error: unknown): Failure {
  if (error instanceof Refused) return { type: 'refused', code: error.code }
  if (error instanceof Malformed) return { type: 'malformed', message: error.message }
  if (error instanceof Error) return { type: 'defect', message: error.message, stack: error.stack }
  return { type: 'defect', message: String(error), stack: undefined }
}
