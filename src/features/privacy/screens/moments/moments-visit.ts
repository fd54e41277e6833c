import { type ReadonlySignal, signal } from '@preact/signals'
import { z } from 'zod/mini'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { type ClassId, type ClaimId, newId } from '../../../../kernel/ids.ts'
import { classKey, signStatement } from '../../../../kernel/statement.ts'
import { WallTime } from '../../../../kernel/time.ts'
import type { Client } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { makeClaim, openMoment, showConsent, showMoments, takeClaimBack } from '../../wire/routes.ts'
import type { Removal, Span } from '../../wire/words.ts'
import { faultOf } from '../consent/consent-desk.ts'
import { type PlaySpan, type SpanPart, SpanVisit } from '../crew/span-visit.ts'
import { type ClaimDraft, missingOf, type MomentsState, type MomentsTold, sameSpan, startDraft } from './moments-state.ts'

export type MomentsDeps = {
  readonly code: string
  readonly client: Pick<Client, 'call'>
  readonly secretKey: Uint8Array
  readonly crypto: Pick<Crypto, 'ed25519' | 'sha256' | 'randomBytes'>
  /** Milliseconds since 1970. */
  readonly wallMs: () => number
  readonly timers: Timers
  readonly play: PlaySpan
}

/** What the page's parts can do. */
export type MomentsPart = {
  readonly state: ReadonlySignal<MomentsState>
  /** The span that plays, and its player. */
  readonly playing: ReadonlySignal<{ readonly span: Span; readonly visit: SpanPart } | null>
  look(): Promise<void>
  play(span: Span): void
  stop(): void
  ask(span: Span): void
  remove(remove: Removal): void
  reason(reason: string): void
  leave(): void
  claim(): Promise<void>
  takeBack(claim: ClaimId): Promise<void>
}

/** While somebody decides, the page asks again this often. */
const LOOK_AGAIN_MS = 15_000

/** One person's visit of where they appear in a class, and what they ask for. */
export class MomentsVisit implements MomentsPart {
  readonly #deps: MomentsDeps
  readonly #state = signal<MomentsState>({ at: 'looking' })
  readonly #playing = signal<{ readonly span: Span; readonly visit: SpanPart } | null>(null)
  #classId: ClassId | null = null
  /** Of what is being asked for: the same when it is sent once more, so that nobody asks twice. */
  #claimId: ClaimId | null = null
  #callOff: (() => void) | undefined

  constructor(deps: MomentsDeps) {
    this.#deps = deps
  }

  get state(): ReadonlySignal<MomentsState> {
    return this.#state
  }

  get playing(): MomentsPart['playing'] {
    return this.#playing
  }

  async look(): Promise<void> {
    this.#callOff?.()
    const { client, code } = this.#deps
    if (this.#state.peek().at === 'failed') this.#state.value = { at: 'looking' }
    try {
      const [told, { class: { id } }] = await Promise.all([client.call(showMoments, { params: { code } }), client.call(showConsent, { params: { code } })])
      this.#classId = id
      const known = this.#state.peek()
      this.#state.value = { at: 'there', told, draft: known.at === 'there' ? known.draft : null, fault: null }
    } catch (error) {
      const fault = faultOf(error)
      const known = this.#state.peek()
      this.#state.value = known.at === 'there' ? { ...known, fault } : { at: 'failed', fault }
    }
    this.#lookAgain()
  }

  play(span: Span): void {
    const { client, code, play } = this.#deps
    this.#playing.value = { span, visit: new SpanVisit(play, () => client.call(openMoment, { params: { code }, input: span })) }
  }

  stop(): void {
    this.#playing.value = null
  }

  ask(span: Span): void {
    this.#claimId = null
    this.#change({ draft: startDraft(span), fault: null })
  }

  remove(remove: Removal): void {
    this.#claimId = null
    this.#draft({ remove })
  }

  reason(reason: string): void {
    this.#claimId = null
    this.#draft({ reason })
  }

  leave(): void {
    this.#change({ draft: null })
  }

  /** Signs what is asked for and brings it to the box; nothing where something is missing. */
  async claim(): Promise<void> {
    const known = this.#state.peek()
    if (known.at !== 'there' || known.draft === null || known.draft.isSending) return
    const { span, remove, reason } = known.draft
    const missing = missingOf(known.draft)
    const classId = this.#classId
    this.#draft({ isPressed: true })
    if (missing.what || missing.reason || classId === null) return
    this.#draft({ isSending: true, fault: null })
    try {
      const { client, code, crypto, secretKey, wallMs } = this.#deps
      const claim = (this.#claimId ??= newId('clm', crypto))
      const at = z.parse(WallTime, Math.round(wallMs()))
      const statement = signStatement({ kind: 'claim', class: classId, at, said: { claim, span, remove } }, classKey(secretKey, classId, crypto), crypto)
      const made = await client.call(makeClaim, { params: { code }, input: { claim, span, remove, reason: reason.trim(), statement, person: null } })
      this.#told((told) => ({ ...told, claims: [...told.claims, made.claim] }))
      this.#change({ draft: null })
      this.#lookAgain()
    } catch (error) {
      this.#draft({ isSending: false, fault: faultOf(error) })
    }
  }

  async takeBack(claim: ClaimId): Promise<void> {
    const { client, code } = this.#deps
    try {
      const back = await client.call(takeClaimBack, { params: { code, claim } })
      this.#told((told) => ({ ...told, claims: told.claims.map((one) => (one.id === claim ? back.claim : one)) }))
    } catch (error) {
      this.#change({ fault: faultOf(error) })
      // Somebody may have decided meanwhile.
      await this.#quietly()
    }
  }

  end(): void {
    this.#callOff?.()
  }

  async #quietly(): Promise<void> {
    const known = this.#state.peek()
    const fault = known.at === 'there' ? known.fault : null
    await this.look()
    if (fault !== null) this.#change({ fault })
  }

  #lookAgain(): void {
    this.#callOff?.()
    const known = this.#state.peek()
    if (known.at !== 'there' || !known.told.claims.some(({ state }) => state === 'waiting')) return
    this.#callOff = this.#deps.timers.after(LOOK_AGAIN_MS, () => void this.look())
  }

  #told(change: (told: MomentsTold) => MomentsTold): void {
    const known = this.#state.peek()
    if (known.at === 'there') this.#state.value = { ...known, told: change(known.told) }
  }

  #draft(part: Partial<ClaimDraft>): void {
    const known = this.#state.peek()
    if (known.at === 'there' && known.draft !== null) this.#state.value = { ...known, draft: { ...known.draft, ...part } }
  }

  #change(part: Partial<Omit<Extract<MomentsState, { at: 'there' }>, 'at'>>): void {
    const known = this.#state.peek()
    if (known.at === 'there') this.#state.value = { ...known, ...part }
  }
}

/** Whether this is what plays. */
export function isPlaying(playing: { readonly span: Span } | null, span: Span): boolean {
  return playing !== null && sameSpan(playing.span, span)
}
