import { type Signal, signal } from '@preact/signals'
import type { Client } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { Guest } from '../../wire/guests.ts'

/** Which of the class's sound lines a page leaves out: 0 is the programme's, 1 and 2 the voices'. */
export type Silenced = 'none' | 'all' | number

export type GuestPlaceDeps = {
  readonly code: string
  /** On https, or the box's own screen: elsewhere browsers lend no microphone. */
  readonly trusted: boolean
  readonly client: Pick<Client, 'call' | 'signed'>
  readonly timers: Timers
  readonly now: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly silence: (lines: Silenced) => void
}

/**
 * A learner's place on stage as the box tells of it. All that sending takes is loaded when the first
 * invitation comes, since most pages never need it; this much is there from the start.
 */
export class GuestPlace {
  readonly deps: GuestPlaceDeps
  readonly guest: Signal<Guest | null> = signal(null)
  /** Grows with each news of it, also when nothing has changed: a restarted box says null again. */
  readonly told: Signal<number> = signal(0)
  readonly #onEnd: (() => void)[] = []
  readonly #onRenew: (() => void)[] = []

  constructor(deps: GuestPlaceDeps) {
    this.deps = deps
  }

  hear(guest: Guest | null): void {
    this.guest.value = guest
    this.told.value++
  }

  onEnd(run: () => void): void {
    this.#onEnd.push(run)
  }

  onRenew(run: () => void): void {
    this.#onRenew.push(run)
  }

  /** The device is on another network: what there was is not waited for. */
  renew(): void {
    for (const run of this.#onRenew) run()
  }

  /** The visit is over: microphone and camera are let go. */
  end(): void {
    for (const run of this.#onEnd.splice(0)) run()
    this.#onRenew.splice(0)
    this.guest.value = null
  }
}
