import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { Log } from '../log.ts'
import type { ListenerOptions } from './listener.ts'

/** One text socket, whoever is at the other end. */
export type TextSocket = {
  readonly address: string
  /** Bytes the network has not taken yet. */
  readonly waiting: number
  send(text: string): void
  close(code: number, reason: string): void
}
/** What the owner of a socket does with what comes in. */
export type TextSocketUser = { receive(text: string): void; closed(): void }

export type WebSocketOptions = {
  readonly path: string
  /** Takes a new socket; undefined when it was turned away. */
  readonly open: (socket: TextSocket) => TextSocketUser | undefined
  readonly log: Log
}

const MOST_MESSAGE_BYTES = 16_384
/** A peer that answers no ping between two of them is gone: phones leave without a word. */
const PING_EVERY_MS = 10_000
/** Whoever was hung up on has this long to say goodbye. */
const CLOSE_WITHIN_MS = 2000
/** RFC 6455: an endpoint got a kind of data it cannot accept. */
const UNSUPPORTED_DATA = 1003

export type WebSockets = { readonly socket: ListenerOptions['socket']; close(): void }

/**
 * WebSockets behind the listener's upgrade. Text only, small messages, no compression: what goes
 * over them is short and must not wait for a deflate.
 */
export function webSockets({ path, open, log }: WebSocketOptions): WebSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES, perMessageDeflate: false })
  const answered = new WeakSet<WebSocket>()
  const pings = setInterval(() => pingAll(server.clients, answered), PING_EVERY_MS)
  pings.unref()

  return {
    socket: {
      path,
      accept: (request, socket, head, { address }) => upgrade(server, request, socket, head, (peer) => {
        answered.add(peer)
        peer.on('pong', () => answered.add(peer))
        serve(peer, address, open, log)
      }),
    },
    close: () => {
      clearInterval(pings)
      for (const peer of server.clients) peer.terminate()
      server.close()
    },
  }
}

function upgrade(server: WebSocketServer, request: IncomingMessage, socket: Duplex, head: Buffer, opened: (peer: WebSocket) => void): void {
  server.handleUpgrade(request, socket, head, opened)
}

function serve(peer: WebSocket, address: string, open: WebSocketOptions['open'], log: Log): void {
  const user = open({
    address,
    get waiting() {
      return peer.bufferedAmount
    },
    send: (text) => {
      if (peer.readyState === peer.OPEN) peer.send(text)
    },
    close: (code, reason) => {
      peer.close(code, reason)
      setTimeout(() => peer.terminate(), CLOSE_WITHIN_MS).unref()
    },
  })
  peer.on('error', (error) => log.debug('socket.failed', { why: error.message }))
  if (!user) return
  peer.on('message', (data, isBinary) => {
    if (peer.readyState !== peer.OPEN) return // Hung up on; what is still on its way is not heard.
    if (isBinary) peer.close(UNSUPPORTED_DATA, 'text only')
    else user.receive(textOf(data))
  })
  peer.on('close', () => user.closed())
}

/** `ws` hands over one Buffer unless told otherwise. */
function textOf(data: unknown): string {
  if (!Buffer.isBuffer(data)) throw new TypeError('a message that is no buffer')
  return data.toString('utf8')
}

function pingAll(peers: Iterable<WebSocket>, answered: WeakSet<WebSocket>): void {
  for (const peer of peers) {
    if (!answered.has(peer)) {
      peer.terminate()
      continue
    }
    answered.delete(peer)
    peer.ping()
  }
}
