import { backOffMs } from '../../features/live/rules/link/back-off.ts'
import type { PageChannel } from '../../features/live/screens/link/link-events.ts'
import { MEDIA_DOORS } from '../../features/live/wire/routes.ts'
import type { Channel } from '../../media/sfu/transport.ts'
import { monotonicMs } from '../media/stamp.ts'
import { Watcher, type WatcherEvents } from '../media/watcher.ts'
import { throughRelay, type Relay } from '../network/relay.ts'
import type { Page } from './page.ts'

/** With nothing at all for so long, a session is asked for anew, as a page does. */
const RENEW_AFTER_MS = 4000
const LOOK_MS = 250

export type WatchSessionOptions = {
  readonly page: Page
  readonly code: string
  readonly relay: Relay
  readonly onMedia: WatcherEvents['onMedia']
  readonly onChannel: (channel: PageChannel) => void
}

/** Keeps one media session of a learner open, by asking for a new one when it failed or fell silent. */
export class WatchSession {
  readonly #options: WatchSessionOptions
  #watcher: Watcher | undefined
  #turn = 0
  #failures = 0
  #heardMs = 0
  #retry: NodeJS.Timeout | undefined
  #look: NodeJS.Timeout | undefined
  #isStopped = false
  #totals = { received: 0, lost: 0 }

  constructor(options: WatchSessionOptions) {
    this.#options = options
  }

  start(): void {
    this.#look = setInterval(() => {
      if (this.#watcher && monotonicMs() - this.#heardMs > RENEW_AFTER_MS) this.#failed(this.#turn)
    }, LOOK_MS)
    void this.#open()
  }

  /** Packets that came at last, and that never did, over all sessions so far. */
  counts(): { readonly received: number; readonly lost: number } {
    const { received, lost } = this.#watcher?.counts() ?? { received: 0, lost: 0 }
    return { received: this.#totals.received + received, lost: this.#totals.lost + lost }
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#retry)
    clearInterval(this.#look)
    this.#drop()
  }

  async #open(): Promise<void> {
    const turn = ++this.#turn
    const { onMedia, onChannel } = this.#options
    this.#heardMs = monotonicMs()
    try {
      const watcher = await Watcher.open((offer) => this.#signal(offer), {
        onMedia: (kind, packet) => {
          if (turn !== this.#turn) return
          this.#heardMs = packet.atMs
          onMedia(kind, packet)
        },
        onChannel: (channel) => onChannel(asPageChannel(channel, () => {
          this.#heardMs = monotonicMs()
          return !this.#isStopped
        })),
        onGone: () => this.#failed(turn),
      })
      if (turn !== this.#turn) return watcher.close()
      this.#watcher = watcher
      this.#failures = 0
    } catch {
      this.#failed(turn) // The box or the way to it is away; it is asked again, as a page asks.
    }
  }

  async #signal(offer: string): Promise<string> {
    const { page, code, relay } = this.#options
    const { text } = await page.client.signed({ method: 'POST', path: MEDIA_DOORS.whep.replace(':code', code), body: offer, contentType: 'application/sdp' })
    return throughRelay(text, relay)
  }

  #failed(turn: number): void {
    if (turn !== this.#turn) return
    this.#drop()
    this.#retry = setTimeout(() => void this.#open(), backOffMs(++this.#failures, Math.random()))
  }

  #drop(): void {
    this.#turn++
    this.#totals = this.counts()
    this.#watcher?.close()
    this.#watcher = undefined
  }
}

/** A channel as a page's link knows one. `onHeard` answers whether the link is still to be told: the library says some things late. */
function asPageChannel(channel: Channel, onHeard: () => boolean): PageChannel {
  const page: { -readonly [K in keyof PageChannel]: PageChannel[K] } = {
    readyState: 'connecting',
    send: (data) => { if (typeof data === 'string') channel.send(data) },
    onmessage: null, onopen: null, onclose: null,
  }
  channel.onText((data) => {
    if (onHeard() && page.onmessage) Reflect.apply(page.onmessage, page, [{ data }])
  })
  channel.onOpen((open) => {
    page.readyState = open ? 'open' : 'closed'
    const heard = open ? page.onopen : page.onclose
    if (heard && onHeard()) Reflect.apply(heard, page, [{}])
  })
  return page
}
