import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import type { Client } from '../../../../ui/client.ts'
import { m } from '../../../../words/messages.js'
import { erasePerson, forgetClass, listPeople, showHoldings, showPerson } from '../../wire/routes.ts'
import { Asks, refusalSentence } from '../crew/asks.ts'

export type Holdings = z.output<(typeof showHoldings)['output']>
export type HeldClass = Holdings['classes'][number]
export type PersonHere = z.output<(typeof listPeople)['output']>['people'][number]
/** All about one person, as they are handed it. */
export type PersonData = z.output<(typeof showPerson)['output']>['data']

export type HoldingsState =
  | { readonly at: 'looking' }
  | { readonly at: 'refused'; readonly sentence: string }
  | { readonly at: 'there'; readonly holdings: Holdings }

/** What stands before the page: something of one person, or the second step before what cannot be undone. */
export type Before =
  | { readonly type: 'hand-out'; readonly code: string; readonly person: PersonHere; /** Null before the box told. */ readonly data: PersonData | null }
  | { readonly type: 'erase'; readonly code: string; readonly person: PersonHere }
  | { readonly type: 'forget'; readonly code: string; readonly title: string }

export type HoldingsPart = {
  readonly state: ReadonlySignal<HoldingsState>
  /** The class whose people are shown, and them; `people` is null before the box told. */
  readonly open: ReadonlySignal<{ readonly code: string; readonly people: readonly PersonHere[] | null } | null>
  readonly before: ReadonlySignal<Before | null>
  readonly busy: ReadonlySignal<boolean>
  readonly problem: ReadonlySignal<string | null>
  /** What was just done. */
  readonly done: ReadonlySignal<string | null>
  look(): Promise<void>
  openClass(code: string | null): void
  handOut(code: string, person: PersonHere): void
  askErase(code: string, person: PersonHere): void
  askForget(code: string, title: string): void
  close(): void
  /** The second step. */
  goOn(): void
  dismiss(): void
}

/**
 * 1. Nothing is erased by one press.
 * 2. What the page shows after an erasure is what the box said then.
 */
export class HoldingsModel implements HoldingsPart {
  readonly state: Signal<HoldingsState> = signal({ at: 'looking' })
  readonly open: Signal<{ readonly code: string; readonly people: readonly PersonHere[] | null } | null> = signal(null)
  readonly before: Signal<Before | null> = signal(null)
  readonly done: Signal<string | null> = signal(null)
  readonly #asks = new Asks()
  readonly #client: Pick<Client, 'call'>

  constructor(client: Pick<Client, 'call'>) {
    this.#client = client
  }

  get busy(): ReadonlySignal<boolean> {
    return this.#asks.busy
  }

  get problem(): ReadonlySignal<string | null> {
    return this.#asks.problem
  }

  async look(): Promise<void> {
    try {
      this.state.value = { at: 'there', holdings: await this.#client.call(showHoldings) }
    } catch (error) {
      this.state.value = { at: 'refused', sentence: refusalSentence(error) }
    }
  }

  openClass(code: string | null): void {
    this.open.value = code === null ? null : { code, people: null }
    if (code !== null) void this.#readPeople(code)
  }

  handOut(code: string, person: PersonHere): void {
    this.before.value = { type: 'hand-out', code, person, data: null }
    void this.#asks.ask(async () => {
      const { data } = await this.#client.call(showPerson, { params: { code, person: person.key } })
      const now = this.before.peek()
      if (now?.type === 'hand-out' && now.person.key === person.key) this.before.value = { ...now, data }
    }).then((isTold) => { if (!isTold) this.close() })
  }

  askErase(code: string, person: PersonHere): void {
    this.before.value = { type: 'erase', code, person }
  }

  askForget(code: string, title: string): void {
    this.before.value = { type: 'forget', code, title }
  }

  close(): void {
    this.before.value = null
  }

  goOn(): void {
    const before = this.before.peek()
    if (before === null || before.type === 'hand-out' || this.busy.peek()) return
    const { code } = before
    void this.#asks.ask(async () => {
      if (before.type === 'erase') {
        const { erased } = await this.#client.call(erasePerson, { params: { code, person: before.person.key } })
        this.done.value = m.privacy_holdings_erased({ count: erased })
      } else {
        await this.#client.call(forgetClass, { params: { code } })
        this.done.value = m.privacy_holdings_forgotten_now({ title: before.title })
      }
    }).then(() => this.#after(code))
  }

  dismiss(): void {
    this.done.value = null
    this.#asks.problem.value = null
  }

  /** Also after a refusal or no answer: what the box holds is what it says now. */
  async #after(code: string): Promise<void> {
    this.close()
    await this.look()
    if (this.open.peek()?.code === code) await this.#readPeople(code)
  }

  async #readPeople(code: string): Promise<void> {
    try {
      const { people } = await this.#client.call(listPeople, { params: { code } })
      if (this.open.peek()?.code === code) this.open.value = { code, people }
    } catch (error) {
      this.#asks.problem.value = refusalSentence(error)
      this.open.value = null
    }
  }
}
