import { fromBase64 } from '../../kernel/bytes.ts'
import type { KeyHolder } from '../key-holder.ts'
import { erasePassing } from '../passing-folders.ts'

/** A rehearsal that a hub has prepared; `key` in base64. */
export type PreparedRehearsal = { readonly name: string; readonly key: string }

/**
 * What the supervisor holds while a crew rehearses: the key of the rehearsal, which is written
 * nowhere and dies with this process, and the holder of the real key, to go back to.
 */
export class RehearsalHolder {
  readonly key: Uint8Array
  /** The rehearsal's folder, by name. */
  readonly name: string
  readonly real: KeyHolder
  readonly #root: string

  constructor(root: string, { name, key }: PreparedRehearsal, real: KeyHolder) {
    this.#root = root
    this.name = name
    this.key = fromBase64(key)
    this.real = real
  }

  /** What was measured goes back with the real hub. */
  held(sheet: string): void {
    this.real.sheet = sheet
  }

  /** Nothing is ever being written here. */
  async settled(): Promise<void> {
    await Promise.resolve()
  }

  /** Nothing is left of the rehearsal: neither its key nor its folder. */
  end(): void {
    this.key.fill(0)
    erasePassing(this.#root, 'rehearsal', this.name)
  }
}
