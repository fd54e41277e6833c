import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'

import { mediaPort, startRelay, throughRelay, type Conditions, type Relay } from './relay.ts'
import { waitFor } from '../wait-for.ts'

const opened: (() => Promise<void>)[] = []
afterEach(async () => { for (const close of opened.splice(0).toReversed()) await close() })

async function udp(): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  opened.push(() => new Promise((resolve) => { socket.close(() => resolve()) }))
  return socket
}

/** A target that sends everything back, behind a relay, with a client that remembers what it got. */
async function echoBehindRelay(conditions: { up?: Conditions; down?: Conditions } = {}): Promise<{ relay: Relay; client: Socket; received: string[] }> {
  const target = await udp()
  target.on('message', (packet, from) => target.send(packet, from.port, from.address))
  const relay = await startRelay({ target: { address: '127.0.0.1', port: target.address().port }, ...conditions })
  opened.push(() => relay.close())
  const client = await udp()
  const received: string[] = []
  client.on('message', (packet) => received.push(packet.toString()))
  return { relay, client, received }
}

describe('the relay', () => {
  it('carries packets both ways in order', async () => {
    const { relay, client, received } = await echoBehindRelay({ up: { delay: 2000 }, down: { delay: 3000, jitter: 2000 } })
    const sent = Array.from({ length: 50 }, (_, i) => `packet ${i}`)
    for (const text of sent) client.send(text, relay.port, relay.address)
    await waitFor('all echoes', () => received.length === sent.length, { within: 20_000 })
    expect(received).toEqual(sent)
    expect(relay.stats()).toMatchObject({ up: { delivered: 50 }, down: { delivered: 50 }, clients: 1 })
  })

  it('holds each packet for at least the delays of both directions', async () => {
    const { relay, client } = await echoBehindRelay({ up: { delay: 30_000 }, down: { delay: 20_000 } })
    const start = performance.now()
    client.send('x', relay.port, relay.address)
    await once(client, 'message')
    expect(performance.now() - start).toBeGreaterThanOrEqual(50)
  })

  it('keeps two clients apart', async () => {
    const { relay, client, received } = await echoBehindRelay()
    const other = await udp()
    const otherReceived: string[] = []
    other.on('message', (packet) => otherReceived.push(packet.toString()))
    client.send('mine', relay.port, relay.address)
    other.send('theirs', relay.port, relay.address)
    await waitFor('both echoes', () => received.length + otherReceived.length === 2, { within: 20_000 })
    expect([received, otherReceived]).toEqual([['mine'], ['theirs']])
    expect(relay.stats().clients).toBe(2)
  })

  it('cuts and restores one direction while running', async () => {
    const { relay, client, received } = await echoBehindRelay()
    relay.set({ down: { loss: 1 } })
    client.send('into the void', relay.port, relay.address)
    await waitFor('the loss', () => relay.stats().down.lost === 1, { within: 20_000 })
    relay.set({ down: { loss: 0 } })
    client.send('back again', relay.port, relay.address)
    await waitFor('the echo', () => received.length > 0, { within: 20_000 })
    expect(received).toEqual(['back again'])
    expect(relay.stats().up).toMatchObject({ lost: 0, delivered: 2 })
  })
})

describe('a description sent through the relay', () => {
  const sdp = ['v=0', 'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=candidate:1 1 UDP 1 10.0.0.1 8080 typ host', 'a=candidate:2 1 UDP 1 fe80::1 8080 typ host', 'a=end-of-candidates', ''].join('\r\n')

  it('names the relay as the only candidate and keeps every other line', () => {
    expect(throughRelay(sdp, { address: '127.0.0.1', port: 5 })).toBe(
      ['v=0', 'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=candidate:1 1 UDP 2122252543 127.0.0.1 5 typ host', 'a=end-of-candidates', ''].join('\r\n'))
  })

  it('tells the port that the relay is to reach', () => {
    expect(mediaPort(sdp)).toBe(8080)
    expect(() => mediaPort('v=0\r\n')).toThrow('no host candidate')
  })

  it('is refused when it carries no candidate, since the client would go round the relay', () => {
    expect(() => throughRelay('v=0\r\n', { address: '127.0.0.1', port: 5 })).toThrow('no candidate')
  })
})
