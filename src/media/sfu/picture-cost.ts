/** What a picture layer costs whoever is sent it. */

/** A rate that fell is remembered for some seconds: pictures that stand still move again. */
const MEMORY = 0.9
/** Headers that are not in a publisher's packets but in ours, the tag and headers below them, and a share of the keyframes. */
const OVERHEAD = 1.15

export class PictureCost {
  #rate = 0
  #keyframe = { timestamp: -1, bytes: 0 }
  #keyframeBytes = 0
  /** Of all keyframes since the last rate. */
  #inKeyframes = 0

  /** A packet of the layer. */
  onPacket(timestamp: number, bytes: number, startsKeyframe: boolean): void {
    const keyframe = this.#keyframe
    if (startsKeyframe && timestamp !== keyframe.timestamp) {
      keyframe.timestamp = timestamp
      keyframe.bytes = 0
    }
    if (timestamp !== keyframe.timestamp) return
    keyframe.bytes += bytes
    this.#inKeyframes += bytes
    this.#keyframeBytes = Math.max(keyframe.bytes, this.#keyframeBytes * MEMORY)
  }

  /** About once a second, with the measured rate. Keyframes that came for others' sake are no part of what it takes to keep up. */
  onRate(bitsPerSecond: number): void {
    const plain = Math.max(bitsPerSecond / 2, bitsPerSecond - this.#inKeyframes * 8)
    this.#inKeyframes = 0
    this.#rate = Math.max(plain, this.#rate * MEMORY)
  }

  /** Bits per second on the wire; undefined before it was measured. */
  get rate(): number | undefined {
    return this.#rate === 0 ? undefined : this.#rate * OVERHEAD
  }

  /** Of a recent keyframe; a guess before there was one. */
  get keyframeBytes(): number {
    return this.#keyframeBytes || 8000
  }
}
