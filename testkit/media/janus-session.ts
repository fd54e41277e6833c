import { once } from 'node:events'
import WebSocket from 'ws'
import { z } from 'zod/mini'

import { inTime } from '../wait-for.ts'

const ANSWER_WITHIN_MS = 15_000
const KEEPALIVE_MS = 20_000
const ROOM = 1234

const JanusMessage = z.object({
  janus: z.string(),
  transaction: z.optional(z.string()),
  data: z.optional(z.object({ id: z.number() })),
  plugindata: z.optional(z.object({ data: z.looseObject({ error: z.optional(z.string()), id: z.optional(z.number()) }) })),
  jsep: z.optional(z.object({ type: z.string(), sdp: z.string() })),
  error: z.optional(z.object({ reason: z.string() })),
})
type JanusMessage = z.infer<typeof JanusMessage>

/** One session with Janus's JSON API, as far as its video room needs it. */
export class JanusSession {
  readonly #socket: WebSocket
  readonly #waiting = new Map<string, (message: JanusMessage) => void>()
  #session: number | undefined
  #transactions = 0
  #keepalive: NodeJS.Timeout | undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const message = JanusMessage.parse(JSON.parse(String(data)))
      // For a plugin request an ack comes first, and the answer later under the same transaction.
      if (message.transaction !== undefined && message.janus !== 'ack') this.#waiting.get(message.transaction)?.(message)
    })
  }

  static async open(url: string): Promise<JanusSession> {
    const socket = new WebSocket(url, 'janus-protocol')
    await once(socket, 'open')
    const session = new JanusSession(socket)
    session.#session = idOf(await session.#request({ janus: 'create' }))
    session.#keepalive = setInterval(() => session.#post('keepalive', { janus: 'keepalive' }), KEEPALIVE_MS)
    return session
  }

  /** Makes the room that {@link publish} and {@link subscribe} use. */
  async createRoom(): Promise<void> {
    const handle = await this.#attach()
    await this.#message(handle, {
      request: 'create', room: ROOM, publishers: 2, audiocodec: 'opus', videocodec: 'h264', h264_profile: '42e01f',
      bitrate: 0, fir_freq: 0, transport_wide_cc_ext: true, audiolevel_ext: false, videoorient_ext: false, playoutdelay_ext: false,
    })
  }

  /** Publishes; returns Janus's answer and the feed's id. */
  async publish(offer: string): Promise<{ answer: string; feed: number }> {
    const handle = await this.#attach()
    const joined = await this.#message(handle, { request: 'join', ptype: 'publisher', room: ROOM })
    const feed = joined.plugindata?.data.id
    const published = await this.#message(handle, { request: 'publish' }, { type: 'offer', sdp: offer })
    if (feed === undefined || !published.jsep) throw new Error('Janus accepted the publisher without an answer')
    return { answer: published.jsep.sdp, feed }
  }

  /** Subscribes to a feed; Janus makes the offer, `answer` is called with it. */
  async subscribe(feed: number, answer: (offer: string) => Promise<string>): Promise<void> {
    const handle = await this.#attach()
    const joined = await this.#message(handle, { request: 'join', ptype: 'subscriber', room: ROOM, streams: [{ feed }] })
    if (!joined.jsep) throw new Error('Janus accepted the subscriber without an offer')
    await this.#message(handle, { request: 'start' }, { type: 'answer', sdp: await answer(joined.jsep.sdp) })
  }

  close(): void {
    clearInterval(this.#keepalive)
    this.#socket.terminate()
  }

  async #attach(): Promise<number> {
    return idOf(await this.#request({ janus: 'attach', plugin: 'janus.plugin.videoroom' }))
  }

  #message(handle: number, body: object, jsep?: { type: string; sdp: string }): Promise<JanusMessage> {
    return this.#request({ janus: 'message', handle_id: handle, body, ...(jsep ? { jsep } : {}) })
  }

  async #request(message: { janus: string; [key: string]: unknown }): Promise<JanusMessage> {
    const transaction = `t${++this.#transactions}`
    const answered = new Promise<JanusMessage>((resolve) => { this.#waiting.set(transaction, resolve) })
    this.#post(transaction, message)
    const answer = await inTime(`Janus to answer ${message.janus}`, answered, { within: ANSWER_WITHIN_MS })
    this.#waiting.delete(transaction)
    const fault = answer.error?.reason ?? answer.plugindata?.data.error
    if (fault !== undefined) throw new Error(`Janus refused ${message.janus}: ${fault}`)
    return answer
  }

  #post(transaction: string, message: object): void {
    this.#socket.send(JSON.stringify({ ...message, transaction, ...(this.#session === undefined ? {} : { session_id: this.#session }) }))
  }
}

function idOf(message: JanusMessage): number {
  if (!message.data) throw new Error('Janus answered without an id')
  return message.data.id
}
