import { type ReadonlySignal, signal } from '@preact/signals'
import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { type Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { classPlan, studio } from '../../wire/routes.ts'
import { NO_NOTES, readNotes, type SheetNotes, writeNotes } from './memory.ts'

export type SheetClass = {
  readonly code: string
  readonly title: string
  readonly objective: string
  /** Whole minutes of the plan; null without one. */
  readonly minutes: number | null
}

export type SheetState =
  | { readonly at: 'looking' }
  | { readonly at: 'unreachable' }
  | { readonly at: 'refused'; readonly sentence: string | null }
  /** `address`: of the box, for phones, without the path; null while it is in no network. */
  | { readonly at: 'there'; readonly class: SheetClass; readonly address: string | null }

export type SheetDeps = {
  readonly code: string
  readonly client: Client
  /** Keeps the notes for the next class; null on an address that other boxes share, where the next could read them. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null
}

/** The door sheet's page: the class as the box tells it, the Wi-Fi as the host does. */
export class SheetModel {
  readonly #deps: SheetDeps
  readonly #state = signal<SheetState>({ at: 'looking' })
  readonly #notes

  constructor(deps: SheetDeps) {
    this.#deps = deps
    this.#notes = signal(deps.storage === null ? NO_NOTES : readNotes(deps.storage))
  }

  get state(): ReadonlySignal<SheetState> {
    return this.#state
  }

  get notes(): ReadonlySignal<SheetNotes> {
    return this.#notes
  }

  /** Whether this browser remembers the notes. */
  get keeps(): boolean {
    return this.#deps.storage !== null
  }

  note(change: Partial<SheetNotes>): void {
    this.#notes.value = { ...this.#notes.peek(), ...change }
    if (this.#deps.storage !== null) writeNotes(this.#deps.storage, this.#notes.peek())
  }

  async look(): Promise<void> {
    const { client, code } = this.#deps
    this.#state.value = { at: 'looking' }
    try {
      const [{ classes, addresses }, { title, plan }] = await Promise.all([client.call(studio), client.call(classPlan, { params: { code } })])
      const seconds = plan.items.reduce((sum, item) => sum + item.seconds, 0)
      this.#state.value = {
        at: 'there',
        class: { code: classes.find((one) => one.code === code)?.code ?? code, title, objective: plan.objective, minutes: seconds === 0 ? null : Math.max(1, Math.round(seconds / 60)) },
        address: addresses.find((address) => !/\/\/(?:localhost|127\.)/.test(address)) ?? null,
      }
    } catch (error) {
      if (error instanceof Unreachable || error instanceof Malformed) this.#state.value = { at: 'unreachable' }
      else if (error instanceof Refused) this.#state.value = { at: 'refused', sentence: error instanceof ToldRefusal ? error.sentence : null }
      else throw error
    }
  }
}

/** What its screens see of it. */
export type SheetPart = Pick<SheetModel, 'state' | 'notes' | 'keeps' | 'note' | 'look'>

/** `/host/sheet/K7M4QX`: the code, upper case; null when the page is another one. */
export function codeInSheetPath(path: string): string | null {
  return /^\/host\/sheet\/([A-Za-z0-9-]{1,12})\/?$/.exec(path)?.[1]?.replaceAll('-', '').toUpperCase() ?? null
}
