import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { MessageChannel } from 'node:worker_threads'

import { startMediaEngine } from '../../src/media/engine-port.ts'
import { WANTS_ALL, type EngineEvent, type MediaEngine } from '../../src/media/engine.ts'
import { HttpSessions, type HttpRequest, type HttpResponse } from '../../src/media/http-session.ts'
import { handleWhep } from '../../src/media/whep.ts'
import { handleWhip } from '../../src/media/whip.ts'

const ROOM = 'room'
/** More than the handlers take, so that they are the ones to refuse. */
const LONGEST_BODY = 1024 * 1024

export type SfuHost = AsyncDisposable & { readonly url: string; readonly mediaPort: number; readonly engine: MediaEngine }

/**
 * The real engine in its thread, behind the real WHIP and WHEP, without doors: who publishes last is
 * shown, and anyone may. HTTP on loopback alone; `/events` and `/stats` tell what the engine knows.
 *
 * The WebRTC library bears being loaded once in the life of a process, in one thread. Where that cannot be
 * promised, {@link ./sfu-process.ts} starts this elsewhere, and {@link ./ends.ts} the synthetic ends.
 */
export async function startSfuHost(options: { readonly bindAddress?: string } = {}): Promise<SfuHost> {
  const mediaPort = await freeUdpPort()
  const channel = new MessageChannel()
  channel.port2.unref()
  const engine = await startMediaEngine({
    transport: { port: mediaPort, ...options }, epoch: process.hrtime.bigint(), channelPort: channel.port1,
    onDeath: (error) => { throw error },
  })
  const sessions = new HttpSessions()
  const events: EngineEvent[] = []
  engine.onEvent((event) => {
    if (event.type === 'closed') sessions.forget(event.id)
    events.push(event)
  })
  let made = 0
  const deps = { engine, sessions, room: ROOM, wants: WANTS_ALL, newSession: () => `session-${++made}` }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    if (path === '/events' || path === '/stats') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(path === '/events' ? events : await engine.stats()))
      return
    }
    const [, kind = '', session = ''] = path.split('/')
    const asked: HttpRequest = { method: request.method ?? '', endpoint: `/${kind}`, session, headers: headersOf(request), body: await bodyOf(request) }
    const answered = await answer(kind, asked)
    response.writeHead(answered.status, answered.headers).end(answered.body)
  }
  const answer = async (kind: string, asked: HttpRequest): Promise<Pick<HttpResponse, 'status' | 'headers' | 'body'>> => {
    if (kind === 'whep') return handleWhep(asked, deps)
    if (kind !== 'whip') return { status: 404, headers: {}, body: '' }
    const answered = await handleWhip(asked, deps)
    if (answered.status === 201) await engine.setProgramme(ROOM, answered.headers['location']?.split('/').at(-1))
    return answered
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => { response.writeHead(500).end(String(error)) })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a web server without a port')
  return {
    url: `http://127.0.0.1:${address.port}`, mediaPort, engine,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => { server.close(resolve) })
      await engine.stop()
      channel.port2.close()
    },
  }
}

function headersOf(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > LONGEST_BODY) throw new RangeError('the body is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** A UDP port that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0)
  await once(socket, 'listening')
  const { port } = socket.address()
  await new Promise<void>((resolve) => { socket.close(() => resolve()) })
  return port
}
