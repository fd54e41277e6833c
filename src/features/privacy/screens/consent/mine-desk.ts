import { type ReadonlySignal, signal } from '@preact/signals'
import type { Client } from '../../../../ui/client.ts'
import { showConsentRecords, showMine } from '../../wire/routes.ts'
import { type Fault } from './consent-state.ts'
import { faultOf } from './consent-desk.ts'

/** What a person may take along: everything tied to them, and what they said. */
export type MineState = { readonly isAsking: boolean; readonly data: Readonly<Record<string, unknown>> | null; readonly fault: Fault | null }

export type MineDeps = {
  readonly code: string
  readonly client: Pick<Client, 'call' | 'signed'>
  /** Where the box tells a seat's receipt: a path, signed for. */
  readonly receipt: string
  /** Gives the person a file; `type` is its media type. */
  readonly save: (name: string, type: string, text: string) => void
}

/** What the page's parts see of it. */
export type MinePart = Pick<MineDesk, 'state' | 'show' | 'save' | 'saveRecords' | 'saveReceipt'>

export class MineDesk {
  readonly #deps: MineDeps
  readonly #state = signal<MineState>({ isAsking: false, data: null, fault: null })

  constructor(deps: MineDeps) {
    this.#deps = deps
  }

  get state(): ReadonlySignal<MineState> {
    return this.#state
  }

  /** To be read on the page. */
  show(): Promise<void> {
    return this.#ask(async () => void await this.#read())
  }

  save(): Promise<void> {
    return this.#ask(async () => this.#file('mine', await this.#read()))
  }

  saveRecords(): Promise<void> {
    const { client, code } = this.#deps
    return this.#ask(async () => this.#file('consent', (await client.call(showConsentRecords, { params: { code } })).records))
  }

  /** What shows, also to somebody else, that this device was in the class. */
  saveReceipt(): Promise<void> {
    const { client, code, receipt, save } = this.#deps
    return this.#ask(async () => save(`lectern-${code}-receipt.txt`, 'text/plain', (await client.signed({ method: 'GET', path: receipt })).text))
  }

  async #read(): Promise<Readonly<Record<string, unknown>>> {
    const { client, code } = this.#deps
    const { data } = await client.call(showMine, { params: { code } })
    this.#tell({ data })
    return data
  }

  #file(what: string, content: unknown): void {
    this.#deps.save(`lectern-${this.#deps.code}-${what}.json`, 'application/json', `${JSON.stringify(content, null, 2)}\n`)
  }

  async #ask(act: () => Promise<void>): Promise<void> {
    if (this.#state.peek().isAsking) return
    this.#tell({ isAsking: true, fault: null })
    try {
      await act()
    } catch (error) {
      this.#tell({ fault: faultOf(error) })
    } finally {
      this.#tell({ isAsking: false })
    }
  }

  #tell(part: Partial<MineState>): void {
    this.#state.value = { ...this.#state.peek(), ...part }
  }
}
