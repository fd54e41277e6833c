import type { TransportFeedback } from '../rtcp/transport-feedback.ts'
import { PathEstimate } from './path-estimate.ts'
import { Prober } from './prober.ts'
import type { ProbePlan } from './prober.ts'
import { KindRate, SENT, SentLog } from './sent-log.ts'
import type { SentKind } from './sent-log.ts'

/** Of what was sent, the share of the estimate that repeats may take. */
export const REPEAT_SHARE = 0.25
/** Arrival times are counted in 64 ms and 24 bits (transport-wide feedback). */
const ARRIVAL_CYCLE = 2 ** 24 * 64_000
/** Who negotiates transport-wide feedback and sends none by then never will. */
const HEARD_WITHIN = 2_000_000
const CALM_LOSS = 0.1
const CALM_DELAY = 20_000

/**
 * One subscriber's path, by transport-wide feedback: what was sent, what is estimated, and what is tried.
 * Pure: it sends nothing and reads no clock.
 */
export class LinkControl {
  readonly path = new PathEstimate()
  readonly #log = new SentLog()
  readonly #audio = new KindRate(this.#log, SENT.audio)
  readonly #prober = new Prober()
  #isKnown = false
  #isHeard = false
  #firstSentAt: number | undefined
  /** The first number of which nothing was heard. */
  #unheard = 0
  #lastArrival: number | undefined

  /** Notes a packet that leaves now; returns its transport-wide number. */
  number(size: number, kind: SentKind, now: number): number {
    this.#firstSentAt ??= now
    const sequence = this.#log.record(size, kind, this.#prober.id, now)
    if (this.#prober.isSending) this.#prober.onSent(this.#log.sizeOf(this.#log.next - 1), this.#log.next - 1, now)
    return sequence
  }

  /** Returns whether it is to be decided anew what is sent: the estimate was cut, or a probe is judged. */
  onFeedback(feedback: TransportFeedback, now: number): boolean {
    this.#isHeard = true
    const { baseSequence, arrivals } = feedback
    const cutAt = this.path.cutAt
    for (let index = 0; index < arrivals.length; index += 1) {
      const arrival = arrivals[index]
      const number = this.#log.hear((baseSequence + index) & 0xffff, arrival !== undefined)
      if (number < 0) continue
      this.#unheard = Math.max(this.#unheard, number + 1)
      this.#note(number, arrival)
    }
    this.path.onFeedbackEnd(now)
    const isCut = this.path.cutAt !== cutAt
    if (isCut) this.#onCut(now)
    return this.#conclude(now) || isCut
  }

  #note(number: number, arrival: number | undefined): void {
    const sentAt = this.#log.sentAt(number)
    const probe = this.#log.probeOf(number)
    if (arrival === undefined) {
      this.path.onLost(sentAt)
      if (probe !== 0) this.#prober.onLost(probe)
      return
    }
    if (this.#log.wasLost(number)) {
      this.path.onFound(sentAt)
      this.#prober.onFound(probe)
    }
    const bytes = this.#log.sizeOf(number)
    const arrivedAt = this.#unrollArrival(arrival)
    const waited = this.path.onArrived(sentAt, arrivedAt, bytes)
    if (probe !== 0) this.#prober.onArrived(probe, sentAt, arrivedAt, bytes, waited)
  }

  #unrollArrival(arrival: number): number {
    const last = this.#lastArrival ?? arrival
    const unrolled = arrival + Math.round((last - arrival) / ARRIVAL_CYCLE) * ARRIVAL_CYCLE
    this.#lastArrival = unrolled
    return unrolled
  }

  #onCut(now: number): void {
    this.#prober.abort()
    this.#prober.backOff('usual', now)
  }

  #conclude(now: number): boolean {
    const result = this.#prober.conclude(this.#unheard, now)
    if (result && result.rate > 0) {
      this.path.prove(result.rate)
      if (result.passed) this.path.relax()
      else if (result.came !== undefined) this.path.bound(result.came)
      this.#isKnown = true
    }
    return result !== undefined
  }

  /** Every 50 ms, and after feedback with news. `plan` undefined: there is nothing to gain. */
  onTick(plan: ProbePlan | undefined, now: number): void {
    this.#audio.roll(now)
    const cutAt = this.path.cutAt
    this.path.onTick(this.#unheard < this.#log.next ? this.#log.sentAt(this.#unheard) : undefined, now)
    if (this.path.cutAt !== cutAt) this.#onCut(now)
    this.#conclude(now)
    if (plan && this.#isCalm()) this.#prober.begin(plan, now)
  }

  #isCalm(): boolean {
    const { path } = this
    return !path.isDraining && path.queueDelay < CALM_DELAY && path.recentLoss < CALM_LOSS
  }

  /** Padding that is to be sent now, bytes on the wire. */
  paddingDue(now: number): number {
    return this.#prober.due(now)
  }

  get isProbing(): boolean {
    return this.#prober.isSending
  }

  /** Probe after probe passes: the next may prove more in a moment. */
  isRising(now: number): boolean {
    return this.#prober.isChaining(now)
  }

  /** Since it began, no probe has failed. */
  get hasNotFailed(): boolean {
    return !this.#prober.hasFailed
  }

  /** A first probe has proven something. */
  get isKnown(): boolean {
    return this.#isKnown
  }

  /** False once it is clear that the peer sends no such feedback. */
  isUsable(now: number): boolean {
    return this.#isHeard || this.#firstSentAt === undefined || now - this.#firstSentAt < HEARD_WITHIN
  }

  /** Of all sound that is sent, bits per second on the wire. */
  get audioRate(): number {
    return this.#audio.bitsPerSecond
  }

  /** After a long time without a picture: what was proven is old. */
  restart(): void {
    this.#isKnown = false
    this.path.restart()
    this.#prober.restart()
  }
}
