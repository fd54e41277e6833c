import { type Signal, signal } from '@preact/signals'
import type { Client } from '../../../../../ui/client.ts'
import { pageTimers } from '../../../../../ui/timers.ts'
import { CHECK_SHEET_DOOR, showCheck, startCheck, stopCheck } from '../../../wire/checks.ts'
import type { AskedCheck, BoxCheck } from '../../../wire/checks.ts'
import { beginRehearsal, leaveRehearsal, listRehearsals, setMadeUp } from '../../../wire/rehearsal.ts'
import type { HeldRehearsal } from '../../../wire/rehearsal.ts'
import { lookUpClass } from '../../../wire/routes.ts'

export type RehearsalDeps = {
  readonly client: Client
  readonly code: string
  /** Asks the box, and tells on the page when it says no. Answers whether it did it. */
  readonly ask: (act: () => Promise<unknown>) => Promise<boolean>
  readonly reload: () => void
}

const LOOK_EVERY_MS = 1000
const ASK_AGAIN_MS = 700

/** What the studio does before the class: checks the box, and goes into rehearsal and back. */
export class RehearsalDesk {
  /** Undefined while it has not been asked. */
  readonly check: Signal<BoxCheck | null | undefined> = signal(undefined)
  readonly sheets: Signal<readonly HeldRehearsal[]> = signal([])
  /** The box is on its way into a rehearsal or out of it. */
  readonly moving: Signal<boolean> = signal(false)
  /** Made-up learners that were asked for on this page. */
  readonly madeUp: Signal<number> = signal(0)
  readonly #deps: RehearsalDeps
  #callOff: (() => void) | undefined

  constructor(deps: RehearsalDeps) {
    this.#deps = deps
  }

  async look(): Promise<void> {
    const { client, code, ask } = this.#deps
    await ask(async () => {
      this.sheets.value = (await client.call(listRehearsals, { params: { code } })).rehearsals
      this.#take((await client.call(showCheck)).check)
    })
  }

  async startCheck(asked: AskedCheck): Promise<void> {
    await this.#deps.ask(async () => this.#take((await this.#deps.client.call(startCheck, { input: asked })).check))
  }

  async stopCheck(): Promise<void> {
    await this.#deps.ask(async () => this.#take((await this.#deps.client.call(stopCheck)).check))
  }

  /** The readiness sheet as a file. */
  async sheet(save: (html: string) => void): Promise<void> {
    await this.#deps.ask(async () => save((await this.#deps.client.signed({ method: 'GET', path: CHECK_SHEET_DOOR })).text))
  }

  begin(): Promise<void> {
    return this.#go(true, () => this.#deps.client.call(beginRehearsal, { params: { code: this.#deps.code } }))
  }

  leave(): Promise<void> {
    return this.#go(false, () => this.#deps.client.call(leaveRehearsal))
  }

  /** So many made-up learners come into the rehearsal, or, with 0, all of them go. */
  async setMadeUp(count: number): Promise<void> {
    await this.#deps.ask(async () => {
      this.madeUp.value = (await this.#deps.client.call(setMadeUp, { input: { count } })).count
    })
  }

  /** Nothing of this page is looked at any more. */
  close(): void {
    this.#callOff?.()
  }

  /** While a check runs the box is asked how far it is; a box that does not answer is asked again. */
  #take(check: BoxCheck | null): void {
    this.check.value = check
    this.#callOff?.()
    if (check?.state !== 'running') return
    this.#callOff = pageTimers.after(LOOK_EVERY_MS, () => {
      this.#deps.client.call(showCheck).then((answer) => this.#take(answer.check), () => this.#take(check))
    })
  }

  async #go(rehearsal: boolean, step: () => Promise<unknown>): Promise<void> {
    this.moving.value = true
    if (await this.#deps.ask(step)) this.#reloadWhen(rehearsal)
    else this.moving.value = false
  }

  /** The box starts anew meanwhile; once it shows the class the other way, the page begins anew too. */
  #reloadWhen(rehearsal: boolean): void {
    const { client, code, reload } = this.#deps
    const again = (): void => void pageTimers.after(ASK_AGAIN_MS, () => this.#reloadWhen(rehearsal))
    client.call(lookUpClass, { params: { code } }).then((seen) => (seen.class.rehearsal === rehearsal ? reload() : again()), again)
  }
}
