import { randomBytes } from 'node:crypto'

/** Holds the key of a data folder that is not to outlast this process: it is written nowhere. */
export class PassingHolder {
  readonly key: Uint8Array = randomBytes(32)

  /** Nothing is ever being written here. */
  async settled(): Promise<void> {
    await Promise.resolve()
  }
}
