/** What a picture layer costs whoever is sent it. */

/** A rate that fell is remembered for some seconds: pictures that stand still move again. */
const MEMORY = 0.9
/** Before a rate was measured. */
const UNKNOWN_RATE = 250_000
/** Headers that are not in a publisher's packets but in ours, and the tag and headers below them. */
const OVERHEAD = 1.07

export class PictureCost {
  #rate = 0
  #keyframe = { timestamp: -1, bytes: 0 }
  #keyframeBytes = 0

  /** A packet of the layer. */
  onPacket(timestamp: number, bytes: number, startsKeyframe: boolean): void {
    const keyframe = this.#keyframe
    if (startsKeyframe && timestamp !== keyframe.timestamp) {
      keyframe.timestamp = timestamp
      keyframe.bytes = 0
    }
    if (timestamp !== keyframe.timestamp) return
    keyframe.bytes += bytes
    this.#keyframeBytes = Math.max(keyframe.bytes, this.#keyframeBytes * MEMORY)
  }

  /** Once a second, with the measured rate. */
  onRate(bitsPerSecond: number): void {
    this.#rate = Math.max(bitsPerSecond, this.#rate * MEMORY)
  }

  /** Bits per second on the wire. */
  get rate(): number {
    return (this.#rate || UNKNOWN_RATE) * OVERHEAD
  }

  /** Of a recent keyframe; a guess before there was one. */
  get keyframeBytes(): number {
    return this.#keyframeBytes || 8000
  }
}
