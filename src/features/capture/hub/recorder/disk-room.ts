import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { HubTime } from '../../../../kernel/time.ts'
import { RESERVED_BYTES } from '../../rules/recording-state.ts'

const LOOK_EVERY = 10_000_000

/** How much room the recordings' disk has; looked at now and then. */
export class DiskRoom {
  readonly #folder: string
  readonly #now: () => HubTime
  #freeBytes: number | null = null
  #lookedAt = -Infinity

  constructor(folder: string, now: () => HubTime) {
    this.#folder = folder
    this.#now = now
  }

  /** Null: nobody can say. */
  get freeBytes(): number | null {
    return this.#freeBytes
  }

  /** Where nobody can say, writing is tried. */
  fits(bytes: number): boolean {
    return this.#freeBytes === null || this.#freeBytes - bytes >= RESERVED_BYTES
  }

  async look(): Promise<void> {
    const now = this.#now()
    if (now - this.#lookedAt < LOOK_EVERY) return
    this.#lookedAt = now
    this.#freeBytes = await free(this.#folder).catch(() => free(dirname(this.#folder))).catch(() => null) // A folder that is not there yet lies where its parent does.
  }
}

async function free(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
