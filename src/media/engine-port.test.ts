import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WANTS_ALL } from './engine.ts'
import { nack } from './rtcp/feedback.ts'
import { sequenceDistance } from './rtp/sequence.ts'
import { EngineChild } from './testing/engine-child.ts'
import { pageSections, PAYLOAD_TYPES, playerSections, publisherSections, TestPeer } from './testing/peers.ts'

/** The real engine in its real thread, with real peers over loopback. Each test has a room of its own. */

let engine: EngineChild
let peers: TestPeer[]
let tests = 0
let room: string
let pub1: string
let pub2: string
let sub: string

beforeAll(async () => {
  engine = new EngineChild()
  await engine.ready()
})

beforeEach(() => {
  tests += 1
  peers = []
  room = `room-${tests}`
  pub1 = `pub-${tests}-1`
  pub2 = `pub-${tests}-2`
  sub = `sub-${tests}`
})

afterEach(() => {
  for (const peer of peers) peer.close()
})

afterAll(async () => {
  expect(await engine.stop()).toBe(0)
})

/** A bound against hanging. */
const WITHIN_MS = 10_000
const FRAME_MS = 5
const happened = (type: string, id: string, rest: object = {}): boolean =>
  engine.events.some((event) => event.type === type && event.id === id && Object.entries(rest).every(([key, value]) => Reflect.get(event, key) === value))

async function publish(id: string, codec: 'H264' | 'VP8' = 'H264'): Promise<TestPeer> {
  const peer = await TestPeer.open(publisherSections(codec))
  peers.push(peer)
  await peer.accept((await engine.publish(room, id, peer.offer)).sdp)
  await engine.until(() => happened('connected', id))
  return peer
}

async function watch(sections = pageSections()): Promise<{ peer: TestPeer; notes: readonly string[] }> {
  const peer = await TestPeer.open(sections)
  peers.push(peer)
  const answer = await engine.subscribe(room, sub, peer.offer, WANTS_ALL)
  await peer.accept(answer.sdp)
  await engine.until(() => happened('connected', sub))
  return { peer, notes: answer.notes }
}

/** Sends frames until `peer` has `count` of the payload type; the publisher gives a keyframe when asked, as encoders do. */
async function play(publisher: TestPeer, codec: 'H264' | 'VP8', first: number, peer: TestPeer, count: number): Promise<number> {
  let sequence = first
  let answered = publisher.keyframeRequests
  const wanted = peer.received(PAYLOAD_TYPES[codec]).length + count
  // A viewer that sends no feedback on its path gets its picture once that is clear.
  const until = performance.now() + WITHIN_MS
  while (peer.received(PAYLOAD_TYPES[codec]).length < wanted && performance.now() < until) {
    publisher.sendVideo(codec, sequence, publisher.keyframeRequests > answered || sequence === first)
    answered = publisher.keyframeRequests
    sequence += 1
    // Frames have a distance, as an encoder's do; a flood would be lost on the way.
    await new Promise((resolve) => setTimeout(resolve, FRAME_MS))
  }
  return sequence
}

/** Sends keyframes until the engine has heard one: a single packet may be lost, on loopback too. Answers the next number. */
async function begin(publisher: TestPeer): Promise<number> {
  const until = performance.now() + WITHIN_MS
  let sequence = 1
  while (!happened('media', pub1, { kind: 'video' }) && performance.now() < until) {
    publisher.sendVideo('H264', sequence, true)
    sequence += 1
    await new Promise((resolve) => setTimeout(resolve, FRAME_MS))
  }
  return sequence
}

describe('the engine in its thread', () => {
  it('carries picture and sound to a viewer that waited in the lobby', async () => {
    const { peer: viewer } = await watch()
    await engine.setProgramme(room, pub1)
    const publisher = await publish(pub1)
    await play(publisher, 'H264', 65_530, viewer, 10)
    for (let sequence = 0; sequence < 5; sequence += 1) publisher.sendAudio(sequence)
    await viewer.until(() => viewer.received(PAYLOAD_TYPES.OPUS).length >= 5)

    const picture = viewer.received(PAYLOAD_TYPES.H264)
    expect(picture[0]?.payload[0]).toBe(0x67)
    expect(new Set(picture.map((packet) => packet.ssrc)).size).toBe(1)
    picture.slice(1).forEach((packet, index) => expect(sequenceDistance(picture[index]?.sequence ?? 0, packet.sequence)).toBe(1))
    await engine.until(() => happened('served', sub, { kind: 'video' }) && happened('media', pub1, { kind: 'audio', flowing: true }))
    const stats = await engine.stats()
    expect(stats.publishers).toContainEqual(expect.objectContaining({ id: pub1, videoCodec: 'H264' }))
    expect(stats.subscribers).toContainEqual(expect.objectContaining({ id: sub, layer: 0 }))
  })

  it('asks for a keyframe at once when somebody joins late', async () => {
    await engine.setProgramme(room, pub1)
    const publisher = await publish(pub1)
    const next = await begin(publisher)
    const { peer: viewer } = await watch()
    await play(publisher, 'H264', next, viewer, 1)
    expect(publisher.keyframeRequests).toBeGreaterThan(0)
  })

  it('changes the programme, and its codec, without a new negotiation', async () => {
    await engine.setProgramme(room, pub1)
    const [first, second] = [await publish(pub1, 'H264'), await publish(pub2, 'VP8')]
    const { peer: viewer } = await watch()
    await play(first, 'H264', 1, viewer, 3)
    await engine.setProgramme(room, pub2)
    await play(second, 'VP8', 1, viewer, 3)
    const [last, next] = [viewer.received(PAYLOAD_TYPES.H264).at(-1), viewer.received(PAYLOAD_TYPES.VP8)[0]]
    expect(next?.ssrc).toBe(last?.ssrc)
    expect(sequenceDistance(last?.sequence ?? 0, next?.sequence ?? 0)).toBe(1)
  })

  it('picks up a publisher that comes back under its id', async () => {
    await engine.setProgramme(room, pub1)
    const first = await publish(pub1)
    const { peer: viewer } = await watch()
    await play(first, 'H264', 1, viewer, 3)
    engine.events.length = 0
    const again = await publish(pub1)
    await play(again, 'H264', 500, viewer, 3)
    const picture = viewer.received(PAYLOAD_TYPES.H264)
    picture.slice(1).forEach((packet, index) => expect(sequenceDistance(picture[index]?.sequence ?? 0, packet.sequence)).toBe(1))
    expect(happened('closed', pub1, { reason: 'asked' })).toBe(true)
  })

  it('puts voices on lines of their own beside the programme', async () => {
    await engine.setProgramme(room, pub1)
    const [programme, voice] = [await publish(pub1), await publish(pub2)]
    await engine.setVoice(room, 1, pub2)
    const { peer: viewer } = await watch()
    programme.sendAudio(1)
    voice.sendAudio(1)
    await viewer.until(() => new Set(viewer.received(PAYLOAD_TYPES.OPUS).map((packet) => packet.ssrc)).size === 2)
  })

  it('repeats a picture packet that a viewer says it lost', async () => {
    await engine.setProgramme(room, pub1)
    const publisher = await publish(pub1)
    const { peer: viewer } = await watch()
    await play(publisher, 'H264', 1, viewer, 5)
    const lost = viewer.received(PAYLOAD_TYPES.H264)[3]
    if (!lost) throw new Error('nothing came')
    viewer.send(nack(1, lost.ssrc, [lost.sequence]))
    await viewer.until(() => viewer.received(PAYLOAD_TYPES.RTX).length > 0)
    expect(viewer.received(PAYLOAD_TYPES.RTX)[0]?.payload.readUInt16BE(0)).toBe(lost.sequence)
  })

  it('answers clock probes on the data channel, and carries texts both ways', async () => {
    const { peer: viewer } = await watch()
    await viewer.say('{"p":41.5}')
    await viewer.until(() => viewer.texts.some((text) => text.startsWith('{"p"')))
    const probe: unknown = JSON.parse(viewer.texts.find((text) => text.startsWith('{"p"')) ?? '')
    expect(probe).toMatchObject({ p: 41.5, t: expect.any(Number) })

    await viewer.say('{"hand":true}')
    await engine.until(() => engine.messages.some((message) => message.type === 'received'))
    expect(engine.messages).toContainEqual(expect.objectContaining({ type: 'received', from: sub, text: '{"hand":true}' }))
    expect(engine.messages).toContainEqual({ type: 'channel', id: sub, open: true })

    const cue = { type: 'send' as const, to: [sub, 'nobody'], text: '{"cue":1}', times: 3, gapMs: 5 }
    engine.say(cue)
    await viewer.until(() => viewer.texts.filter((text) => text === cue.text).length === 3)
  })

  it('tells a viewer each second what its timestamps stand for', async () => {
    await engine.setProgramme(room, pub1)
    const publisher = await publish(pub1)
    const { peer: viewer } = await watch()
    await play(publisher, 'H264', 1, viewer, 5)
    await viewer.until(() => viewer.texts.some((text) => text.includes('"anchor"')))
    const text = viewer.texts.find((candidate) => candidate.includes('"anchor"')) ?? ''
    const { anchor } = JSON.parse(text) as { anchor: { rtp: number } }
    expect(anchor).toMatchObject({ kind: 'video', quality: 'arrival', at: expect.any(Number) })
    expect(viewer.received(PAYLOAD_TYPES.H264).map((packet) => packet.timestamp)).toContain(anchor.rtp)
  })

  it('tells a viewer on which rung it stands, and again when that changes', async () => {
    await engine.setProgramme(room, pub1)
    const publisher = await publish(pub1)
    const { peer: viewer } = await watch()
    await play(publisher, 'H264', 1, viewer, 5)
    const said = (rung: object): boolean => viewer.texts.some((text) => text.startsWith('{"rung"') && JSON.stringify({ ...JSON.parse(text).rung, since: 0 }) === JSON.stringify({ ...rung, since: 0 }))
    await viewer.until(() => said({ rung: 'full', cause: 'none' }))
    await engine.setWants(sub, { audio: true, video: false, layer: 9 })
    await viewer.until(() => said({ rung: 'audio', cause: 'asked' }))
    expect((await engine.stats()).subscribers).toContainEqual(expect.objectContaining({ id: sub, rung: 'audio', cause: 'asked' }))
  })

  it('gives a player without the programme’s codec its sound, and says so', async () => {
    await engine.setProgramme(room, pub1)
    const publisher = await publish(pub1, 'VP8')
    const { peer: viewer, notes } = await watch(playerSections())
    expect(notes).toEqual(['VIDEO_CODEC_NOT_OFFERED'])
    publisher.sendVideo('VP8', 1, true)
    await engine.until(() => happened('playable', sub, { playable: false }))
    publisher.sendAudio(1)
    await viewer.until(() => viewer.received(PAYLOAD_TYPES.OPUS).length > 0)
    expect(viewer.rtp.every((packet) => packet.payloadType === PAYLOAD_TYPES.OPUS)).toBe(true)
  })

  it('makes one viewer’s link narrow from outside its thread, and wide again', async () => {
    await engine.setProgramme(room, pub1)
    const publisher = await publish(pub1)
    const { peer: viewer } = await watch()
    await engine.choke(sub, 80_000)
    await engine.choke(sub, null)
    await play(publisher, 'H264', 1, viewer, 3)
  })

  it('notices when a peer hangs up', async () => {
    const { peer: viewer } = await watch()
    viewer.close()
    await engine.until(() => happened('closed', sub))
    expect(happened('closed', sub, { reason: 'peer-closed' })).toBe(true)
  })

  it('turns down what is no offer and what it cannot serve, and goes on', async () => {
    await expect(engine.publish(room, pub1, 'v=0\r\nnonsense')).rejects.toMatchObject({ name: 'Malformed' })
    const peer = await TestPeer.open(publisherSections('H264'))
    peers.push(peer)
    const unusable = peer.offer.replaceAll('H264', 'H265').replaceAll('opus', 'speex')
    await expect(engine.publish(room, pub1, unusable)).rejects.toMatchObject({ name: 'Refused', message: 'NO_USABLE_CODEC' })
    expect((await engine.stats()).publishers.some((publisher) => publisher.id === pub1)).toBe(false)
  })
})
