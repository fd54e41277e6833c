import { createHash } from 'node:crypto'
import { Malformed } from '../../../kernel/failures.ts'
import { u64 } from '../../../media/cmaf/boxes.ts'

/** The hash of a media file as `c2pa.hash.bmff.v3` takes it: of each box that is not left out where it begins, and then all of it. */
export class FileHash {
  readonly #hash = createHash('sha256')
  #at: number

  /** `at`: how many bytes stand before what is added, left out all. */
  constructor(at: number) {
    this.#at = at
  }

  /** Whole boxes, one after another. Throws `Malformed`. */
  add(boxes: Buffer): void {
    for (let from = 0; from < boxes.length;) {
      const length = boxes.length - from < 8 ? 0 : boxes.readUInt32BE(from)
      if (length < 8 || length > boxes.length - from) throw new Malformed('box')
      this.#hash.update(u64(this.#at + from)).update(boxes.subarray(from, from + length))
      from += length
    }
    this.#at += boxes.length
  }

  /** Of the file so far: its length. */
  get length(): number {
    return this.#at
  }

  digest(): Uint8Array {
    return this.#hash.digest()
  }
}
