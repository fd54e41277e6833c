import { LiveNews } from '../src/features/live/wire/messages.ts'
import type { LiveMessage } from '../src/features/live/wire/messages.ts'
import type { Floor, FloorConnection } from '../src/features/live/hub/floor/floor.ts'
import type { Device } from './device.ts'

type News<T extends LiveNews['type']> = Extract<LiveNews, { type: T }>

/** A page's end of a live socket that has no network in between; everything it hears is kept. */
export class MemorySocket {
  readonly heard: LiveNews[] = []
  closed: { readonly code: number; readonly reason: string } | undefined
  /** Bytes the network holds back. */
  waiting = 0
  readonly device: Device
  readonly #connection: FloorConnection | undefined

  constructor(floor: Floor, device: Device, address = '192.0.2.1') {
    this.device = device
    const self = this
    this.#connection = floor.connect({
      address,
      get waiting() {
        return self.waiting
      },
      send: (text) => this.heard.push(LiveNews.parse(JSON.parse(text))),
      close: (code, reason) => this.#close(code, reason),
    })
  }

  get nonce(): string {
    return this.all('hello')[0]?.nonce ?? ''
  }

  /** Signs and sends; answers the command's number. */
  command(message: LiveMessage, device = this.device): number {
    const { text, n } = device.frame(this.nonce, message)
    this.sendText(text)
    return n
  }

  /** Sends without a signature. */
  say(message: LiveMessage): void {
    this.sendText(JSON.stringify({ m: JSON.stringify(message) }))
  }

  sendText(text: string): void {
    if (!this.closed) this.#connection?.receive(text)
  }

  all<T extends LiveNews['type']>(type: T): News<T>[] {
    return this.heard.filter((news): news is News<T> => news.type === type)
  }

  last<T extends LiveNews['type']>(type: T): News<T> | undefined {
    return this.all(type).at(-1)
  }

  /** What became of a command so far. */
  answers(n: number): string[] {
    return this.heard.flatMap((news) => {
      if (news.type === 'refused' && news.n === n) return [news.code]
      return (news.type === 'done' || news.type === 'kept') && news.n === n ? [news.type] : []
    })
  }

  /** The phone goes away without a word. */
  hangUp(): void {
    this.#close(1006, 'gone')
  }

  #close(code: number, reason: string): void {
    if (this.closed) return
    this.closed = { code, reason }
    this.#connection?.closed()
  }
}
