import { MICROS_PER_SECOND } from '../sfu/clock.ts'
import { TARGET } from './path-estimate.ts'

/**
 * Finds out whether the path carries more, by sending more for a moment: a *cluster* of packets at a
 * rate above the estimate, padded to it, and a look at how they arrive.
 *
 * Invariants:
 * 1. A cluster that fails queues at most about its bound ({@link QUEUE}) at the rate that was proven before it.
 * 2. The estimate never suppresses a probe: there is always a rate above it to try, and at least one try in every
 *    three seconds while there is a picture to gain.
 * 3. One cluster at a time, and none while a queue empties or packets are lost.
 */
const QUEUE = { first: 40_000, again: 20_000 } as const
const FACTOR = { start: 5, first: 2, again: 1.5 } as const
const LEAST_RATE = 150_000
const LEAST_FACTOR = 1.25
const SPAN = { least: 15_000, most: 200_000 } as const
const LEAST_PACKETS = 6
/** Padding packets on the wire, about; what a cluster's least number of packets amounts to. */
const PADDED_BYTES = 320
/** A little more than what is wanted, since nothing arrives quite as fast as it was sent. */
const BEYOND = 1.08
const CHAIN_AFTER = { start: 0, later: 30_000 } as const
/** After each failure in turn, seconds: without it there is no picture; there would be a better one; there would be room to spare. */
const BACK_OFF = { urgent: [0.5, 1, 2, 3], usual: [1, 2, 3], idle: [15] } as const
const CHAINED_WITHIN = 400_000
const JUDGED_WITHIN = 1_500_000
const ARRIVES_LIKE_SENT = 0.85
const HARDLY_WAITED = 12_000
const LOSS_AT_MOST = 0.15
/** What is lost where nothing had to wait was lost by chance, not by a queue. */
const CHANCE_LOSS = { share: 0.2, packets: 2 } as const

export type ProbePlan = {
  readonly estimate: number
  /** What there is to gain, bits per second. */
  readonly wanted: number
  /** What packets wait now without it, microseconds. */
  readonly queueDelay: number
  /** Nothing is known yet and nobody is shown anything: larger steps. */
  readonly isStart: boolean
  readonly haste: keyof typeof BACK_OFF
}

/** `rate`: proven, bits per second, 0 when nothing was. `came`: what arrived of it, where that tells anything. */
export type ProbeResult = { readonly passed: boolean; readonly rate: number; readonly came: number | undefined }

type Cluster = {
  readonly id: number; readonly plan: ProbePlan; readonly rate: number; readonly startedAt: number; readonly endsAt: number
  sentBytes: number; sentPackets: number; lastSentAt: number; lastNumber: number
  arrived: number; lost: number; bytes: number; firstBytes: number
  firstSent: number; lastSent: number; firstArrived: number; lastArrived: number
  firstWaited: number; mostWaited: number
}

export class Prober {
  #cluster: Cluster | undefined
  #isSending = false
  #nextAt = -Infinity
  #failures = 0
  #saturated = false
  #ids = 0
  #passedAt = -Infinity

  /** Begins a cluster if it is time for one; returns whether it did. */
  begin(plan: ProbePlan, now: number): boolean {
    if (this.#cluster || now < this.#nextAt) return false
    const { estimate } = plan
    const factor = this.#saturated ? FACTOR.again : plan.isStart ? FACTOR.start : FACTOR.first
    const rate = Math.max(LEAST_RATE, LEAST_FACTOR * estimate, Math.min(BEYOND * plan.wanted, factor * estimate))
    const queue = this.#saturated ? QUEUE.again : QUEUE.first
    const bounded = Math.min(SPAN.most, Math.max(SPAN.least, (queue * estimate) / (rate - estimate)))
    const span = Math.max(bounded, (LEAST_PACKETS * PADDED_BYTES * 8 * MICROS_PER_SECOND) / rate)
    this.#ids = (this.#ids % 0xffff) + 1
    this.#isSending = true
    this.#cluster = {
      id: this.#ids, plan, rate, startedAt: now, endsAt: now + span, sentBytes: 0, sentPackets: 0, lastSentAt: now, lastNumber: 0,
      arrived: 0, lost: 0, bytes: 0, firstBytes: 0, firstSent: 0, lastSent: 0, firstArrived: 0, lastArrived: 0, firstWaited: 0, mostWaited: 0,
    }
    return true
  }

  /** Whether a cluster is going out. */
  get isSending(): boolean {
    return this.#isSending
  }

  /** The number of the cluster that packets sent now belong to, 0 when there is none. */
  get id(): number {
    return this.#isSending ? (this.#cluster?.id ?? 0) : 0
  }

  /** `number` counts all packets sent. */
  onSent(wireBytes: number, number: number, now: number): void {
    const cluster = this.#cluster
    if (!cluster || !this.#isSending) return
    cluster.sentBytes += wireBytes
    cluster.sentPackets += 1
    cluster.lastSentAt = now
    cluster.lastNumber = number
  }

  /** Bytes that are missing to the cluster's rate now; the cluster's sending ends when its time is up and enough was sent. */
  due(now: number): number {
    const cluster = this.#cluster
    if (!cluster || !this.#isSending) return 0
    const elapsed = Math.min(now, cluster.endsAt) - cluster.startedAt
    const missing = (cluster.rate * elapsed) / 8 / MICROS_PER_SECOND - cluster.sentBytes
    const isOver = now >= cluster.endsAt && (cluster.sentPackets >= LEAST_PACKETS || now - cluster.endsAt > SPAN.most)
    if (missing > 0 && !isOver) return missing
    if (isOver) this.#isSending = false
    // At its end it lacks packets, however small.
    return now >= cluster.endsAt && !isOver ? 1 : 0
  }

  onArrived(id: number, sentAt: number, arrivedAt: number, wireBytes: number, waited: number): void {
    const cluster = this.#cluster
    if (cluster?.id !== id) return
    if (cluster.arrived === 0) {
      Object.assign(cluster, { firstSent: sentAt, firstArrived: arrivedAt, firstBytes: wireBytes, firstWaited: waited, lastArrived: arrivedAt })
    }
    cluster.arrived += 1
    cluster.bytes += wireBytes
    cluster.lastSent = sentAt
    cluster.lastArrived = Math.max(cluster.lastArrived, arrivedAt)
    cluster.mostWaited = Math.max(cluster.mostWaited, waited)
  }

  onLost(id: number): void {
    if (this.#cluster?.id === id) this.#cluster.lost += 1
  }

  /** One that counted as lost came after all; {@link onArrived} is told too. */
  onFound(id: number): void {
    if (this.#cluster?.id === id) this.#cluster.lost -= 1
  }

  /**
   * After each feedback and every 50 ms: the result of a cluster of which everything was heard that ever will be. `unheard` is the
   * first number of which, and of all after it, nothing was heard; feedback on what lies before may have been lost itself.
   */
  conclude(unheard: number, now: number): ProbeResult | undefined {
    const cluster = this.#cluster
    if (!cluster || this.#isSending) return undefined
    if (unheard <= cluster.lastNumber && now - cluster.lastSentAt < JUDGED_WITHIN) return undefined
    this.#cluster = undefined
    const isUnknown = unheard > cluster.lastNumber && cluster.arrived + cluster.lost < cluster.sentPackets / 2
    // It was not the path that failed: the next may begin at once.
    if (isUnknown) return { passed: false, rate: 0, came: undefined }
    return this.#judge(cluster, now)
  }

  #judge(cluster: Cluster, now: number): ProbeResult {
    const sent = rateOf(cluster, cluster.lastSent - cluster.firstSent)
    // A path that stood still for a moment gives all at once then: its stall counts as waiting, not as speed.
    const stalled = Math.max(0, cluster.firstWaited - cluster.plan.queueDelay)
    const came = rateOf(cluster, cluster.lastArrived - cluster.firstArrived + stalled)
    const rise = cluster.mostWaited - cluster.plan.queueDelay
    const lossless = cluster.lost <= (rise < HARDLY_WAITED
      ? Math.max(CHANCE_LOSS.packets, CHANCE_LOSS.share * cluster.sentPackets) : Math.max(1, LOSS_AT_MOST * cluster.sentPackets))
    const flowed = rise < HARDLY_WAITED || (came > ARRIVES_LIKE_SENT * sent && rise < 1.2 * TARGET)
    const enough = cluster.arrived >= LEAST_PACKETS - CHANCE_LOSS.packets
    if (lossless && flowed && enough) {
      this.#nextAt = now + (cluster.plan.isStart ? CHAIN_AFTER.start : CHAIN_AFTER.later)
      // After failures one pass may be luck: the next step is a careful one too.
      this.#saturated = this.#failures > 0
      this.#failures = 0
      this.#passedAt = now
      return { passed: true, rate: Math.min(cluster.rate, sent), came }
    }
    this.backOff(cluster.plan.haste, now)
    const tells = enough && lossless
    return { passed: false, rate: tells ? Math.min(0.9 * came, cluster.rate) : 0, came: tells ? came : undefined }
  }

  /** A cluster failed, or the path just proved to carry less: waits, longer after each failure. */
  backOff(haste: keyof typeof BACK_OFF, now: number): void {
    const steps = BACK_OFF[haste]
    const wait = (steps[Math.min(this.#failures, steps.length - 1)] ?? 0) * MICROS_PER_SECOND
    this.#failures += 1
    this.#saturated = true
    // Spread by a tenth each way without chance, so that subscribers of one access point do not try together.
    this.#nextAt = now + wait * (0.9 + 0.2 * ((this.#ids * 0.618) % 1))
  }

  /** Gives up what is going out: a queue stands. */
  abort(): void {
    this.#isSending = false
    this.#cluster = undefined
  }

  /** Begins anew, as at the start. */
  restart(): void {
    this.abort()
    this.#nextAt = -Infinity
    this.#failures = 0
    this.#saturated = false
  }

  get hasFailed(): boolean {
    return this.#failures > 0
  }

  /** One passed a moment ago and none has failed since. */
  isChaining(now: number): boolean {
    return this.#failures === 0 && now - this.#passedAt < CHAINED_WITHIN
  }
}

/** Bits per second of all but the first packet over the time they took. Within a millisecond nothing can be told but that it was fast. */
function rateOf(cluster: Cluster, span: number): number {
  return ((cluster.bytes - cluster.firstBytes) * 8 * MICROS_PER_SECOND) / Math.max(1000, span)
}
