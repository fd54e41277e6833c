import { type Signal, signal } from '@preact/signals'
import { Unreachable } from '../../../../../ui/client.ts'
import type { Timers } from '../../../../../ui/timers.ts'

/** `unsent`: changed here, not yet with the box. `refused`: the box said no; the next change tries again. */
export type SaveState = 'kept' | 'unsent' | 'sending' | 'refused'

export type AutosaveDeps<T> = {
  readonly timers: Timers
  /** Gives it to the box. Throws what the client throws. */
  readonly save: (value: T) => Promise<void>
  /** Keeps what the box does not have yet in this browser, through a reload; null: nothing to keep. */
  readonly remember: (value: T | null) => void
  readonly onRefused: (error: unknown) => void
}

const QUIET_MS = 600
const AGAIN_MS = 2000

/**
 * Keeps what is being written with the box, a moment after the last change.
 *
 * 1. What was changed is remembered in this browser at once, until the box has it.
 * 2. One saving is under way at a time; a change meanwhile is saved after it.
 * 3. A box that cannot be reached is tried again by itself; one that refuses is not, until the next change.
 */
export class Autosave<T> {
  readonly state: Signal<SaveState> = signal('kept')
  readonly #deps: AutosaveDeps<T>
  #unsent: { readonly value: T } | undefined
  #underWay: Promise<void> | undefined
  #callOff: (() => void) | undefined

  constructor(deps: AutosaveDeps<T>) {
    this.#deps = deps
  }

  change(value: T): void {
    this.#unsent = { value }
    this.#deps.remember(value) // 1
    this.state.value = 'unsent'
    this.#after(QUIET_MS)
  }

  /** Saves what is not saved yet; when it is done, the box has all, or has refused, or cannot be reached. */
  async flush(): Promise<void> {
    this.#callOff?.()
    while (this.#underWay !== undefined) await this.#underWay // 2
    if (this.#unsent === undefined) return
    this.#underWay = this.#send(this.#unsent)
    await this.#underWay
  }

  /** Another class is being written: nothing of this one is sent any more. */
  stop(): void {
    this.#callOff?.()
    this.#unsent = undefined
  }

  async #send(unsent: { readonly value: T }): Promise<void> {
    this.state.value = 'sending'
    try {
      await this.#deps.save(unsent.value)
      if (this.#unsent !== unsent) return this.#again(0)
      this.#unsent = undefined
      this.#deps.remember(null)
      this.state.value = 'kept'
    } catch (error) {
      if (error instanceof Unreachable) return this.#again(AGAIN_MS) // 3
      this.state.value = 'refused'
      this.#deps.onRefused(error)
    } finally {
      this.#underWay = undefined
    }
  }

  #again(ms: number): void {
    if (this.#unsent === undefined) return
    this.state.value = 'unsent'
    this.#after(ms)
  }

  #after(ms: number): void {
    this.#callOff?.()
    this.#callOff = this.#deps.timers.after(ms, () => void this.flush())
  }
}
