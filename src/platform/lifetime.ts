/** What was opened, closed again in the opposite order. */
export class Lifetime {
  #closers: Array<() => unknown> = []

  /** Takes over `thing`: {@link end} closes it. Returns it. */
  own<T>(thing: T, close: (thing: T) => unknown): T {
    this.#closers.push(() => close(thing))
    return thing
  }

  /** Closes everything, newest first; one failure does not spare the rest. A second call does nothing. */
  async end(): Promise<void> {
    const failures: unknown[] = []
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) {
      try {
        await close()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'shutdown')
  }
}
