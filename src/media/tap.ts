import type { MediaPacket } from './rtp/packet.ts'
import type { Codec } from './sdp/codecs.ts'
import { pickLayer } from './sfu/layers.ts'
import type { Publisher } from './sfu/publisher.ts'
import type { Source } from './sfu/source.ts'
import { BatchWriter } from './tap-batch.ts'

/**
 * The recorder's line out of the engine: one more subscriber, of one publisher's sound and of the best
 * layer of its picture.
 *
 * 1. Nothing waits here: a batch leaves with the next tick while there is credit, and without credit it is dropped and
 *    counted. Forwarding does not look at this line.
 * 2. What leaves of a picture begins with a keyframe, and changes its layer at one.
 * 3. A stream is told of before its first packet, anew to each recorder that is connected.
 */

/** What a stream is, for whoever takes it apart. `stream` numbers are never used twice. */
export type TapStream = {
  readonly stream: number
  readonly kind: 'audio' | 'video'
  readonly codec: Codec
  readonly clockRate: number
  /** The format's parameters as the publisher offered them. */
  readonly parameters: string
}

export type FromTap =
  | { readonly type: 'stream'; readonly room: string; readonly stream: TapStream }
  /** `dropped`: packets that were not sent since the batch before, because the recorder was behind. */
  | { readonly type: 'packets'; readonly room: string; readonly batch: Uint8Array<ArrayBuffer>; readonly dropped: number }

export type ToTap =
  /** So many batches were worked off. */
  | { readonly type: 'credit'; readonly batches: number }
  /** A player could start here: the room's picture is asked for a keyframe. */
  | { readonly type: 'keyframe'; readonly room: string }

/** Batches on their way: two seconds. */
export const TAP_CREDIT = 40
/** Browsers drop and raise layers as their own uplink allows. */
const STEADY_FOR = 2_000_000
/** A batch that grows to this leaves before the tick. */
const FULL_BATCH = 256 * 1024

/** Takes a message when there is credit for it; false when not. Shared by all rooms. */
export type TapOutput = (message: FromTap) => boolean

export class Tap {
  readonly #room: string
  readonly #send: TapOutput
  readonly #newStream: () => number
  readonly #batch = new BatchWriter()
  readonly #streams = new Map<Source, number>()
  #publisher: string | undefined
  #target: Source | undefined
  #picture: Source | undefined
  #best: Source | undefined
  #bestSince = -Infinity
  #dropped = 0

  constructor(room: string, options: { readonly send: TapOutput; readonly newStream: () => number }) {
    this.#room = room
    this.#send = options.send
    this.#newStream = options.newStream
  }

  /** Whose tracks are taken; undefined: nobody's. */
  aim(publisher: string | undefined): void {
    if (publisher === this.#publisher) return
    this.#flush()
    this.#publisher = publisher
    this.forget()
  }

  get publisher(): string | undefined {
    return this.#publisher
  }

  /** Another recorder listens now, and knows of no stream. */
  forget(): void {
    this.#batch.clear()
    this.#streams.clear()
    this.#target = undefined
    this.#picture = undefined
  }

  onMedia(source: Source, packet: MediaPacket): void {
    if (source.kind === 'video' && !this.#shows(source, packet)) return
    this.#batch.add(this.#streams.get(source) ?? this.#begin(source), packet)
    if (this.#batch.length >= FULL_BATCH) this.#flush()
  }

  #shows(source: Source, packet: MediaPacket): boolean {
    if (source === this.#picture) return true
    if (source !== this.#target || !packet.startsKeyframe) return false
    this.#picture = source
    return true
  }

  #begin(source: Source): number {
    // What is gathered belongs to streams that were told of before.
    this.#flush()
    const stream = this.#newStream()
    for (const known of this.#streams.keys()) if (known.kind === source.kind) this.#streams.delete(known)
    this.#streams.set(source, stream)
    const { kind, choice: { codec, format } } = source
    this.#send({ type: 'stream', room: this.#room, stream: { stream, kind, codec, clockRate: format.clockRate, parameters: format.parameters } })
    return stream
  }

  requestKeyframe(now: number): void {
    this.#target?.requestKeyframe(now)
  }

  /** Every 50 ms; `publisher` is the one that is aimed at, when it is here. */
  onTick(publisher: Publisher | undefined, now: number): void {
    this.#target = this.#steady(publisher?.layers ?? [], now)
    if (this.#target && this.#target !== this.#picture) this.#target.requestKeyframe(now)
    this.#flush()
  }

  /** The best layer there is; another than the one that is taken only once it has been the best for a while, for each change is a break in the recording. */
  #steady(layers: readonly Source[], now: number): Source | undefined {
    const best = pickLayer(layers, Infinity, now)
    if (best !== this.#best) this.#bestSince = now
    this.#best = best
    const taken = this.#picture
    const goesOn = taken && layers.includes(taken) && taken.isLive(now)
    return goesOn && now - this.#bestSince < STEADY_FOR ? taken : best
  }

  #flush(): void {
    const { packets } = this.#batch
    if (packets === 0) return
    const sent = this.#send({ type: 'packets', room: this.#room, batch: this.#batch.take(), dropped: this.#dropped })
    this.#dropped = sent ? 0 : this.#dropped + packets
  }
}
