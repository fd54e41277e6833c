import { Malformed } from '../../kernel/failures.ts'

/** Reads numbers of any width out of bytes, the highest bit first. Throws `Malformed` past the end. */
export class BitReader {
  readonly #bytes: Uint8Array
  readonly #what: string
  #at = 0

  /** `what` names the format for whoever is told that it ended too soon. */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes
    this.#what = what
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3]
    if (byte === undefined) throw new Malformed(this.#what)
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at += 1
    return bit
  }

  flag(): boolean {
    return this.bit() === 1
  }

  /** Up to 32 bits, unsigned. */
  bits(count: number): number {
    let value = 0
    for (let read = 0; read < count; read += 1) value = value * 2 + this.bit()
    return value
  }

  skip(count: number): void {
    for (let read = 0; read < count; read += 1) this.bit()
  }

  /** Exponential Golomb code, unsigned (ITU-T H.264 clause 9.1); at most 32 leading zeros are a number. */
  golomb(): number {
    let zeros = 0
    while (!this.flag()) {
      zeros += 1
      if (zeros > 32) throw new Malformed(this.#what)
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  signedGolomb(): number {
    const code = this.golomb()
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2
  }
}
