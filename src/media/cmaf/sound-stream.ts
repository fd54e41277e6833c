import { Malformed } from '../../kernel/failures.ts'
import { TimestampUnroller } from '../rtp/sequence.ts'
import type { TapPacket } from '../tap-batch.ts'
import { opusDuration } from './opus.ts'
import { PacketOrder } from './packet-order.ts'
import { Timeline } from './timeline.ts'
import { TIMESCALE } from './track.ts'

/** A packet of sound in its place. `time` and `duration` in samples of 48 kHz, on the shared clock. */
export type Sound = { readonly data: Uint8Array; readonly time: number; readonly duration: number }

/** Sound is put back in step this often: every two seconds of it. */
const CORRECT_EVERY = 100

/** One source's sound (RFC 7587), a packet at a time. What is missing is simply not there; what is no Opus is passed over. */
export class SoundStream {
  readonly #order = new PacketOrder<TapPacket>()
  readonly #timestamps = new TimestampUnroller()
  readonly #timeline = new Timeline(TIMESCALE.audio)
  #packets = 0

  put(packet: TapPacket): void {
    this.#order.put(packet)
  }

  * take(now: number): Generator<Sound> {
    for (const packet of this.#order.take(now)) {
      if (packet === 'gap') continue
      const duration = durationOf(packet.payload)
      if (duration === undefined) continue
      const time = this.#timeline.place(this.#timestamps.unroll(packet.timestamp), packet.hubTime, this.#packets % CORRECT_EVERY === 0)
      this.#packets += 1
      yield { data: packet.payload, time, duration }
    }
  }
}

function durationOf(payload: Buffer): number | undefined {
  try {
    return opusDuration(payload)
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}
