import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import type { Crypto } from '../../../../kernel/crypto.ts'
import type { Client } from '../../../../ui/client.ts'
import { m } from '../../../../words/messages.js'
import { listConsents, showConsent, stateConsentFor } from '../../wire/routes.ts'
import { ALL_REFUSED } from '../../wire/words.ts'
import { noticeOf, type NoticeWords, noticeWords } from '../consent/notice.ts'
import { Asks, refusalSentence } from '../crew/asks.ts'
import { type DeskDraft, EMPTY, saidOf } from './desk-state.ts'

export type Written = z.output<(typeof listConsents)['output']>['consents'][number]
export type DeskView = { readonly title: string; readonly consents: readonly Written[] }

export type DeskState =
  | { readonly at: 'looking' }
  | { readonly at: 'refused'; readonly sentence: string }
  | { readonly at: 'there'; readonly view: DeskView }

export type DeskPart = {
  readonly code: string
  readonly words: NoticeWords
  readonly state: ReadonlySignal<DeskState>
  readonly draft: ReadonlySignal<DeskDraft>
  /** Pressed while something was missing: then it is shown. */
  readonly isPressed: ReadonlySignal<boolean>
  readonly busy: ReadonlySignal<boolean>
  /** Somebody whose every yes is about to be taken back. */
  readonly takingBack: ReadonlySignal<Written | null>
  readonly done: ReadonlySignal<string | null>
  readonly problem: ReadonlySignal<string | null>
  look(): Promise<void>
  change(part: Partial<DeskDraft>): void
  edit(written: Written): void
  clear(): void
  say(): Promise<void>
  askTakeBack(written: Written | null): void
  takeBack(): Promise<void>
  dismiss(): void
}

/**
 * Consent of people without a phone, and of those for whom somebody else answers.
 *
 * 1. What one person said is gone from the form before the next one sees it.
 * 2. Nobody's own word is changed here: the box refuses it, and the page does not offer it.
 */
export class DeskModel implements DeskPart {
  readonly code: string
  readonly words: NoticeWords = noticeWords()
  readonly state: Signal<DeskState> = signal({ at: 'looking' })
  readonly draft: Signal<DeskDraft> = signal(EMPTY)
  readonly isPressed: Signal<boolean> = signal(false)
  readonly takingBack: Signal<Written | null> = signal(null)
  readonly done: Signal<string | null> = signal(null)
  readonly #asks = new Asks()
  readonly #client: Pick<Client, 'call'>
  readonly #crypto: Pick<Crypto, 'sha256'>

  constructor({ code, client, crypto }: { readonly code: string; readonly client: Pick<Client, 'call'>; readonly crypto: Pick<Crypto, 'sha256'> }) {
    this.code = code
    this.#client = client
    this.#crypto = crypto
  }

  get busy(): ReadonlySignal<boolean> {
    return this.#asks.busy
  }

  get problem(): ReadonlySignal<string | null> {
    return this.#asks.problem
  }

  async look(): Promise<void> {
    const params = { code: this.code }
    try {
      const [{ class: { title } }, { consents }] = await Promise.all([this.#client.call(showConsent, { params }), this.#client.call(listConsents, { params })])
      this.state.value = { at: 'there', view: { title, consents } }
    } catch (error) {
      this.state.value = { at: 'refused', sentence: refusalSentence(error) }
    }
  }

  change(part: Partial<DeskDraft>): void {
    this.draft.value = { ...this.draft.peek(), ...part }
    this.done.value = null
  }

  edit({ person, name, guardian, choices }: Written): void {
    this.isPressed.value = false
    this.draft.value = { ...EMPTY, person, name: name ?? '', guardian, choices }
  }

  clear(): void {
    this.isPressed.value = false
    this.draft.value = EMPTY
  }

  async say(): Promise<void> {
    const draft = this.draft.peek()
    const said = saidOf(draft)
    this.isPressed.value = said === null
    if (said === null || this.busy.peek()) return
    if (!await this.#send(said)) return
    this.clear() // 1
    this.done.value = m.privacy_desk_written({ name: said.name })
    await this.look()
  }

  askTakeBack(written: Written | null): void {
    this.takingBack.value = written
  }

  async takeBack(): Promise<void> {
    const written = this.takingBack.peek()
    if (written === null || this.busy.peek()) return
    const name = written.name ?? m.privacy_desk_nameless()
    const isDone = await this.#send({ person: written.person, name, guardian: written.guardian, choices: ALL_REFUSED, contact: null })
    this.takingBack.value = null
    if (!isDone) return
    this.done.value = m.privacy_desk_taken_back({ name })
    await this.look()
  }

  dismiss(): void {
    this.done.value = null
    this.#asks.problem.value = null
  }

  #send(said: NonNullable<ReturnType<typeof saidOf>>): Promise<boolean> {
    return this.#asks.ask(() => this.#client.call(stateConsentFor, { params: { code: this.code }, input: { ...said, notice: noticeOf(this.words, this.#crypto) } }))
  }
}
