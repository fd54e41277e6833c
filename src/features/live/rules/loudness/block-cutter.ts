import { BLOCK_MS, tenthsOf } from './blocks.ts'

/**
 * Cuts K-weighted samples into blocks of 100 ms.
 *
 * 1. A block is as long as the rate says, wherever the pieces end that it was made of.
 * 2. Samples that nobody could look at in time are left out, not made up: the next block goes on behind the gap.
 */
export class BlockCutter {
  readonly #frames: number
  #sum = 0
  #count = 0

  constructor(rate: number) {
    this.#frames = Math.max(1, Math.round((rate * BLOCK_MS) / 1000))
  }

  /** `latest`: the newest samples, oldest first; `fresh`: how many of the class's samples came since the last call. Answers finished blocks in tenths of LUFS. */
  take(latest: Float32Array, fresh: number): number[] {
    const blocks: number[] = []
    for (let at = Math.max(0, latest.length - Math.max(0, fresh)); at < latest.length; at++) {
      this.#sum += (latest[at] ?? 0) ** 2
      if (++this.#count < this.#frames) continue
      blocks.push(tenthsOf(this.#sum / this.#frames))
      this.#sum = this.#count = 0
    }
    return blocks
  }
}
