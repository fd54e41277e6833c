/** Puts numbers of any width together into bytes, the highest bit first. */
export class BitWriter {
  readonly #bytes: number[] = []
  #open = 0
  #filled = 0

  bit(value: number): this {
    this.#open = (this.#open << 1) | (value & 1)
    this.#filled += 1
    if (this.#filled < 8) return this
    this.#bytes.push(this.#open)
    this.#open = 0
    this.#filled = 0
    return this
  }

  /** The lowest `count` bits of `value`, at most 32. */
  bits(value: number, count: number): this {
    for (let at = count - 1; at >= 0; at -= 1) this.bit(Math.floor(value / 2 ** at) % 2)
    return this
  }

  /** Exponential Golomb code, unsigned (ITU-T H.264 clause 9.1). */
  golomb(value: number): this {
    const length = Math.floor(Math.log2(value + 1))
    return this.bits(0, length).bits(value + 1, length + 1)
  }

  /** Zeros up to the next byte. */
  align(): this {
    while (this.#filled > 0) this.bit(0)
    return this
  }

  /** What was written so far, ended by a one and zeros (ITU-T H.264 clause 7.3.2.11). */
  finish(): Uint8Array {
    this.bit(1).align()
    return Uint8Array.from(this.#bytes)
  }
}
