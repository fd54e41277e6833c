import { type ReadonlySignal, signal } from '@preact/signals'
import { setRecording, showRecording } from '../../features/capture/wire/routes.ts'
import type { RemovalDesk, RemovalState } from '../../features/live/screens/tour/removal.ts'
import { decideClaim, listClaims, makeClaim, stateConsentFor } from '../../features/privacy/wire/routes.ts'
import { ALL_REFUSED } from '../../features/privacy/wire/words.ts'
import { base64url, utf8 } from '../../kernel/bytes.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { newId } from '../../kernel/ids.ts'
import type { ClaimId } from '../../kernel/ids.ts'
import type { WallTime } from '../../kernel/time.ts'
import type { Client } from '../../ui/client.ts'
import { pageLanguage } from '../../ui/language.ts'
import { m } from '../../words/messages.js'

/** So that something stands before what is removed. */
const ENOUGH_SECONDS = 8
const REMOVED_MS = 3000
/** What is being sealed, and the segment that is still open. */
const NOT_KEPT_YET_MS = 4000
const LOOK_MS = 700
/** A small box that starts its recorder needs a few seconds; beyond half a minute something is wrong. */
const LOOKS_AT_MOST = 45

/** The tour's stop about removal, over the doors that a studio uses: recorder, desk and reviewer in one. */
export class SampleRemoval implements RemovalDesk {
  readonly #client: Client
  readonly #crypto: Pick<Crypto, 'randomBytes' | 'sha256'>
  readonly #state = signal<RemovalState>({ at: 'before' })
  #claim: ClaimId | undefined

  constructor(client: Client, crypto: Pick<Crypto, 'randomBytes' | 'sha256'>) {
    this.#client = client
    this.#crypto = crypto
  }

  get state(): ReadonlySignal<RemovalState> {
    return this.#state
  }

  async record(code: string): Promise<void> {
    const params = { code }
    await this.#client.call(setRecording, { params, input: { on: true } })
    this.#state.value = { at: 'recording', seconds: 0 }
    for (let looks = 0; looks < LOOKS_AT_MOST; looks++) {
      const { recording } = await this.#client.call(showRecording, { params })
      if (recording.seconds >= ENOUGH_SECONDS) {
        this.#state.value = { at: 'recorded' }
        return
      }
      this.#state.value = { at: 'recording', seconds: Math.floor(recording.seconds) }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
    this.#state.value = { at: 'before' }
    throw new Error('nothing of the sample class was kept')
  }

  /** Written down by the host for a learner without a device of their own here, as at a desk. */
  async ask(code: string, name: string): Promise<void> {
    const params = { code }
    const notice = { sha256: base64url(this.#crypto.sha256(utf8(m.tour_removal_why()))), language: pageLanguage() }
    const { consent } = await this.#client.call(stateConsentFor, { params, input: { person: null, name, guardian: null, choices: ALL_REFUSED, notice, contact: null } })
    const { classSpan } = await this.#client.call(listClaims, { params })
    if (!classSpan) throw new Error('a class on the record without its time')
    const to = (classSpan.to - NOT_KEPT_YET_MS) as WallTime
    const claim = newId('clm', this.#crypto)
    await this.#client.call(makeClaim, {
      params,
      input: { claim, span: { from: (to - REMOVED_MS) as WallTime, to }, remove: { sound: true, picture: true, text: false }, reason: m.tour_removal_said(), statement: null, person: consent.person },
    })
    this.#claim = claim
    this.#state.value = { at: 'asked' }
  }

  async remove(code: string): Promise<void> {
    if (this.#claim === undefined) return
    this.#state.value = { at: 'removing' }
    const began = performance.now()
    try {
      await this.#client.call(decideClaim, { params: { code, claim: this.#claim }, input: { remove: { sound: true, picture: true, text: false }, means: 'silence', note: '' } })
      this.#state.value = { at: 'removed', ms: performance.now() - began }
    } catch (error) {
      this.#state.value = { at: 'asked' }
      throw error
    }
  }
}
