import type { MediaPacket } from '../rtp/packet.ts'
import { liveLayers } from './layers.ts'
import type { Publisher } from './publisher.ts'
import type { Source } from './source.ts'
import type { Subscriber } from './subscriber.ts'
import type { Tap } from '../tap.ts'
import type { Paced } from './ticker.ts'

export type RoomOptions = {
  /** The recorder's line. */
  readonly tap: Tap
  /** Calls `work` once everything that has already arrived was taken in. */
  soon(work: () => void): void
  /** Microseconds on the hub's clock. */
  now(): number
  /** Told of every subscriber that has packets waiting for its pace. */
  onBacklog(subscriber: Paced): void
  /** Our own failure at one publisher or subscriber; the others are served. */
  onDefect(id: string, error: unknown): void
  /** Our own failure at the recorder's line, which rests for a moment; nobody else's session is touched. */
  onTapDefect(error: unknown): void
}

/** Between two failures of the recorder's line, so that neither log nor processor is filled with them. */
const TAP_REST = 1_000_000

/** A packet that waits for its delivery, and the audio lines it goes out on (`voiceLine` 0: on no voice's). */
type Arrived = { readonly source: Source; readonly packet: MediaPacket; readonly isProgramme: boolean; readonly voiceLine: number }

/**
 * Who publishes to whom. The programme and the voices are kept by id, so that a publisher that comes back is picked up.
 *
 * What arrives in one turn of the loop is delivered at its end, subscriber by subscriber: the packets of
 * a frame come together, and one subscriber's state (its lines, its keys, its socket's queue) is brought
 * into the processor's cache, and its receiver woken, once for all of them. A lone packet is delivered as
 * soon as without this.
 */
export class Room {
  readonly publishers = new Map<string, Publisher>()
  readonly subscribers = new Map<string, Subscriber>()
  readonly #options: RoomOptions
  readonly #voices: Array<string | undefined> = [undefined, undefined]
  #programme: string | undefined
  #arrived: Arrived[] = []
  #tapRestsUntil = -Infinity

  constructor(options: RoomOptions) {
    this.#options = options
  }

  get programme(): Publisher | undefined {
    return this.#programme === undefined ? undefined : this.publishers.get(this.#programme)
  }

  /** Nothing is left that would be missed. */
  get isIdle(): boolean {
    return this.publishers.size === 0 && this.subscribers.size === 0 && this.#programme === undefined && this.#options.tap.publisher === undefined && this.#voices.every((voice) => voice === undefined)
  }

  setProgramme(publisher: string | undefined, now: number): void {
    this.#programme = publisher
    this.retarget(now)
  }

  setVoice(line: 0 | 1, publisher: string | undefined): void {
    this.#voices[line] = publisher
  }

  /** Whom the recorder gets. */
  setTap(publisher: string | undefined): void {
    this.#options.tap.aim(publisher)
  }

  onMedia(publisher: Publisher, source: Source, packet: MediaPacket): void {
    if (publisher.id === this.#options.tap.publisher) this.#atTap(packet.arrival, (tap) => tap.onMedia(source, packet))
    const isProgramme = publisher.id === this.#programme
    const voiceLine = source.kind === 'audio' ? this.#voices.indexOf(publisher.id) + 1 : 0
    if (!isProgramme && voiceLine === 0) return
    if (this.#arrived.length === 0) this.#options.soon(() => this.#deliver())
    this.#arrived.push({ source, packet, isProgramme, voiceLine })
  }

  #deliver(): void {
    const batch = this.#arrived
    this.#arrived = []
    const now = this.#options.now()
    this.#each(this.subscribers, (subscriber) => {
      for (const arrived of batch) forward(subscriber, arrived, now)
      if (subscriber.backlog) this.#options.onBacklog(subscriber)
    })
  }

  #each<T extends { readonly id: string }>(all: ReadonlyMap<string, T>, serve: (one: T) => void): void {
    for (const one of all.values()) {
      try {
        serve(one)
      } catch (error) {
        this.#options.onDefect(one.id, error)
      }
    }
  }

  #atTap(now: number, work: (tap: Tap) => void): void {
    const { tap, onTapDefect } = this.#options
    if (now < this.#tapRestsUntil) return
    try {
      work(tap)
    } catch (error) {
      this.#tapRestsUntil = now + TAP_REST
      tap.forget()
      onTapDefect(error)
    }
  }

  /** Chooses anew what each subscriber should see. */
  retarget(now: number): void {
    const layers = this.#liveLayers(now)
    this.#each(this.subscribers, (subscriber) => this.#steer(subscriber, layers, now))
  }

  aim(subscriber: Subscriber, now: number): void {
    this.#steer(subscriber, this.#liveLayers(now), now)
  }

  #steer(subscriber: Subscriber, layers: readonly Source[], now: number): void {
    subscriber.steer(layers, now)
    if (subscriber.backlog) this.#options.onBacklog(subscriber)
  }

  #liveLayers(now: number): readonly Source[] {
    return liveLayers(this.programme?.layers ?? [], now)
  }

  /** Every 50 ms. */
  onTick(now: number): void {
    this.#each(this.publishers, (publisher) => publisher.onTick(now))
    this.#atTap(now, (tap) => tap.onTick(tap.publisher === undefined ? undefined : this.publishers.get(tap.publisher), now))
    // A layer may have stopped or come back: browsers drop layers when their own uplink is short.
    this.retarget(now)
    this.#each(this.subscribers, (subscriber) => subscriber.video?.onTick(now))
  }

  onSecond(now: number): void {
    this.#each(this.publishers, (publisher) => publisher.onSecond(now))
    this.#each(this.subscribers, (subscriber) => subscriber.onSecond(now))
  }

  /** The layer a subscriber is shown, 0 the smallest. */
  layerOf(subscriber: Subscriber): number | undefined {
    const source = subscriber.video?.source
    const index = source ? (this.programme?.layers.indexOf(source) ?? -1) : -1
    return index < 0 ? undefined : index
  }
}

function forward(subscriber: Subscriber, { source, packet, isProgramme, voiceLine }: Arrived, now: number): void {
  if (source.kind === 'video') {
    subscriber.forwardVideo(source, packet, now)
    return
  }
  if (isProgramme) subscriber.forwardAudio(0, source, packet, now)
  if (voiceLine > 0) subscriber.forwardAudio(voiceLine, source, packet, now)
}
