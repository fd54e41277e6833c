import { Malformed } from '../../kernel/failures.ts'
import { TimestampUnroller } from '../rtp/sequence.ts'
import type { TapPacket } from '../tap-batch.ts'
import { depacketiserOf } from './depacketise.ts'
import type { Depacketiser, Picture } from './depacketise.ts'
import { PacketOrder } from './packet-order.ts'
import type { KeepableCodec } from './track.ts'

/** A whole picture with its place in time. `ticks`: its RTP timestamp, unrolled. `hubTime`: when it happened, microseconds. */
export type TimedPicture = Picture & { readonly ticks: number; readonly hubTime: number }

/** Far more than a keyframe of any class; a picture that does not end must not take the box's memory. */
const MOST_BYTES = 16 * 1024 * 1024

/**
 * One source's picture, from its packets to whole pictures. After anything that is missing or broken it says
 * `lost` once, and gives nothing until a picture that a player can start at (ARCHITECTURE, invariant 5 read
 * the other way: what a file holds can be decoded in order).
 */
export class PictureStream {
  readonly #order = new PacketOrder<TapPacket>()
  readonly #depacketiser: Depacketiser
  readonly #timestamps = new TimestampUnroller()
  #current: TapPacket | undefined
  /** Of the picture that is being put together. */
  #bytes = 0
  #waitsForKey = true

  constructor(codec: Exclude<KeepableCodec, 'OPUS'>, parameters: string) {
    this.#depacketiser = depacketiserOf(codec, parameters)
  }

  /** Whether a keyframe would help. */
  get waitsForKey(): boolean {
    return this.#waitsForKey
  }

  put(packet: TapPacket): void {
    this.#order.put(packet)
  }

  * take(now: number): Generator<TimedPicture | 'lost'> {
    for (const packet of this.#order.take(now)) {
      if (packet === 'gap') {
        if (this.#giveUp()) yield 'lost'
        continue
      }
      yield* this.#onPacket(packet)
    }
  }

  * #onPacket(packet: TapPacket): Generator<TimedPicture | 'lost'> {
    // A picture ends with its marker, or at the latest when another one begins.
    if (this.#current && this.#current.timestamp !== packet.timestamp) yield* this.#finish()
    if (!this.#current && this.#waitsForKey && !packet.startsKeyframe) return
    this.#bytes = this.#current ? this.#bytes : 0
    this.#current ??= packet
    this.#bytes += packet.payload.length
    try {
      if (this.#bytes > MOST_BYTES) throw new Malformed('picture')
      this.#depacketiser.push(packet.payload)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      if (this.#giveUp()) yield 'lost'
      return
    }
    if (packet.marker) yield* this.#finish()
  }

  * #finish(): Generator<TimedPicture | 'lost'> {
    const first = this.#current
    this.#current = undefined
    if (!first) return
    const picture = this.#assembled()
    if (picture === 'broken' || (picture?.key && !picture.config)) {
      if (this.#giveUp()) yield 'lost'
      return
    }
    if (!picture || (this.#waitsForKey && !picture.key)) return
    this.#waitsForKey = false
    yield { ...picture, ticks: this.#timestamps.unroll(first.timestamp), hubTime: first.hubTime }
  }

  #assembled(): Picture | undefined | 'broken' {
    try {
      return this.#depacketiser.finish()
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return 'broken'
    }
  }

  /** Whether that is news. */
  #giveUp(): boolean {
    this.#depacketiser.reset()
    this.#current = undefined
    if (this.#waitsForKey) return false
    this.#waitsForKey = true
    return true
  }
}
