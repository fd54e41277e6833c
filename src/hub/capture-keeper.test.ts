import type { MessagePort } from 'node:worker_threads'
import { afterEach, expect, it, vi } from 'vitest'
import { waitFor } from '../../testkit/wait-for.ts'
import type { FromRecorder } from '../features/capture/hub/recorder/recorder-messages.ts'
import { soundPackets } from '../../testkit/fed-recorder.ts'
import type { ClassId } from '../kernel/ids.ts'
import type { FromTap, ToTap } from '../media/tap.ts'
import { BatchWriter } from '../media/tap-batch.ts'
import { OUT_HEADER } from '../media/rtp/packet.ts'
import { startHubClock } from '../platform/clock.ts'
import { processTimers } from '../platform/timers.ts'
import { CaptureKeeper } from './capture-keeper.ts'

const WITHIN = { within: 20_000 }
vi.setConfig({ testTimeout: 30_000 })
const CLASS = 'cls_aaaaaaaaaaaaaaaa' as ClassId

/** The keeper with its real thread; the media thread's end of the line is the test's. */
function world() {
  const clock = startHubClock()
  const heard: FromRecorder[] = []
  const working: boolean[] = []
  const credits: ToTap[] = []
  let port: MessagePort | undefined
  const keeper = new CaptureKeeper({
    clock, timers: processTimers(),
    engine: () => ({ connectTap: (given) => { port = given.on('message', (message: ToTap) => credits.push(message)) } }),
    hear: (message) => heard.push(message),
    onWorking: (isWorking) => working.push(isWorking),
  })
  const post = (message: FromTap): void => port?.postMessage(message)
  return { keeper, clock, heard, working, credits, post }
}

/** So many seconds of sound, as if they had just come. */
function sendSound({ post, clock }: ReturnType<typeof world>, seconds: number): void {
  post({ type: 'stream', room: CLASS, stream: { stream: 2, kind: 'audio', codec: 'OPUS', clockRate: 48_000, parameters: '' } })
  const batch = new BatchWriter()
  const now = clock.now()
  for (const { packet } of soundPackets(seconds, now - seconds * 1_000_000)) {
    batch.add(2, { ...packet, arrival: now, bytes: Buffer.concat([Buffer.alloc(OUT_HEADER), packet.payload]) })
  }
  post({ type: 'packets', room: CLASS, batch: batch.take(), dropped: 3 })
}

const keepers: CaptureKeeper[] = []
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.end()
})

it('takes packets in its thread, gives segments and the credit back, and says what was dropped', async () => {
  const one = world()
  keepers.push(one.keeper)
  one.keeper.start()
  sendSound(one, 5)
  await waitFor('two segments', () => one.heard.filter(({ type }) => type === 'segment').length >= 2, WITHIN)
  expect(one.heard.map(({ type }) => type)).toContain('streams')
  expect(one.heard).toContainEqual({ type: 'lagging', classId: CLASS, packets: 3 })
  await waitFor('the credit', () => one.credits.some((message) => message.type === 'credit'), WITHIN)
  expect(one.keeper.tell({ type: 'finish', classId: CLASS })).toBe(true)
  await waitFor('the end', () => one.heard.some(({ type }) => type === 'finished'), WITHIN)
  expect(one.heard.filter(({ type }) => type === 'segment')).toHaveLength(3)
})

it('starts its thread again when it died, and joins it to media anew', async () => {
  const one = world()
  keepers.push(one.keeper)
  one.keeper.start()
  await one.keeper.kill()
  await waitFor('another thread', () => one.working.join() === 'true,false,true', WITHIN)
  sendSound(one, 3)
  await waitFor('a segment of the new thread', () => one.heard.some(({ type }) => type === 'segment'), WITHIN)
})

it('starts nothing before it is wanted, and nothing after its end', async () => {
  const one = world()
  expect(one.keeper.tell({ type: 'finish', classId: CLASS })).toBe(false)
  one.keeper.onMedia()
  expect(one.working).toEqual([])
  await one.keeper.end()
  one.keeper.onMedia()
  expect(one.working).toEqual([])
})
