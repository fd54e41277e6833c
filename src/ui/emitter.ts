/** Tells listeners of events, in the order in which they began to listen. */
export class Emitter<E> {
  readonly #listeners = new Set<(event: E) => void>()

  /** Returns the end of listening. */
  on(listener: (event: E) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: E): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}
