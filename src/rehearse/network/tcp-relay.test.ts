import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'

import { startTcpRelay, type LineConditions, type TcpRelay } from './tcp-relay.ts'
import { waitFor } from '../wait-for.ts'

const closers: (() => unknown)[] = []
afterEach(async () => { for (const close of closers.splice(0).toReversed()) await close() })

/** A server that sends everything back, and a client that reaches it over the relay. */
async function echoOver(line: LineConditions): Promise<{ client: Socket; heard: () => string; server: Server; relay: TcpRelay }> {
  const server = createServer((socket) => socket.pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const relay = await startTcpRelay({ port: address.port, line })
  closers.push(() => relay[Symbol.asyncDispose]())
  const client = connect(relay.port, '127.0.0.1')
  closers.push(() => client.destroy())
  let heard = ''
  client.on('data', (piece) => { heard += piece.toString() })
  await once(client, 'connect')
  return { client, heard: () => heard, server, relay }
}

describe('the relay for TCP', () => {
  it('loses nothing and keeps the order, however much must be sent again', async () => {
    const { client, heard } = await echoOver({ delayMs: 1, loss: 0.3 })
    const pieces = Array.from({ length: 20 }, (_, index) => `piece ${index};`)
    for (const piece of pieces) client.write(piece)
    await waitFor('all of it', () => heard().length === pieces.join('').length, { within: 10_000 })
    expect(heard()).toBe(pieces.join(''))
  })

  it('holds what passes for at least the delays of both directions', async () => {
    const { client } = await echoOver({ delayMs: 30, loss: 0 })
    const from = performance.now()
    client.write('x')
    await once(client, 'data')
    // Timers may be early by the rounding of their millisecond.
    expect(performance.now() - from).toBeGreaterThanOrEqual(58)
  })

  it('lets nothing through while it is held, and then everything in its order', async () => {
    const { client, heard, relay } = await echoOver({ delayMs: 1, loss: 0 })
    const other = await echoOver({ delayMs: 1, loss: 0 })
    relay.hold()
    client.write('one;')
    client.write('two;')
    // What went the same way later over another relay has come back: the held one had its time.
    for (const turn of ['x', 'y', 'z']) {
      other.client.write(turn)
      await once(other.client, 'data')
    }
    expect(heard()).toBe('')
    relay.release()
    await waitFor('what was held', () => heard().length === 8, { within: 10_000 })
    expect(heard()).toBe('one;two;')
  })

  it('tells one side that the other has hung up', async () => {
    const { client, server } = await echoOver({ delayMs: 1, loss: 0 })
    const gone = once(client, 'close')
    server.on('connection', (socket) => socket.destroy())
    const second = connect({ port: client.remotePort ?? 0, host: '127.0.0.1' })
    closers.push(() => second.destroy())
    const secondGone = once(second, 'close')
    await secondGone
    client.end()
    await gone
    expect([client.destroyed, second.destroyed]).toEqual([true, true])
  })
})
