import type { MediaClock } from './clock.ts'
import { MICROS_PER_SECOND } from './clock.ts'

/** What may wait for the bottleneck, as a time; what is over that is lost, as in a small router. */
const WAITS_AT_MOST = 0.25
const LOOK_EVERY_MS = 5

/**
 * A narrow place behind one subscriber's lines: packets leave in order at a rate, wait a little, or are
 * lost. The guided tour shows with it what a bad link does; estimate and ladder know nothing of it but what a
 * real one would show them. Times in microseconds.
 */
export class Bottleneck {
  readonly #bytesPerSecond: number
  readonly #clock: MediaClock
  readonly #send: (bytes: Buffer) => void
  readonly #waiting: Buffer[] = []
  #bytes = 0
  /** When the last packet that was let through has left. */
  #freeAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(bitsPerSecond: number, clock: MediaClock, send: (bytes: Buffer) => void) {
    this.#bytesPerSecond = bitsPerSecond / 8
    this.#clock = clock
    this.#send = send
  }

  /** The bytes are copied: who sends writes the next packet over them. */
  take(bytes: Buffer): void {
    if (this.#bytes + bytes.length > this.#bytesPerSecond * WAITS_AT_MOST) return
    if (this.#waiting.length === 0) this.#freeAt = Math.max(this.#freeAt, this.#clock.now())
    this.#waiting.push(Buffer.from(bytes))
    this.#bytes += bytes.length
    this.#timer ??= setInterval(() => this.#flush(), LOOK_EVERY_MS)
  }

  #flush(): void {
    const now = this.#clock.now()
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const leaves = this.#freeAt + (next.length / this.#bytesPerSecond) * MICROS_PER_SECOND
      if (leaves > now) return
      this.#freeAt = leaves
      this.#waiting.shift()
      this.#bytes -= next.length
      this.#send(next)
    }
    this.#stop()
  }

  /** What waits goes at once; nothing is held any more. */
  end(): void {
    for (const bytes of this.#waiting.splice(0)) this.#send(bytes)
    this.#bytes = 0
    this.#stop()
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
