import { randomBytes } from 'node:crypto'
import { hex } from '../../kernel/bytes.ts'
import { erasePassing } from '../passing-folders.ts'

/**
 * What the supervisor holds while a sample class runs: the key of the sample, which is written
 * nowhere and dies with this process, and the key of the real database once that is prepared.
 */
export class SampleHolder {
  readonly key: Uint8Array = randomBytes(32)
  /** The sample's folder, by name. */
  readonly sample = hex(randomBytes(8))
  readonly #root: string
  #prepared: Uint8Array | null = null

  constructor(root: string) {
    this.#root = root
  }

  /** Of the real beginning, in case its passphrase locks it. */
  get prepared(): Uint8Array | null {
    return this.#prepared
  }

  prepare(key: Uint8Array): void {
    this.#prepared = key
  }

  /** Nothing is ever being written here. */
  async settled(): Promise<void> {
    await Promise.resolve()
  }

  /** Nothing is left of the sample: neither its key nor its folder. */
  end(): void {
    this.key.fill(0)
    erasePassing(this.#root, 'tour', this.sample)
  }
}
