/**
 * One end of a bench in a process of its own, so that what it costs is not counted as the SFU's.
 * Started by {@link ../media/ends.ts}; takes orders and answers over IPC.
 */
import { JanusSession } from './janus-session.ts'
import { EndOrder, type EndReport, type Order } from './end-messages.ts'
import { Meter, percentiles } from './meter.ts'
import { obsShapedOffer, publisherOffer } from './offers.ts'
import { SyntheticPublisher, SyntheticViewer } from './synthetic-ends.ts'
import { monotonicMs } from '../../src/rehearse/media/stamp.ts'
import { waitFor } from '../wait-for.ts'
import { postOffer } from './whip.ts'

const FLOWING_WITHIN_MS = 15_000

const viewers: SyntheticViewer[] = []
const delays: Meter['delays'] = { audio: [], video: [], plainVideo: [] }
let publisher: SyntheticPublisher | undefined
let janus: JanusSession | undefined
let measuringSinceMs = 0

async function obey(order: Order): Promise<EndReport> {
  switch (order.do) {
    case 'publish-whip':
      publisher = await SyntheticPublisher.start(
        async (offer) => (await postOffer(order.url, offer, order.token)).answer, { offer: order.offer === 'obs' ? obsShapedOffer : publisherOffer })
      return { type: 'published' }
    case 'publish-janus':
      return { type: 'published', feed: await publishToJanus(order.url) }
    case 'view-whep':
      for (let i = 0; i < order.count; i++) viewers.push(await SyntheticViewer.offering(async (offer) => (await postOffer(order.url, offer)).answer, new Meter(delays)))
      return allFlowing()
    case 'view-janus':
      await viewJanus(order)
      return allFlowing()
    case 'begin':
      for (const viewer of viewers) viewer.meter.measuring = true
      measuringSinceMs = monotonicMs()
      return { type: 'begun' }
    case 'finish':
      return finish()
    case 'publisher-counts':
      return { type: 'counts', ...(publisher?.counts ?? { sent: 0, unsent: 0, keyframesAsked: 0, packetsAskedAgain: 0 }) }
  }
}

async function publishToJanus(url: string): Promise<number> {
  const session = await JanusSession.open(url)
  janus = session
  await session.createRoom()
  let feed: number | undefined
  publisher = await SyntheticPublisher.start(async (offer) => {
    const published = await session.publish(offer)
    feed = published.feed
    return published.answer
  })
  if (feed === undefined) throw new Error('published without a feed')
  return feed
}

async function viewJanus(order: { url: string; feed: number; count: number }): Promise<void> {
  const session = await JanusSession.open(order.url)
  janus = session
  for (let i = 0; i < order.count; i++) viewers.push(await SyntheticViewer.answering((answer) => session.subscribe(order.feed, answer), new Meter(delays)))
}

async function allFlowing(): Promise<EndReport> {
  await waitFor('sound and picture for every viewer', () => viewers.every((viewer) => viewer.meter.flowing), { within: FLOWING_WITHIN_MS })
  return { type: 'viewing', count: viewers.length }
}

function finish(): EndReport {
  for (const viewer of viewers) viewer.meter.measuring = false
  const sum = (kind: 'audio' | 'video', what: 'received' | 'lost'): number => viewers.reduce((total, viewer) => total + viewer.meter.counters[kind][what], 0)
  return {
    type: 'measured',
    elapsedMs: monotonicMs() - measuringSinceMs,
    received: sum('audio', 'received') + sum('video', 'received'),
    lost: sum('audio', 'lost') + sum('video', 'lost'),
    video: percentiles(delays.video), plainVideo: percentiles(delays.plainVideo), audio: percentiles(delays.audio),
  }
}

process.on('message', (message) => {
  const { id, order } = EndOrder.parse(message)
  obey(order).then(
    (report) => process.send?.({ id, report }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
process.on('disconnect', () => {
  publisher?.stop()
  for (const viewer of viewers) viewer.stop()
  janus?.close()
  process.exit(0)
})
