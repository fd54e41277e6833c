import { MICROS_PER_SECOND } from '../sfu/clock.ts'
import { WindowedMinimum } from '../sfu/stream-clock.ts'
import { LossWindow } from './loss-window.ts'
import { ReceivedRate } from './received-rate.ts'

/**
 * What the path to one subscriber carries, from when its packets left and when they arrived
 * (transport-wide feedback). It steers for a *delay target*: packets may wait {@link TARGET} in the
 * bottleneck's queue, not more.
 *
 * Invariants:
 * 1. A cut goes to a rate measured while a queue stood, never to one that was low because little was sent.
 * 2. One cut for one flight: delay and loss of packets sent before a cut never cut again.
 * 3. A single gap, however long, is an outage and no congestion; loss counts only beyond chance.
 * 4. It grows by itself only while it is used; any other growth was proven by packets that arrived.
 * 5. After a cut the queue is emptied first (`drain`).
 * 6. When nothing is heard though packets are under way, it halves, again and again.
 */

/** The queueing delay aimed at. Sound is played 40 ms late by any player, so this is hardly heard. */
export const TARGET = 40_000
/** A cut goes this far below what came out, so that the queue shrinks. */
const BELOW = 0.85
const GROWTH_PER_SECOND = 0.08
/** Grows only when so much of it is in use. */
const USED = 0.7
const LOSS = { none: 0.07, high: 0.1, severe: 0.3 } as const
/** A machine that stalls looks like congestion; near the floor one stall must not take everything. */
const STEEPEST_BELOW = { rate: 400_000, step: 0.6 } as const
const SILENCE = 700_000
/** With sound alone a queue empties a little slower than it was long; waiting to hear of it would take a feedback longer. */
const DRAINS_ALONE = 1.2
const DRAIN_AT_MOST = 5 * MICROS_PER_SECOND
/** A queue that stood at a cut is still heard of for so long, and for as long as it was. */
const ONE_FLIGHT = 400_000
/**
 * What a pace may exceed the estimate by: a little at first, more while bursts pass without a queue. Where a queue overflowed
 * it stays below, until a probe has passed: what is sent too fast there is lost, and sent again, and lost.
 */
const PACE = { least: 1.3, afterLoss: 0.9, most: 8, step: 1.1 } as const
/** So many packets at once say whether a pace passes; fewer pass at any. */
const BURST = { packets: 5, within: 10_000 } as const
const BASE_WINDOW = 15 * MICROS_PER_SECOND

export const START_RATE = 120_000
export const LEAST_RATE = 40_000
export const MOST_RATE = 20_000_000

/** What the packets of one feedback message say. */
type Evidence = { count: number; least: number; most: number; last: number; newestSent: number; burst: number }
const noEvidence = (): Evidence => ({ count: 0, least: Infinity, most: 0, last: 0, newestSent: -Infinity, burst: 0 })

export class PathEstimate {
  readonly received = new ReceivedRate()
  readonly #loss = new LossWindow()
  readonly #leastTransit = new WindowedMinimum(BASE_WINDOW)
  #rate = START_RATE
  #evidence = noEvidence()
  #before = noEvidence()
  #queueDelay = 0
  #cutAt = -Infinity
  #flight = 0
  /** What growth by itself does not pass: a probe found no more. */
  #ceiling = Infinity
  #drain: { readonly since: number; readonly resumeAt: number } | undefined
  #grownAt: number | undefined
  #heardAt = -Infinity
  #silentSince = -Infinity
  #pace: number = PACE.least
  #leastPace: number = PACE.least
  #burst = 0
  #burstAt = -Infinity
  #cutBy: 'link' | 'loss' = 'link'

  /** A packet that arrived, in the order of sending; `arrivedAt` is on the receiver's clock. Returns its queueing delay, microseconds. */
  onArrived(sentAt: number, arrivedAt: number, bytes: number): number {
    const transit = arrivedAt - sentAt
    this.#leastTransit.add(transit, sentAt)
    const waited = Math.max(0, transit - this.#leastTransit.value)
    this.received.add(arrivedAt, bytes, waited)
    this.#queueDelay = waited
    if (sentAt <= this.#cutAt) return waited
    this.#loss.add(sentAt, false)
    const evidence = this.#evidence
    evidence.count += 1
    evidence.least = Math.min(evidence.least, waited)
    evidence.most = Math.max(evidence.most, waited)
    evidence.last = waited
    evidence.newestSent = sentAt
    this.#burst = sentAt - this.#burstAt < BURST.within ? this.#burst + 1 : 1
    if (this.#burst === 1) this.#burstAt = sentAt
    evidence.burst = Math.max(evidence.burst, this.#burst)
    return waited
  }

  onLost(sentAt: number): void {
    if (sentAt <= this.#cutAt) return
    this.#loss.add(sentAt, true)
    this.#evidence.newestSent = Math.max(this.#evidence.newestSent, sentAt)
  }

  /** It counted as lost, and was only overtaken. */
  onFound(sentAt: number): void {
    if (sentAt > this.#cutAt) this.#loss.take(sentAt)
  }

  /** The end of one feedback message: everything it said was told. */
  onFeedbackEnd(now: number): void {
    this.#heardAt = now
    const { newestSent } = this.#evidence
    if (newestSent > -Infinity) {
      const lost = this.#loss.share(newestSent)
      if (this.#isOver() && now - this.#cutAt > this.#flight) this.#cutForDelay(now)
      else if (lost.sure > LOSS.high) this.#cutForLoss(lost.seen, now)
      else this.#grow(lost.seen, now)
      this.#adaptPace()
    }
    if (this.#drain && (this.#queueDelay < TARGET / 2 || now - this.#drain.since > DRAIN_AT_MOST)) this.#drain = undefined
    this.#before = this.#evidence
    this.#evidence = noEvidence()
  }

  /** A standing queue over two messages, or one that is high already and rising. */
  #isOver(): boolean {
    const [evidence, before] = [this.#evidence, this.#before]
    if (evidence.count === 0) return false
    const stands = evidence.least > TARGET && before.least > TARGET && before.count > 0 && evidence.least >= before.least * 0.9
    return stands || (evidence.last > 3 * TARGET && evidence.last > before.last && evidence.last >= evidence.least)
  }

  #cutForDelay(now: number): void {
    const proven = this.received.busy()
    this.#cutTo(BELOW * (proven ?? this.#rate), 'link', now)
    this.#flight = ONE_FLIGHT + this.#queueDelay
    this.#drain = { since: now, resumeAt: now + DRAINS_ALONE * Math.max(0, this.#queueDelay - 2 * TARGET) }
  }

  #cutForLoss(share: number, now: number): void {
    const proven = share > LOSS.severe ? (this.received.busy() ?? this.received.over(300_000)) : undefined
    this.#cutTo(Math.min(this.#rate * (1 - share / 2), BELOW * (proven ?? Infinity)), 'loss', now)
  }

  #cutTo(rate: number, by: 'link' | 'loss', now: number): void {
    const least = this.#rate < STEEPEST_BELOW.rate ? this.#rate * STEEPEST_BELOW.step : LEAST_RATE
    this.#rate = Math.min(this.#rate, Math.max(least, rate, LEAST_RATE))
    this.#cutBy = by
    this.#cutAt = now
    if (by === 'loss') this.#leastPace = PACE.afterLoss
    this.#pace = this.#leastPace
    this.#grownAt = undefined
    this.#loss.clear()
    this.received.begin()
  }

  #grow(lost: number, now: number): void {
    const passed = now - (this.#grownAt ?? now)
    this.#grownAt = now
    if (this.#drain || this.#evidence.least > TARGET / 2 || lost > LOSS.none) return
    const arrived = this.received.over(MICROS_PER_SECOND) ?? 0
    const grown = this.#rate * (1 + GROWTH_PER_SECOND * Math.min(1, passed / MICROS_PER_SECOND))
    if (arrived > USED * this.#rate) this.#rate = Math.max(this.#rate, Math.min(grown, this.#ceiling))
    this.prove(0.95 * arrived)
  }

  #adaptPace(): void {
    if (this.#evidence.most > TARGET) this.#pace = this.#leastPace
    else if (this.#evidence.most < TARGET / 2 && this.#evidence.burst >= BURST.packets) this.#pace = Math.min(PACE.most, this.#pace * PACE.step)
  }

  /** A probe has failed: so much came of it, and more is not to be had. */
  bound(rate: number): void {
    this.#ceiling = Math.max(this.#rate, rate)
  }

  /** A probe has passed: there is room for bursts again. */
  relax(): void {
    this.#ceiling = Infinity
    this.#leastPace = PACE.least
    this.#pace = Math.max(this.#pace, PACE.least)
  }

  /** So much has passed: the estimate is at least that. */
  prove(rate: number): void {
    this.#rate = Math.min(MOST_RATE, Math.max(this.#rate, rate))
  }

  /** Every 50 ms or so; `waitingSince` is when the oldest packet left of which nothing was heard, undefined when there is none. */
  onTick(waitingSince: number | undefined, now: number): void {
    if (waitingSince === undefined) return
    const since = Math.max(waitingSince, this.#heardAt, this.#silentSince)
    if (now - since < SILENCE) return
    this.#silentSince = now
    this.#cutTo(this.#rate / 2, 'link', now)
  }

  /** Forgets what was so, as after a long time without a picture. */
  restart(): void {
    this.#rate = Math.min(this.#rate, START_RATE)
    this.relax()
    this.#drain = undefined
    this.#grownAt = undefined
  }

  get bitsPerSecond(): number {
    return this.#rate
  }

  /** What the last cut was for. */
  get cutBy(): 'link' | 'loss' {
    return this.#cutBy
  }

  get cutAt(): number {
    return this.#cutAt
  }

  /** Of the packet last heard of, microseconds. */
  get queueDelay(): number {
    return this.#queueDelay
  }

  get isDraining(): boolean {
    return this.#drain !== undefined
  }

  /** What was lost lately beyond chance. */
  get recentLoss(): number {
    return this.#loss.share(this.#before.newestSent).sure
  }

  /** What may be sent now of all kinds together, bits per second: nothing while a queue must empty. */
  pace(now: number): number {
    if (!this.#drain) return this.#pace * this.#rate
    return now < this.#drain.resumeAt ? 0 : Math.min(1, this.#pace) * this.#rate
  }
}
