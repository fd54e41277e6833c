import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Client } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { listClaims, setWindow } from '../../wire/routes.ts'
import type { DisputeWindow } from '../../wire/words.ts'

export type PrivacyDeps = {
  readonly client: Pick<Client, 'call'>
  readonly code: string
  readonly timers: Timers
  /** Does it, shows the person a refusal, and answers whether it was done. */
  readonly ask: (act: () => Promise<unknown>) => Promise<boolean>
}

/** Claims come in rarely, and nobody waits for a second: during a class the box has other things to do. */
const AGAIN_MS = 30_000

/** What the studio shows of people's requests in one class: how many wait, and until when somebody may ask. */
export class PrivacyDesk {
  readonly window: Signal<DisputeWindow | null> = signal(null)
  readonly #waiting = signal(0)
  readonly waiting: ReadonlySignal<number> = computed(() => this.#waiting.value)
  readonly deps: PrivacyDeps

  constructor(deps: PrivacyDeps) {
    this.deps = deps
  }

  /** Looks now and every half minute, until it is told to stop. What fails is asked again, without a word: nothing depends on it. */
  follow(): () => void {
    let callOff: () => void = () => undefined
    const again = (): void => {
      callOff = this.deps.timers.after(AGAIN_MS, again)
      this.look().catch(() => { /* The studio itself says when the box does not answer. */ })
    }
    again()
    return () => callOff()
  }

  async look(): Promise<void> {
    const { claims, window } = await this.deps.client.call(listClaims, { params: { code: this.deps.code } })
    this.window.value = window
    this.#waiting.value = claims.filter(({ state }) => state === 'waiting').length
  }

  setHours(hours: number): Promise<boolean> {
    return this.deps.ask(async () => {
      const { window } = await this.deps.client.call(setWindow, { params: { code: this.deps.code }, input: { hours } })
      this.window.value = window
    })
  }
}
