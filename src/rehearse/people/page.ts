import WebSocket from 'ws'
import { LIVE_SOCKET } from '../../features/live/wire/messages.ts'
import type { LiveNews } from '../../features/live/wire/messages.ts'
import { ClassLink } from '../../features/live/screens/link/class-link.ts'
import type { PageSocket } from '../../features/live/screens/link/socket-session.ts'
import { hello } from '../../features/people/wire/routes.ts'
import { nodeCrypto } from '../../platform/crypto-node.ts'
import { Client } from '../../ui/client.ts'
import { openDeviceKey } from '../../ui/device-key.ts'
import type { DeviceKey, KeyStorage } from '../../ui/device-key.ts'
import { localMicros, pageTimers } from '../../ui/timers.ts'
import { inTime } from '../wait-for.ts'

type News<T extends LiveNews['type']> = Extract<LiveNews, { type: T }>
const HEAR_WITHIN_MS = 10_000

/** What a page is without its screen: a device key, the signed client, and the link to a class. */
export class Page {
  readonly base: string
  readonly crypto = nodeCrypto()
  readonly key: DeviceKey
  readonly client: Client
  readonly heard: LiveNews[] = []
  link: ClassLink | undefined
  readonly #listeners = new Set<() => void>()

  constructor(base: string) {
    this.base = base
    const { crypto } = this
    this.key = openDeviceKey({ trusted: true, use: 'studio', storage: memoryStorage(), crypto, now: Date.now })
    this.client = new Client({ crypto, key: this.key, hello, base })
  }

  /** Opens the link and waits until the box has let it in. */
  async enter(code: string, as: 'seat' | 'studio'): Promise<ClassLink> {
    const { crypto, key } = this
    const link = new ClassLink({
      code, as, key, crypto, timers: pageTimers, now: localMicros, random: Math.random,
      open: () => openSocket(this.base),
    })
    this.link = link
    link.on((event) => {
      if (event.type === 'news') this.heard.push(event.news)
      for (const listener of this.#listeners) listener()
    })
    link.start()
    await this.until(`${as} to be in`, () => link.phase.phase === 'entered')
    return link
  }

  all<T extends LiveNews['type']>(type: T): News<T>[] {
    return this.heard.filter((news): news is News<T> => news.type === type)
  }

  last<T extends LiveNews['type']>(type: T): News<T> | undefined {
    return this.all(type).at(-1)
  }

  /** Waits for what an event of the link makes true. */
  async until<T>(what: string, look: () => T | undefined | false, within = HEAR_WITHIN_MS): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>()
    const listener = (): void => {
      const found = look()
      if (found !== undefined && found !== false) resolve(found)
    }
    this.#listeners.add(listener)
    listener()
    try {
      return await inTime(what, promise, { within })
    } finally {
      this.#listeners.delete(listener)
    }
  }

  close(): void {
    this.link?.end()
  }
}

function openSocket(base: string): PageSocket {
  const socket = new WebSocket(`${base.replace(/^http/, 'ws')}${LIVE_SOCKET}`, { perMessageDeflate: false })
  const page: PageSocket = {
    send: (text) => { if (socket.readyState === WebSocket.OPEN) socket.send(text) },
    close: () => socket.close(),
    onmessage: null,
    onclose: null,
  }
  socket.on('message', (data) => page.onmessage?.({ data: String(data) }))
  socket.on('close', (code) => page.onclose?.({ code }))
  socket.on('error', () => undefined) // A close follows, and that is what a page hears of.
  return page
}

/** What a browser keeps for one address, as long as the test runs. */
export function memoryStorage(): KeyStorage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
    key: (index) => [...items.keys()][index] ?? null,
  }
}
