import type { MessagePort } from 'node:worker_threads'
import { Tap, TAP_CREDIT } from '../tap.ts'
import type { FromTap, ToTap } from '../tap.ts'

/** The lines to the recorder, over one port, with one credit for all. */
export class Taps {
  readonly #now: () => number
  readonly #taps = new Map<string, Tap>()
  #port: Pick<MessagePort, 'postMessage' | 'on' | 'close'> | undefined
  #credit = 0
  #streams = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** A recorder listens at the other end; whoever listened before does not any more. */
  connect(port: Pick<MessagePort, 'postMessage' | 'on' | 'close'>): void {
    this.#port?.close()
    this.#port = port
    this.#credit = TAP_CREDIT
    for (const tap of this.#taps.values()) tap.forget()
    port.on('message', (message: ToTap) => {
      if (this.#port === port) this.#hear(message)
    })
    port.on('close', () => {
      if (this.#port === port) this.#port = undefined
    })
  }

  tap(room: string): Tap {
    const known = this.#taps.get(room)
    if (known) return known
    const tap = new Tap(room, { send: (message) => this.#post(message), newStream: () => (this.#streams += 1) })
    this.#taps.set(room, tap)
    return tap
  }

  /** Of a room that is no more. */
  remove(room: string): void {
    this.#taps.delete(room)
  }

  close(): void {
    this.#port?.close()
    this.#port = undefined
  }

  #hear(message: ToTap): void {
    if (message.type === 'credit') this.#credit = Math.min(TAP_CREDIT, this.#credit + message.batches)
    else this.#taps.get(message.room)?.requestKeyframe(this.#now())
  }

  #post(message: FromTap): boolean {
    if (!this.#port) return false
    if (message.type === 'packets') {
      if (this.#credit <= 0) return false
      this.#credit -= 1
      this.#port.postMessage(message, [message.batch.buffer])
    } else this.#port.postMessage(message)
    return true
  }
}
