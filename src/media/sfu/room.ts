import type { MediaPacket } from '../rtp/packet.ts'
import { pickLayer } from './layers.ts'
import type { Publisher } from './publisher.ts'
import type { Source } from './source.ts'
import type { Subscriber } from './subscriber.ts'
import type { VideoLine } from './video-line.ts'

/** Who publishes to whom. The programme and the voices are kept by id, so that a publisher that comes back is picked up. */
export class Room {
  readonly publishers = new Map<string, Publisher>()
  readonly subscribers = new Map<string, Subscriber>()
  readonly #onBacklog: (line: VideoLine) => void
  readonly #voices: Array<string | undefined> = [undefined, undefined]
  #programme: string | undefined

  /** `onBacklog` is told of every line that has packets waiting for its pace. */
  constructor(onBacklog: (line: VideoLine) => void) {
    this.#onBacklog = onBacklog
  }

  get programme(): Publisher | undefined {
    return this.#programme === undefined ? undefined : this.publishers.get(this.#programme)
  }

  /** Nothing is left that would be missed. */
  get isIdle(): boolean {
    return this.publishers.size === 0 && this.subscribers.size === 0 && this.#programme === undefined && this.#voices.every((voice) => voice === undefined)
  }

  setProgramme(publisher: string | undefined, now: number): void {
    this.#programme = publisher
    this.retarget(now)
  }

  setVoice(line: 0 | 1, publisher: string | undefined): void {
    this.#voices[line] = publisher
  }

  onMedia(publisher: Publisher, source: Source, packet: MediaPacket, now: number): void {
    if (source.kind === 'video') this.#onVideo(publisher, source, packet, now)
    else this.#onAudio(publisher, source, packet, now)
  }

  #onVideo(publisher: Publisher, source: Source, packet: MediaPacket, now: number): void {
    if (publisher.id !== this.#programme) return
    for (const subscriber of this.subscribers.values()) {
      subscriber.forwardVideo(source, packet, now)
      if (subscriber.video?.backlog) this.#onBacklog(subscriber.video)
    }
  }

  #onAudio(publisher: Publisher, source: Source, packet: MediaPacket, now: number): void {
    const isProgramme = publisher.id === this.#programme
    const voice = this.#voices.indexOf(publisher.id)
    if (!isProgramme && voice < 0) return
    for (const subscriber of this.subscribers.values()) {
      if (isProgramme) subscriber.forwardAudio(0, source, packet, now)
      if (voice >= 0) subscriber.forwardAudio(voice + 1, source, packet, now)
    }
  }

  /** Chooses anew what each subscriber should see. */
  retarget(now: number): void {
    for (const subscriber of this.subscribers.values()) this.aim(subscriber, now)
  }

  aim(subscriber: Subscriber, now: number): void {
    const layers = subscriber.takesVideo ? (this.programme?.layers ?? []) : []
    subscriber.aim(pickLayer(layers, subscriber.wants.layer, now), now)
  }

  /** Every 50 ms. */
  onTick(now: number): void {
    for (const publisher of this.publishers.values()) publisher.onTick(now)
    // A layer may have stopped or come back: browsers drop layers when their own uplink is short.
    this.retarget(now)
    for (const subscriber of this.subscribers.values()) subscriber.video?.onTick(now)
  }

  onSecond(now: number): void {
    for (const publisher of this.publishers.values()) publisher.onSecond(now)
    for (const subscriber of this.subscribers.values()) subscriber.onSecond(now)
  }

  /** The layer a subscriber is shown, 0 the smallest. */
  layerOf(subscriber: Subscriber): number | undefined {
    const source = subscriber.video?.source
    const index = source ? (this.programme?.layers.indexOf(source) ?? -1) : -1
    return index < 0 ? undefined : index
  }
}
