import { type ReadonlySignal, signal } from '@preact/signals'
import { z } from 'zod/mini'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed } from '../../../../kernel/failures.ts'
import { classKey, signStatement } from '../../../../kernel/statement.ts'
import { WallTime } from '../../../../kernel/time.ts'
import { type Client, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { showConsent, stateConsent } from '../../wire/routes.ts'
import type { Purpose } from '../../wire/words.ts'
import { choicesOf, type ConsentEvent, type ConsentState, type ConsentTold, type Fault, missingOf, START, step } from './consent-state.ts'
import { noticeOf, type NoticeWords, noticeWords } from './notice.ts'

export type ConsentDeps = {
  readonly code: string
  readonly client: Pick<Client, 'call' | 'signed'>
  /** The device's own; what is signed with is made from it for this class alone. */
  readonly secretKey: Uint8Array
  readonly crypto: Pick<Crypto, 'ed25519' | 'sha256'>
  /** Milliseconds since 1970. */
  readonly wallMs: () => number
}

/** What the form's parts can do. */
export type ConsentActs = {
  look(): Promise<void>
  choose(purpose: Purpose, yes: boolean): void
  chooseAll(yes: boolean): void
  name(name: string): void
  contact(contact: string): void
  open(): void
  leave(): void
  say(): Promise<void>
}
export type ConsentPart = ConsentActs & { readonly state: ReadonlySignal<ConsentState>; readonly words: NoticeWords }

/** One person's consent in one class: what the box knows of it, and what they say. */
export class ConsentDesk implements ConsentPart {
  readonly words = noticeWords()
  readonly #deps: ConsentDeps
  readonly #state = signal<ConsentState>(START)

  constructor(deps: ConsentDeps) {
    this.#deps = deps
  }

  get state(): ReadonlySignal<ConsentState> {
    return this.#state
  }

  async look(): Promise<void> {
    this.#tell({ type: 'looking' })
    try {
      this.#tell({ type: 'looked', told: await this.#ask() })
    } catch (error) {
      this.#tell({ type: 'failed', fault: faultOf(error) })
    }
  }

  choose(purpose: Purpose, yes: boolean): void {
    this.#tell({ type: 'chosen', purpose, yes })
  }

  chooseAll(yes: boolean): void {
    this.#tell({ type: 'all-chosen', yes })
  }

  name(name: string): void {
    this.#tell({ type: 'named', name })
  }

  contact(contact: string): void {
    this.#tell({ type: 'contact-given', contact })
  }

  open(): void {
    this.#tell({ type: 'opened' })
  }

  leave(): void {
    this.#tell({ type: 'left' })
  }

  /** Signs what is filled in and brings it to the box; nothing where an answer is missing. */
  async say(): Promise<void> {
    const { draft, isSaying, told } = this.#state.peek()
    const choices = choicesOf(draft)
    this.#tell({ type: 'pressed' })
    if (told === null || isSaying || choices === null || missingOf(draft, told.mine).contact) return
    this.#tell({ type: 'saying' })
    try {
      const { client, code, crypto, secretKey } = this.#deps
      const notice = noticeOf(this.words, crypto)
      const { id } = told.class
      const statement = signStatement({ kind: 'consent', class: id, at: this.#at(told), said: { choices, notice } }, classKey(secretKey, id, crypto), crypto)
      const name = choices.answers ? orNull(draft.name) : null
      const contact = choices.contact ? orNull(draft.contact) : null
      const { mine } = await client.call(stateConsent, { params: { code }, input: { choices, notice, statement, name, contact } })
      this.#tell({ type: 'said', mine })
    } catch (error) {
      this.#tell({ type: 'failed', fault: faultOf(error) })
    }
  }

  /** Signed although anybody may ask: the box then knows what this device said. */
  async #ask(): Promise<ConsentTold> {
    const { client, code } = this.#deps
    const { text } = await client.signed({ method: 'GET', path: showConsent.path.replace(':code', encodeURIComponent(code)) })
    try {
      return showConsent.output.parse(JSON.parse(text))
    } catch (cause) {
      throw new Malformed('answer to show-consent', { cause })
    }
  }

  /** By this device's clock, and later than what was said before, also when the clock was set back. */
  #at({ mine }: ConsentTold): WallTime {
    return z.parse(WallTime, Math.max(Math.round(this.#deps.wallMs()), (mine?.at ?? 0) + 1))
  }

  #tell(event: ConsentEvent): void {
    this.#state.value = step(this.#state.peek(), event)
  }
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

/** What does not come from the box, nor from the way there, is a defect. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ToldRefusal) return { type: 'refused', code: error.code, sentence: error.sentence }
  if (error instanceof Unreachable || error instanceof Malformed) return { type: 'unreachable' }
  throw error
}
