import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { z } from 'zod/mini'
import { Refused } from '../../../../kernel/failures.ts'
import type { ClaimId } from '../../../../kernel/ids.ts'
import type { Client } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { m } from '../../../../words/messages.js'
import { decideClaim, listClaims, openClaim } from '../../wire/routes.ts'
import type { ReviewedClaim } from '../../wire/words.ts'
import { Asks, refusalSentence } from '../crew/asks.ts'
import { type PlaySpan, type SpanPart, SpanVisit } from '../crew/span-visit.ts'
import { claimAt, decisionOf, type Draft, inOrder, startDraft } from './queue.ts'

export type Queue = z.output<(typeof listClaims)['output']>

export type ReviewState =
  | { readonly at: 'looking' }
  | { readonly at: 'refused'; readonly sentence: string }
  | { readonly at: 'queue'; readonly queue: Queue }

/** `sure`: the second step, before what cannot be undone. */
export type Step = 'choosing' | 'sure' | 'working'

/** Others may decide meanwhile, and new claims come in. */
const AGAIN_MS = 10_000

export type ReviewDeps = { readonly client: Pick<Client, 'call'>; readonly code: string; readonly timers: Timers; readonly play: PlaySpan }

/** What the page draws, and what is done on it. */
export type ReviewPart = {
  readonly code: string
  readonly state: ReadonlySignal<ReviewState>
  readonly open: ReadonlySignal<ClaimId | null>
  readonly draft: ReadonlySignal<Draft>
  readonly step: ReadonlySignal<Step>
  /** A sentence that is no refusal: somebody else was quicker. */
  readonly notice: ReadonlySignal<string | null>
  readonly problem: ReadonlySignal<string | null>
  look(): Promise<void>
  choose(claim: ClaimId): void
  change(part: Partial<Draft>): void
  goOn(): void
  goBack(): void
  dismiss(): void
  visitOf(claim: ReviewedClaim): SpanPart
}

/**
 * 1. What was typed for one claim is never sent for another.
 * 2. A claim that somebody else decided while it was open here says so, and takes no second decision.
 * 3. While a span is being destroyed nothing else is asked of the box, and nobody is told it is done before the box says so.
 */
export class ReviewModel implements ReviewPart {
  readonly code: string
  readonly state: Signal<ReviewState> = signal({ at: 'looking' })
  readonly open: Signal<ClaimId | null> = signal(null)
  readonly draft: Signal<Draft> = signal(startDraft())
  readonly step: Signal<Step> = signal('choosing')
  readonly notice: Signal<string | null> = signal(null)
  readonly #asks = new Asks()
  readonly #deps: ReviewDeps
  #turn = 0
  #visit: { readonly key: string; readonly visit: SpanVisit } | null = null

  constructor(deps: ReviewDeps) {
    this.code = deps.code
    this.#deps = deps
  }

  get problem(): ReadonlySignal<string | null> {
    return this.#asks.problem
  }

  /** Now, and every few seconds after. */
  follow(): void {
    void this.#lookAgain().then(() => this.#deps.timers.after(AGAIN_MS, () => this.follow()))
  }

  async look(): Promise<void> {
    const turn = ++this.#turn
    try {
      const queue = await this.#deps.client.call(listClaims, { params: { code: this.code } })
      // An answer from before a decision knows nothing of it.
      if (turn === this.#turn) this.#show(queue)
    } catch (error) {
      const sentence = refusalSentence(error)
      // What was read a moment ago is worth more than a sentence about the link.
      if (this.state.peek().at !== 'queue' || error instanceof Refused) this.state.value = { at: 'refused', sentence }
    }
  }

  choose(claim: ClaimId): void {
    if (claim === this.open.peek() || this.step.peek() === 'working') return
    this.#openClaim(claim)
    this.notice.value = null
  }

  change(part: Partial<Draft>): void {
    this.draft.value = { ...this.draft.peek(), ...part }
  }

  /** Towards the decision: at once for what changes nothing, by a second step for what cannot be undone. */
  goOn(): void {
    const claim = this.#current()
    if (claim === null) return
    const decision = decisionOf(this.draft.peek(), claim.remove)
    if ('missing' in decision) return
    if (decision.remove !== null && this.step.peek() === 'choosing') this.step.value = 'sure'
    else void this.#decide(claim.id, decision)
  }

  goBack(): void {
    if (this.step.peek() === 'sure') this.step.value = 'choosing'
  }

  dismiss(): void {
    this.notice.value = null
    this.#asks.problem.value = null
  }

  /** What stands at the claim's span now: another stream once it was replaced. */
  visitOf(claim: ReviewedClaim): SpanPart {
    const key = `${claim.id} ${claim.state}`
    if (this.#visit?.key === key) return this.#visit.visit
    const { client, play } = this.#deps
    const visit = new SpanVisit(play, () => client.call(openClaim, { params: { code: this.code, claim: claim.id } }))
    this.#visit = { key, visit }
    return visit
  }

  async #decide(claim: ClaimId, input: { remove: ReviewedClaim['remove'] | null; means: 'silence' | 'tone'; note: string }): Promise<void> {
    if (this.step.peek() === 'working') return
    this.step.value = 'working'
    this.#turn++
    let isLate = false
    const isDone = await this.#asks.ask(async () => {
      try {
        const { claim: decided } = await this.#deps.client.call(decideClaim, { params: { code: this.code, claim }, input })
        this.#replace(decided)
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'CLAIM_DECIDED') throw error
        isLate = true
      }
    })
    this.step.value = 'choosing'
    if (isLate) this.notice.value = m.privacy_review_somebody_else()
    if (isDone && !isLate) this.draft.value = startDraft()
    // Also after a refusal or no answer: what the box did is what it says now.
    if (isLate || !isDone) await this.look()
  }

  async #lookAgain(): Promise<void> {
    if (this.step.peek() !== 'working') await this.look() // 3
  }

  #show(queue: Queue): void {
    const before = this.#current()
    const claims = inOrder(queue.claims)
    this.state.value = { at: 'queue', queue: { ...queue, claims } }
    const now = claimAt(claims, this.open.peek())
    if (now?.id !== this.open.peek()) return this.#openClaim(now?.id ?? null)
    if (before?.state !== 'waiting' || now === null || now.state === 'waiting') return
    this.step.value = 'choosing'
    this.notice.value = now.state === 'taken-back' ? m.privacy_review_taken_back_meanwhile() : m.privacy_review_somebody_else() // 2
  }

  #openClaim(claim: ClaimId | null): void {
    this.open.value = claim
    this.step.value = 'choosing'
    this.draft.value = startDraft() // 1
  }

  #replace(claim: ReviewedClaim): void {
    const state = this.state.peek()
    if (state.at !== 'queue') return
    const claims = inOrder(state.queue.claims.map((one) => (one.id === claim.id ? claim : one)))
    this.state.value = { at: 'queue', queue: { ...state.queue, claims } }
  }

  #current(): ReviewedClaim | null {
    const state = this.state.peek()
    return state.at === 'queue' ? state.queue.claims.find(({ id }) => id === this.open.peek()) ?? null : null
  }
}
