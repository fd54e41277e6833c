import { parentPort, workerData } from 'node:worker_threads'
import { Recorders } from '../features/capture/hub/recorder/recorders.ts'
import type { FromRecorder, ToRecorder } from '../features/capture/hub/recorder/recorder-messages.ts'
import { joinHubClock } from '../platform/clock.ts'
import { nodeCrypto } from '../platform/crypto-node.ts'

/** What the capture thread is started with. */
export type CaptureThreadData = { readonly clock: { readonly boot: string; readonly epoch: bigint } }

const TICK_MS = 100

/** The capture thread: takes packets apart and makes segments. It has no disk and no key; if it dies, only the recording has a gap. */
function main(): void {
  if (!parentPort) throw new Error('the capture thread was started outside a hub')
  const port = parentPort
  const data = workerData as CaptureThreadData // Given by capture-keeper.ts alone.
  const clock = joinHubClock(data.clock)
  const recorders = new Recorders({
    now: clock.now, crypto: nodeCrypto(),
    tell: (message: FromRecorder, transfer) => port.postMessage(message, transfer),
  })
  const ticking = setInterval(() => recorders.tick(), TICK_MS)
  port.on('message', (message: ToRecorder) => {
    if (message.type !== 'end') {
      recorders.hear(message)
      return
    }
    clearInterval(ticking)
    recorders.end()
    port.close()
  })
}

main()
