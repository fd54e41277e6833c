import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { silentLog } from '../log.ts'
import { webSockets } from './web-sockets.ts'
import type { TextSocket, WebSockets } from './web-sockets.ts'

let server: Server
let sockets: WebSockets
let url: string
let heard: string[]
let closed: number
let onOpen: (socket: TextSocket) => void
let onHeard: (socket: TextSocket, text: string) => void

beforeEach(async () => {
  heard = []
  closed = 0
  onOpen = () => undefined
  onHeard = () => undefined
  sockets = webSockets({
    path: '/live', log: silentLog(),
    open: (socket) => {
      onOpen(socket)
      return {
        receive: (text) => {
          heard.push(text)
          onHeard(socket, text)
        },
        closed: () => { closed += 1 },
      }
    },
  })
  server = createServer()
  server.on('upgrade', (request, socket, head) => sockets.socket.accept(request, socket, head, { address: '127.0.0.1', trust: 'plain' }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/live`
})

afterEach(async () => {
  sockets.close()
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

async function opened(): Promise<WebSocket> {
  const client = new WebSocket(url)
  await once(client, 'open')
  return client
}

/** A client that writes its frames by hand, as no library would. */
async function rawClient(): Promise<Socket> {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.write([
    'GET /live HTTP/1.1', 'Host: 127.0.0.1', 'Upgrade: websocket', 'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13', '', '',
  ].join('\r\n'))
  await once(socket, 'data')
  return socket
}

/** The close code of the frame the box answers with (RFC 6455, 5.5.1). */
async function closeCode(socket: Socket): Promise<number> {
  const [frame] = (await once(socket, 'data')) as [Buffer]
  expect(frame[0]).toBe(0x88)
  return frame.readUInt16BE(2)
}

describe('a socket', () => {
  it('hands over text and says that it closed', async () => {
    const client = await opened()
    const arrived = Promise.withResolvers<void>()
    onHeard = () => arrived.resolve()
    client.send('hello')
    await arrived.promise
    expect(heard).toEqual(['hello'])
    client.close()
    await once(client, 'close')
    expect(closed).toBe(1)
  })

  it.each([
    ['bytes instead of text', (client: WebSocket) => client.send(Buffer.from('hello')), 1003],
    ['more than it reads', (client: WebSocket) => client.send('x'.repeat(16_385)), 1009],
  ])('is closed when it gets %s', async (_, send, code) => {
    const client = await opened()
    send(client)
    expect((await once(client, 'close'))[0]).toBe(code)
    expect(heard).toEqual([])
  })

  it.each([
    ['a frame without its mask', Buffer.from([0x81, 0x02, 0x68, 0x69]), 1002],
    ['a reserved kind of frame', Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
    ['a compressed frame nobody agreed on', Buffer.from([0xc1, 0x80, 0, 0, 0, 0]), 1002],
    ['a continuation of nothing', Buffer.from([0x80, 0x80, 0, 0, 0, 0]), 1002],
    ['text that is no UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), 1007],
    ['a length beyond all memory', Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]), 1009],
  ])('is closed on %s, and the others are served', async (_, frame, code) => {
    const other = await opened()
    const raw = await rawClient()
    raw.write(frame)
    expect(await closeCode(raw)).toBe(code)
    raw.destroy()
    const arrived = Promise.withResolvers<void>()
    onHeard = () => arrived.resolve()
    other.send('still here')
    await arrived.promise
    expect(heard).toEqual(['still here'])
  })

  it('answers pings', async () => {
    const client = await opened()
    client.ping('are you there')
    expect(String((await once(client, 'pong'))[0])).toBe('are you there')
  })

  it('is cut off when it asks by pings for more than it reads', async () => {
    const raw = await rawClient()
    raw.pause()
    raw.on('error', () => undefined) // That it is cut off is what is wanted.
    const pings = Buffer.concat(Array.from({ length: 500 }, () => Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)])))
    // Far more than the systems of both ends hold back by themselves.
    for (let times = 0; times < 1000 && !raw.destroyed; times += 1) await new Promise((resolve) => raw.write(pings, resolve))
    expect(raw.destroyed).toBe(true)
  })

  it('is not listened to any more once it was hung up on', async () => {
    onHeard = (socket) => socket.close(1008, 'enough')
    const client = await opened()
    client.send('first')
    client.send('second')
    expect((await once(client, 'close'))[0]).toBe(1008)
    expect(heard).toEqual(['first'])
  })
})
