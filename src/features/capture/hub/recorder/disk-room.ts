import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { HubTime } from '../../../../kernel/time.ts'
import { RESERVED_BYTES } from '../../rules/recording-state.ts'

const LOOK_EVERY = 10_000_000

/** How much room the recordings' disk has; looked at now and then. */
export class DiskRoom {
  readonly #folder: string
  readonly #now: () => HubTime
  readonly #measure: (folder: string) => Promise<number>
  #freeBytes: number | null = null
  #lookedAt = -Infinity
  #looking: Promise<void> = Promise.resolve()

  /** `measure` answers the free bytes of the disk that a folder lies on. */
  constructor(folder: string, now: () => HubTime, measure = freeBytesOf) {
    this.#folder = folder
    this.#now = now
    this.#measure = measure
  }

  /** Null: nobody can say. */
  get freeBytes(): number | null {
    return this.#freeBytes
  }

  /** Where nobody can say, writing is tried. */
  fits(bytes: number): boolean {
    return this.#freeBytes === null || this.#freeBytes - bytes >= RESERVED_BYTES
  }

  /** Resolves once it is known as well as it needs to be. */
  look(): Promise<void> {
    const now = this.#now()
    if (now - this.#lookedAt >= LOOK_EVERY) {
      this.#lookedAt = now
      this.#looking = this.#look()
    }
    return this.#looking
  }

  async #look(): Promise<void> {
    this.#freeBytes = await this.#measure(this.#folder).catch(() => this.#measure(dirname(this.#folder))).catch(() => null) // A folder that is not there yet lies where its parent does.
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
