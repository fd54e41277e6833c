import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { hostname } from 'node:os'
import type { Duplex } from 'node:stream'
import { Malformed, Refused } from '../../kernel/failures.ts'
import { Lifetime } from '../lifetime.ts'
import type { Log } from '../log.ts'
import type { Certificate } from './certificate.ts'
import { bodiesOf } from './large-bodies.ts'
import type { ReadBody } from './large-bodies.ts'
import { chooseLanguage } from './page-language.ts'
import { encodingFor } from './pages.ts'
import type { Pages } from './pages.ts'
import { limitedAddress } from './rate-limit.ts'
import { statusOfRefusal } from './refusals.ts'
import { dataHeaders, pageHeaders } from './security-headers.ts'
import type { SentenceFor } from './sentences.ts'
import type { TakeTurn } from './turns.ts'
import { answersTo, hostName, isCrossSite, trustOf } from './trust.ts'
import type { Trust } from './trust.ts'
import type { Ask } from './wire-request.ts'

/** Who opened a socket. */
export type From = { readonly address: string; readonly trust: Trust }

export type ListenerOptions = {
  readonly port: number
  readonly tls: { readonly port: number; readonly certificate: Certificate } | null
  /** Names this box answers to beside its addresses, `localhost` and its certificate's. */
  readonly hostNames: readonly string[]
  /** Pages may show each other in frames; nobody else's page may in any case. */
  readonly framed?: boolean
  readonly pages: Pages
  /** Answers what is no page: `/api/…`, `/whip/…`, `/whep/…`, `/hls/…`. */
  readonly ask: Ask
  /** Takes over a WebSocket upgrade at `path`; its page is of this origin, or no browser's. */
  readonly socket: { readonly path: string; accept(request: IncomingMessage, socket: Duplex, head: Buffer, from: From): void }
  readonly sentence: SentenceFor
  readonly log: Log
  readonly patience?: Patience
  /** How the body of a request is read; up to `MOST_BODY_BYTES` unless stated. */
  readonly readBody?: ReadBody
  /** Before a request is passed on; none waits its turn unless stated. */
  readonly takeTurn?: TakeTurn
}

/** How long a client may dawdle before it is cut off, in milliseconds. */
export type Patience = {
  /** For the whole of its headers, and for the whole of its request. */
  readonly headersMs: number
  readonly requestMs: number
  /** On a connection where nothing moves, either way. Sockets that were upgraded look after themselves. */
  readonly silenceMs: number
}
/** A minute is enough for 20 megabytes over a slow wireless link. */
const PATIENCE: Patience = { headersMs: 10_000, requestMs: 60_000, silenceMs: 60_000 }
const READ_BODY = bodiesOf([])

export type Listener = { readonly port: number; readonly tlsPort: number | null; close(): Promise<void> }

/** What is said to a client that Node's own reader gave up on. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
const MOST_CONNECTIONS = 4096
/** An address may be a whole venue behind one router. */
const MOST_PER_ADDRESS = 1024
const FORWARDED = /^\/(?:api|whip|whep|hls)(?:\/|$)/
const MEDIA = /^\/(?:whip|whep|hls)\//

/** Opens the port, and the https port beside it when there is a certificate. Refuses with `PORT_TAKEN` or `PORT_FORBIDDEN`. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const life = new Lifetime()
  const { headersMs, requestMs } = options.patience ?? PATIENCE
  const limits = {
    headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: Math.ceil(headersMs / 2),
    keepAliveTimeout: 15_000, maxHeaderSize: 16_384,
  }
  try {
    const plain = createServer(limits, handler(options, false))
    const port = await open(life, plain, options, options.port, false)
    if (!options.tls) return { port, tlsPort: null, close: () => life.end() }
    const { cert, key } = options.tls.certificate
    const tls = createTlsServer({ ...limits, cert, key, minVersion: 'TLSv1.2' }, handler(options, true))
    const tlsPort = await open(life, tls, options, options.tls.port, true)
    return { port, tlsPort, close: () => life.end() }
  } catch (error) {
    await life.end()
    throw error
  }
}

async function open(life: Lifetime, server: Server, options: ListenerOptions, port: number, secure: boolean): Promise<number> {
  server.maxHeadersCount = 64
  server.maxConnections = MOST_CONNECTIONS
  server.setTimeout((options.patience ?? PATIENCE).silenceMs)
  server.on('connection', limitPerAddress())
  server.on('upgrade', (request, socket, head) => upgrade(options, secure, request, socket, head))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    options.log.debug('request.unreadable', { why: error.code ?? '' })
    if (socket.writable) socket.end(`HTTP/1.1 ${UNREADABLE[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`)
    else socket.destroy()
  })
  await bind(server, port)
  life.own(server, (bound) => new Promise<void>((resolve) => {
    bound.close(() => resolve())
    bound.closeAllConnections()
  }))
  return (server.address() as AddressInfo).port
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new Refused('PORT_TAKEN', { port }))
      else if (error.code === 'EACCES') reject(new Refused('PORT_FORBIDDEN', { port }))
      else reject(error)
    })
    server.listen(port, () => resolve())
  })
}

function limitPerAddress(): (socket: Socket) => void {
  const open = new Map<string, number>()
  return (socket) => {
    const address = limitedAddress(socket.remoteAddress ?? '')
    const count = (open.get(address) ?? 0) + 1
    if (count > MOST_PER_ADDRESS) {
      socket.destroy()
      return
    }
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  }
}

function handler(options: ListenerOptions, secure: boolean): RequestListener {
  return (request, response) => {
    serve(options, secure, request, response).catch((error: unknown) => refuse(options, request, response, error))
  }
}

async function serve(options: ListenerOptions, secure: boolean, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { path } = checked(options, secure, request)
  if (FORWARDED.test(path)) await forward(options, secure, request, response, path)
  else servePage(options, secure, request, response, path)
}

/** What every request must be, upgrade or not. Refuses what comes under another box's name or in a spelling of its own. */
function checked(options: ListenerOptions, secure: boolean, request: IncomingMessage): { path: string } {
  const name = hostName(request.headers.host)
  if (name === undefined || !answersTo(name, ownNames(options))) throw new Refused('WRONG_HOST')
  const raw = request.url ?? ''
  const path = raw.split('?')[0] ?? ''
  if (!raw.startsWith('/') || raw.startsWith('//') || raw.length > 2048 || !URL.canParse(raw, 'http://hub') || new URL(raw, 'http://hub').pathname !== path) throw new Refused('NOT_FOUND')
  const isWrite = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS'
  if ((isWrite || path.startsWith('/api/')) && !MEDIA.test(path) && isCrossSite(secure, request.headers)) throw new Refused('CROSS_SITE')
  return { path }
}

/** The configured names, the certificate's, and the machine's own as mDNS and a router's DNS say it. */
function ownNames({ hostNames, tls }: ListenerOptions): readonly string[] {
  return [...hostNames, ...(tls?.certificate.names ?? []), hostname(), `${hostname()}.local`]
}

/**
 * The media doors may be used by players and studios on other pages (RFC 9725, 4.2), as they carry
 * their right in a header and nothing ambient; all else is for pages of this origin.
 */
const CORS: ReadonlyArray<readonly [string, string]> = [
  ['access-control-allow-origin', '*'],
  ['access-control-allow-methods', 'GET, HEAD, POST, PATCH, DELETE, OPTIONS'],
  ['access-control-allow-headers', 'authorization, content-type, if-match'],
  ['access-control-expose-headers', 'location, etag, link, accept-patch, retry-after'],
  ['access-control-max-age', '600'],
]

async function forward(options: ListenerOptions, secure: boolean, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const cors = MEDIA.test(path) ? CORS : []
  if (request.method === 'OPTIONS' && MEDIA.test(path)) {
    send(response, 204, [...dataHeaders(), ...cors, ['accept-post', 'application/sdp']], undefined)
    return
  }
  const body = await (options.readBody ?? READ_BODY)(request, path)
  const address = request.socket.remoteAddress ?? ''
  options.takeTurn?.(path, limitedAddress(address), response)
  const headers = Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  const answer = await options.ask({
    method: request.method ?? '', path: request.url ?? '', headers, body, address, trust: trustOf(secure, address, request.headers),
  })
  const length = answer.body.length > 0 ? [['content-length', String(answer.body.length)] as const] : []
  send(response, answer.status, [...dataHeaders(), ...cors, ...answer.headers, ...length], request.method === 'HEAD' ? undefined : answer.body)
}

function servePage(options: ListenerOptions, secure: boolean, request: IncomingMessage, response: ServerResponse, path: string): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refused('METHOD_NOT_ALLOWED', { allow: 'GET, HEAD' })
  const query = (request.url ?? '').slice(path.length)
  const choice = chooseLanguage({ query, cookie: request.headers.cookie, acceptLanguage: request.headers['accept-language'] }, options.pages.languages)
  const page = options.pages.page(path, choice.language)
  const file = page ?? options.pages.part(path)
  if (!file) throw new Refused('NOT_FOUND')
  const host = request.headers.host ?? ''
  const encoding = encodingFor(request.headers['accept-encoding'])
  const isTrustworthy = trustOf(secure, request.socket.remoteAddress ?? '', request.headers) !== 'plain'
  const headers: Array<readonly [string, string]> = [
    ...pageHeaders({ host, secure, isTrustworthy, framed: options.framed ?? false }), ['etag', file.etag], ['vary', page ? 'accept-encoding, accept-language, cookie' : 'accept-encoding'],
    ['cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache'],
  ]
  if (page) headers.push(['content-language', choice.language])
  if (page && choice.remember !== null) headers.push(['set-cookie', choice.remember])
  if (request.headers['if-none-match'] === file.etag) {
    send(response, 304, headers, undefined)
    return
  }
  const body = file.bytes(encoding)
  const packed = body === file.bytes('identity') ? [] : [['content-encoding', encoding] as const]
  send(response, 200, [...headers, ...packed, ['content-type', file.type], ['content-length', String(body.length)]], request.method === 'HEAD' ? undefined : body)
}

function upgrade(options: ListenerOptions, secure: boolean, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy())
  try {
    const { path } = checked(options, secure, request)
    if (path !== options.socket.path || request.headers.upgrade?.toLowerCase() !== 'websocket') throw new Refused('NOT_FOUND')
    if (isCrossSite(secure, request.headers)) throw new Refused('CROSS_SITE')
    request.socket.setTimeout(0)
    const address = request.socket.remoteAddress ?? ''
    options.socket.accept(request, socket, head, { address, trust: trustOf(secure, address, request.headers) })
  } catch (error) {
    if (!(error instanceof Refused)) options.log.error('socket.defect', {}, error)
    const status = error instanceof Refused ? statusOfRefusal(error.code) : 500
    socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  }
}

/** What the listener itself refuses, before anything of a feature is asked. */
function refuse(options: ListenerOptions, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || request.socket.destroyed) {
    request.socket.destroy()
    return
  }
  const { code, details } = refusalFor(options, error)
  const body = Buffer.from(JSON.stringify({ code, sentence: options.sentence(code, details, request.headers['accept-language']), details }))
  // Whatever of the request is still on its way is not read: the connection ends with the answer.
  const headers: Array<readonly [string, string]> = [...dataHeaders(), ['content-type', 'application/json'], ['connection', 'close'], ['content-length', String(body.length)]]
  if (typeof details['allow'] === 'string') headers.push(['allow', details['allow']])
  send(response, statusOfRefusal(code), headers, body)
}

function refusalFor(options: ListenerOptions, error: unknown): Refused {
  if (error instanceof Refused) return error
  if (error instanceof Malformed) {
    options.log.warn('request.malformed', { why: error.message })
    return new Refused('BAD_INPUT')
  }
  const number = randomBytes(4).toString('hex')
  options.log.error('request.defect', { number }, error)
  return new Refused('INTERNAL', { number })
}

function send(response: ServerResponse, status: number, headers: ReadonlyArray<readonly [string, string]>, body: Uint8Array | undefined): void {
  // Later ones win: an answer may say more exactly what a default says in general.
  const single = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]))
  response.writeHead(status, Object.fromEntries(single))
  response.end(body)
}
