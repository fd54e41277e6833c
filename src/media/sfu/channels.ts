import type { ChannelMessage } from '../engine.ts'
import type { MediaClock } from './clock.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Channel } from './transport.ts'

/**
 * The data channels of all peers: cues out, texts in, and clock probes answered on the spot.
 * Nothing here waits for media, and media never waits for this.
 */

/** Longer texts are nobody's cue or probe; they are dropped. */
const LONGEST_TEXT = 16 * 1024
/** What a peer may say, in bytes: a page says less than a thousand a second. The rest is dropped, or one peer could keep busy the thread that sends cues. */
const HEARD_PER_SECOND = 16 * 1024
const HEARD_AT_ONCE = 64 * 1024
/** What a text costs beside its letters. */
const PER_TEXT = 64
const MOST_TIMES = 5
const PROBE = /^\{"p":(-?\d{1,16}(?:\.\d{1,9})?)\}$/

export class Channels {
  readonly #open = new Map<string, Channel[]>()
  readonly #budgets = new Map<string, TokenBucket>()
  readonly #clock: MediaClock
  readonly #emit: (message: ChannelMessage) => void
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(clock: MediaClock, emit: (message: ChannelMessage) => void) {
    this.#clock = clock
    this.#emit = emit
  }

  /** Takes over a channel that peer `id` opened; `onChange` is told when its first opens and its last closes. */
  add(id: string, channel: Channel, onChange: (open: boolean) => void): void {
    if (!this.#budgets.has(id)) this.#budgets.set(id, new TokenBucket(HEARD_PER_SECOND, HEARD_AT_ONCE))
    channel.onText((text) => this.#onText(id, channel, text))
    channel.onOpen((open) => {
      const before = this.isOpen(id)
      const others = (this.#open.get(id) ?? []).filter((other) => other !== channel)
      const now = open ? [...others, channel] : others
      if (now.length > 0) this.#open.set(id, now)
      else this.#open.delete(id)
      if (before === this.isOpen(id)) return
      onChange(open)
      this.#emit({ type: 'channel', id, open })
    })
  }

  /** Forgets a peer; returns whether one of its channels was open. */
  remove(id: string): boolean {
    this.#budgets.delete(id)
    if (!this.#open.delete(id)) return false
    this.#emit({ type: 'channel', id, open: false })
    return true
  }

  isOpen(id: string): boolean {
    return this.#open.has(id)
  }

  /** On the channel opened last; false when there is none. */
  sendTo(id: string, text: string): boolean {
    return this.#open.get(id)?.at(-1)?.send(text) ?? false
  }

  /** Sends now and `times - 1` times more, `gapMs` apart. */
  send(message: Extract<ChannelMessage, { type: 'send' }>): void {
    for (const id of message.to) this.sendTo(id, message.text)
    const left = Math.min(message.times, MOST_TIMES) - 1
    if (left <= 0) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.send({ ...message, times: left })
    }, message.gapMs)
    this.#timers.add(timer)
  }

  #onText(id: string, channel: Channel, text: string): void {
    const at = this.#clock.now()
    if (!this.#budgets.get(id)?.take(text.length + PER_TEXT, at)) return
    const probe = PROBE.exec(text)?.[1]
    if (probe !== undefined) channel.send(`{"p":${probe},"t":${at}}`)
    else if (text.length <= LONGEST_TEXT) this.#emit({ type: 'received', from: id, text, at })
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.#open.clear()
  }
}
