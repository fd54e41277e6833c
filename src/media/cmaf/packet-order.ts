/** How long a packet that is missing may still come: longer than the requests for it are repeated over a bad link. */
const HOLD_MICROS = 500_000
/** Packets that wait for one that is missing; more than half a second of any picture. */
const MOST_WAITING = 2048

export type Numbered = { readonly sequence: number; readonly arrival: number }

/**
 * Packets in the order in which they were sent, each once. What is missing is waited for and then given
 * up: a `gap` stands in its place, and what comes after that is too late.
 */
export class PacketOrder<T extends Numbered> {
  readonly #waiting = new Map<number, T>()
  #next: number | undefined

  put(packet: T): void {
    this.#next ??= packet.sequence
    if (packet.sequence >= this.#next) this.#waiting.set(packet.sequence, packet)
  }

  /** Everything that can be given by `now`, microseconds on the clock of the arrivals. */
  * take(now: number): Generator<T | 'gap'> {
    while (this.#waiting.size > 0 && this.#next !== undefined) {
      const packet = this.#waiting.get(this.#next)
      if (packet) {
        this.#waiting.delete(this.#next)
        this.#next += 1
        yield packet
        continue
      }
      if (!this.#isGivenUp(now)) return
      this.#next = Math.min(...this.#waiting.keys())
      yield 'gap'
    }
  }

  #isGivenUp(now: number): boolean {
    if (this.#waiting.size > MOST_WAITING) return true
    for (const { arrival } of this.#waiting.values()) if (now - arrival >= HOLD_MICROS) return true
    return false
  }
}
