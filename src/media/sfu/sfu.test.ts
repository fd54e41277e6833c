import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEvent } from '../engine.ts'
import { WANTS_ALL, WANTS_NOTHING } from '../engine.ts'
import { pageSections, PAYLOAD_TYPES, publisherSections, TestPeer } from '../testing/peers.ts'
import { LOOPBACK } from '../testing/udp.ts'
import { Sfu } from './sfu.ts'

/** The engine in the thread of its peers; what the thread adds is tested in `engine-port.test.ts`. */

let engine: Sfu
let events: EngineEvent[]
let peers: TestPeer[]

beforeEach(() => {
  engine = new Sfu({ transport: { port: 0, bindAddress: LOOPBACK }, epoch: process.hrtime.bigint(), onChannelMessage: () => undefined })
  events = []
  peers = []
  engine.onEvent((event) => events.push(event))
})

afterEach(async () => {
  await engine.stop()
  for (const peer of peers) peer.close()
})

async function connect(sections: Parameters<typeof TestPeer.open>[0], answer: (offer: string) => Promise<{ sdp: string }>): Promise<TestPeer> {
  const peer = await TestPeer.open(sections)
  peers.push(peer)
  await peer.accept((await answer(peer.offer)).sdp)
  return peer
}

const publisher = (id: string): Promise<TestPeer> => connect(publisherSections('H264'), (offer) => engine.publish('room', id, offer))
const viewer = (id: string): Promise<TestPeer> => connect(pageSections(), (offer) => engine.subscribe('room', id, offer, WANTS_ALL))

/** Sends sound, over and over since either side may still finish its handshake, until `condition`. */
async function speakUntil(peer: TestPeer, condition: () => boolean): Promise<void> {
  for (let sequence = 0; !condition() && sequence < 100_000; sequence += 1) {
    peer.sendAudio(sequence)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('the engine', () => {
  it('closes the one peer at which it failed, says how, and serves the others', async () => {
    await engine.setProgramme('room', 'good')
    const [bad, good, watching] = [await publisher('bad'), await publisher('good'), await viewer('sub')]
    engine.onEvent((event) => {
      events.push(event)
      if (event.type === 'media' && event.id === 'bad') throw new Error('a defect in the way of its packets')
    })
    await speakUntil(bad, () => events.some((event) => event.type === 'closed'))
    expect(events).toContainEqual(expect.objectContaining({ type: 'defect', id: 'bad', stack: expect.stringContaining('a defect in the way') }))
    expect(events).toContainEqual(expect.objectContaining({ type: 'closed', id: 'bad', reason: 'defect' }))
    await speakUntil(good, () => watching.received(PAYLOAD_TYPES.OPUS).length > 0)
    expect(watching.received(PAYLOAD_TYPES.OPUS).length).toBeGreaterThan(0)
  })

  it('sends nothing to who wants nothing, and sound again at once when asked', async () => {
    await engine.setProgramme('room', 'pub')
    const [speaking, watching] = [await publisher('pub'), await viewer('sub')]
    await speakUntil(speaking, () => watching.rtp.length > 0)
    await engine.setWants('sub', WANTS_NOTHING)
    const { packetsOut } = await engine.stats()
    const before = (await engine.stats()).packetsIn
    for (let sequence = 1000; sequence < 1020; sequence += 1) speaking.sendAudio(sequence)
    while ((await engine.stats()).packetsIn < before + 20) await new Promise((resolve) => setImmediate(resolve))
    const reports = 4
    expect((await engine.stats()).packetsOut - packetsOut).toBeLessThan(reports)
    await engine.setWants('sub', WANTS_ALL)
    const heard = watching.received(PAYLOAD_TYPES.OPUS).length
    speaking.sendAudio(1020)
    await watching.until(() => watching.received(PAYLOAD_TYPES.OPUS).length > heard)
  })

  it('replaces a session whose id comes again, and keeps one', async () => {
    await viewer('sub')
    await viewer('sub')
    expect((await engine.stats()).subscribers).toHaveLength(1)
    expect(events.filter((event) => event.type === 'closed')).toMatchObject([{ id: 'sub', reason: 'asked' }])
  })

  it('ends everything when it stops, and says so of each', async () => {
    await publisher('pub')
    await viewer('sub')
    await engine.stop()
    expect(events.filter((event) => event.type === 'closed').map((event) => event.id).toSorted()).toEqual(['pub', 'sub'])
    expect(await engine.stats()).toMatchObject({ publishers: [], subscribers: [] })
  })
})
