import { WebSocket } from 'ws'
import { z } from 'zod/mini'
import { LIVE_SOCKET } from '../src/features/live/wire/messages.ts'

/** A live socket of somebody, which says one thing at a time. */
export class Line {
  readonly #socket: WebSocket
  readonly #heard: unknown[] = []
  #wake: () => void = () => undefined
  nonce = ''
  #probes = 1000

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      this.#heard.push(JSON.parse(data.toString()))
      this.#wake()
    })
  }

  static async open(port: number): Promise<Line> {
    const line = new Line(new WebSocket(`ws://127.0.0.1:${port}${LIVE_SOCKET}`))
    line.nonce = (await line.#next(z.object({ type: z.literal('hello'), nonce: z.string() }))).nonce
    return line
  }

  /** What it is refused for; undefined when it is not. The probe that follows is answered after it, since a socket keeps order. */
  async say(frame: string): Promise<string | undefined> {
    const p = (this.#probes += 1)
    this.#heard.length = 0
    this.#socket.send(frame)
    this.#socket.send(JSON.stringify({ m: JSON.stringify({ type: 'probe', p }) }))
    await this.#next(z.object({ type: z.literal('probe'), p: z.literal(p) }))
    const refused = this.#heard.map((news) => z.object({ type: z.literal('refused'), code: z.string() }).safeParse(news)).find(({ success }) => success)
    return refused?.data?.code
  }

  close(): void {
    this.#socket.close()
  }

  async #next<S extends z.ZodMiniType>(schema: S): Promise<z.output<S>> {
    for (;;) {
      const found = this.#heard.map((news) => schema.safeParse(news)).find(({ success }) => success)
      if (found?.success) return found.data
      await new Promise<void>((resolve) => { this.#wake = resolve })
    }
  }
}
