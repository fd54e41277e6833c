import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { PeerConnection, Video } from 'node-datachannel'
import { parseOffer } from '../sdp/session.ts'
import { planSubscribe } from './negotiate.ts'
import { writeAnswer } from '../sdp/answer.ts'
import { pageSections, TestPeer } from '../testing/peers.ts'
import { rtpPacket } from '../testing/packets.ts'
import { freeUdpPort, LOOPBACK } from '../testing/udp.ts'
import { selfTest } from './self-test.ts'
import { Transport } from './transport.ts'
import type { TransportHandlers } from './transport.ts'

const HANDLERS: TransportHandlers = { onPacket: () => undefined, onState: () => undefined, onChannel: () => undefined }

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 3; round += 1) collect()
}

/** Answers a page and keeps nothing of it but functions that send; `heard` resolves with its first text. */
async function serve(peer: TestPeer, port: number): Promise<{ send: (bytes: Buffer) => boolean; say: (text: string) => boolean; heard: Promise<string> }> {
  const offer = parseOffer(peer.offer)
  let say: (text: string) => boolean = () => false
  const heard = Promise.withResolvers<string>()
  const transport = await Transport.answer(offer, { port, bindAddress: LOOPBACK }, {
    ...HANDLERS,
    onChannel: (channel) => {
      say = (text) => channel.send(text)
      channel.onText((text) => heard.resolve(text))
    },
  })
  await peer.accept(writeAnswer(offer, transport.local, planSubscribe(offer, 'test').sections, 1))
  const weak = new WeakRef(transport)
  return { send: (bytes) => weak.deref()?.send(bytes) ?? false, say: (text) => say(text), heard: heard.promise }
}

describe('a transport', () => {
  it('lives until it is closed, though nobody refers to it but the library', async () => {
    const peer = await TestPeer.open(pageSections())
    const server = await serve(peer, await freeUdpPort())
    await peer.say('hello')
    expect(await server.heard).toBe('hello')
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    expect(server.send(rtpPacket({ payloadType: 96, sequence: 1, timestamp: 1, ssrc: 99, payload: Buffer.from('x') }))).toBe(true)
    expect(server.say('still here')).toBe(true)
    await peer.until(() => peer.rtp.length > 0 && peer.texts.includes('still here'))
    peer.close()
  })

  it('shares one UDP port with all others', async () => {
    const port = await freeUdpPort()
    const peers = [await TestPeer.open(pageSections()), await TestPeer.open(pageSections())]
    const transports = await Promise.all(peers.map((peer) => Transport.answer(parseOffer(peer.offer), { port, bindAddress: LOOPBACK }, HANDLERS)))
    const ports = transports.flatMap((transport) => transport.local.candidates.map((candidate) => candidate.split(' ')[5]))
    expect(new Set(ports)).toEqual(new Set([String(port)]))
    for (const open of [...peers, ...transports]) open.close()
  })

  it('sends nothing and does not throw once it is closed', async () => {
    const peer = await TestPeer.open(pageSections())
    const transport = await Transport.answer(parseOffer(peer.offer), { port: 0, bindAddress: LOOPBACK }, HANDLERS)
    transport.close()
    transport.close()
    expect(transport.send(Buffer.alloc(20, 0x80))).toBe(false)
    expect(transport.roundTripMs()).toBeUndefined()
    peer.close()
  })
})

describe('the self-test', () => {
  it('passes with the library as pinned', async () => {
    await selfTest()
  })

  it('fails when packets of unannounced sources are lost on the way', async () => {
    const deaf: typeof Transport.answer = (offer, options, handlers) => Transport.answer(offer, options, { ...handlers, onPacket: () => undefined })
    await expect(selfTest(deaf, 300)).rejects.toThrow('self-test')
  })

  it('guards against something real: with two media lines the library drops such packets', async () => {
    const [sender, receiver] = [new PeerConnection('sender', { iceServers: [], bindAddress: LOOPBACK }), new PeerConnection('receiver', { iceServers: [], bindAddress: LOOPBACK })]
    const lines = ['0', '1'].map((mid, index) => {
      const line = new Video(mid, 'SendOnly')
      line.addVP8Codec(96)
      line.addSSRC(index + 1, 'test')
      return sender.addTrack(line)
    })
    const heard: number[] = []
    const held: unknown[] = []
    const announced = Promise.withResolvers<void>()
    receiver.onTrack((track) => {
      held.push(track)
      track.onMessage((bytes) => {
        heard.push(bytes.readUInt32BE(8))
        if (bytes.readUInt32BE(8) === 2) announced.resolve()
      })
    })
    sender.onLocalDescription((sdp, type) => receiver.setRemoteDescription(sdp, type))
    receiver.onLocalDescription((sdp, type) => sender.setRemoteDescription(sdp, type))
    sender.onLocalCandidate((candidate, mid) => receiver.addRemoteCandidate(candidate, mid))
    receiver.onLocalCandidate((candidate, mid) => sender.addRemoteCandidate(candidate, mid))
    const connected = new Promise<void>((resolve) => receiver.onStateChange((state) => { if (state === 'connected') resolve() }))
    sender.setLocalDescription('offer')
    await connected
    const packet = (ssrc: number): Buffer => rtpPacket({ payloadType: 96, sequence: 1, timestamp: 1, ssrc, payload: Buffer.from([0x10, 0, 0]) })
    // What is announced comes after what is not, on one path in order: when it is there, the other was dropped.
    const sending = setInterval(() => {
      for (const ssrc of [0x1ec7, 2]) {
        try {
          lines[1]?.sendMessageBinary(packet(ssrc))
        } catch {
          // Not open yet on this side; the next round will do.
        }
      }
    }, 10)
    await announced.promise
    clearInterval(sending)
    expect(heard).not.toContain(0x1ec7)
    sender.close()
    receiver.close()
  })
})
