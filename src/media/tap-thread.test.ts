import { afterAll, beforeAll, expect, it } from 'vitest'
import { WANTS_ALL } from './engine.ts'
import { EngineChild } from './testing/engine-child.ts'
import { PAYLOAD_TYPES, playerSections, publisherSections, TestPeer } from './testing/peers.ts'

/** The real engine in its real thread, with real peers over loopback. */
let engine: EngineChild
beforeAll(async () => {
  engine = new EngineChild()
  await engine.ready()
})
afterAll(async () => { expect(await engine.stop()).toBe(0) })

const connected = (id: string): boolean => engine.events.some((event) => event.type === 'connected' && event.id === id)

it('forwards every packet at once while the recorder never answers', { timeout: 30_000 }, async () => {
  engine.connectDeafRecorder()
  const publisher = await TestPeer.open(publisherSections('H264'))
  await publisher.accept((await engine.publish('room', 'pub', publisher.offer)).sdp)
  await engine.until(() => connected('pub'))
  await engine.setProgramme('room', 'pub')
  await engine.setTap('room', 'pub')
  const watcher = await TestPeer.open(playerSections())
  await watcher.accept((await engine.subscribe('room', 'sub', watcher.offer, WANTS_ALL)).sdp)
  await engine.until(() => connected('sub'))

  // Past the recorder's credit of two seconds, by far.
  let sequence = 0
  const sending = setInterval(() => {
    publisher.sendAudio(sequence)
    sequence += 1
  }, 20)
  await watcher.until(() => watcher.received(PAYLOAD_TYPES.OPUS).length >= 200)
  clearInterval(sending)
  const numbers = watcher.received(PAYLOAD_TYPES.OPUS).map((packet) => packet.payload[1] ?? 0)
  for (const [index, number] of numbers.entries()) if (index > 0) expect(number).toBe(((numbers[index - 1] ?? 0) + 1) & 0xff)
  expect(engine.events.filter(({ type }) => type === 'defect')).toEqual([])
  for (const peer of [publisher, watcher]) peer.close()
})
