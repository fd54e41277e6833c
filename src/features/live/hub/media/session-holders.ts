import type { DeviceId } from '../../../../kernel/ids.ts'

/** Of a class of two hundred with poor links: those of a quarter of an hour. */
const REMEMBERED = 4000

/**
 * Which device made which media session, beyond the session's end: a page that ends its own a moment
 * after the box saw it close, or after its right ended, has got what it asked for.
 */
export class SessionHolders {
  readonly #holders = new Map<string, DeviceId>()

  add(session: string, device: DeviceId | null): void {
    if (device === null) return
    this.#holders.set(session, device)
    // Maps keep the order of insertion: the first is the oldest.
    for (const oldest of this.#holders.keys()) {
      if (this.#holders.size <= REMEMBERED) return
      this.#holders.delete(oldest)
    }
  }

  holds(session: string, device: DeviceId | null): boolean {
    return device !== null && this.#holders.get(session) === device
  }
}
