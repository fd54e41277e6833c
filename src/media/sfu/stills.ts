import type { MediaPacket } from '../rtp/packet.ts'

/** Not sooner after the last: one every two to four seconds. */
export const STILL_LEAST = 2_000_000
/** From then on one is asked for; it takes a moment to come. */
const ASK_AFTER = 2_500_000

/** Which packets of a layer are single pictures: whole keyframes, some seconds apart. */
export class Stills {
  #timestamp: number | undefined
  #shownAt = -Infinity

  /** Whether a packet is of the picture that is shown; so are those that come late. */
  shows(packet: MediaPacket): boolean {
    return packet.timestamp === this.#timestamp
  }

  /** Takes a keyframe that begins as the next picture, unless it is too soon. */
  begin(packet: MediaPacket, now: number): boolean {
    if (now - this.#shownAt < STILL_LEAST) return false
    this.#timestamp = packet.timestamp
    this.#shownAt = now
    return true
  }

  isDue(now: number): boolean {
    return now - this.#shownAt >= ASK_AFTER
  }
}
