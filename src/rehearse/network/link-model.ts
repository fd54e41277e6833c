import type { Random } from './random.ts'

/** IPv4 and UDP headers, which a rate limit counts and a socket does not show. */
export const UDP_OVERHEAD_BYTES = 28

/**
 * Losses that come in bursts (Gilbert–Elliott): a chain of a good and a bad state, moved once per
 * packet. `enter` and `leave` are the chances of going to and from the bad state, `loss` the chance
 * that a packet is lost in it. Mean loss is `loss * enter / (enter + leave)`.
 */
export type BurstLoss = { readonly enter: number; readonly leave: number; readonly loss: number }

/** One direction of a path. Times are in microseconds. */
export type LinkConditions = {
  readonly delay: number
  /** Added to the delay of each packet, evenly spread over 0 to this. */
  readonly jitter: number
  /** May a later packet overtake an earlier one when jitter says so? */
  readonly reorders: boolean
  /** Chance of losing each packet, independent of all others. */
  readonly loss: number
  readonly burst: BurstLoss | undefined
  /** Bits per second of the bottleneck, headers included. */
  readonly rate: number | undefined
  /** What waits for the bottleneck, in bytes, headers included; a packet that does not fit is dropped. */
  readonly queueBytes: number
}

export const CLEAN_LINK: LinkConditions = {
  delay: 0, jitter: 0, reorders: false, loss: 0, burst: undefined, rate: undefined, queueBytes: 64 * 1024,
}

export type LinkCounts = {
  readonly offered: number
  readonly delivered: number
  /** Lost at random or in a burst. */
  readonly lost: number
  /** Dropped because the queue was full. */
  readonly overflowed: number
  /** Still in the queue or on the way. */
  readonly pending: number
}

type Waiting<T> = { readonly item: T; bitsLeft: number; readonly bytes: number }
type Travelling<T> = { readonly item: T; readonly arrives: number }

/**
 * One direction of a path: a queue, a bottleneck, chance, and a distance, in that order. It knows
 * no clock and no socket; every call says what time it is, and time must not run backwards.
 *
 * 1. Offered = delivered + lost + overflowed + pending, always.
 * 2. Packets leave the bottleneck in the order in which they were offered, never faster than the rate.
 * 3. Chance strikes behind the bottleneck: a lost packet has used its air time.
 * 4. Unless the link reorders, packets arrive in the order in which they were offered.
 * 5. The same seed and the same calls give the same fate to every packet.
 */
export class LinkModel<T> {
  #conditions: LinkConditions
  readonly #random: Random
  readonly #queue: Waiting<T>[] = []
  #travelling: Travelling<T>[] = []
  #queuedBytes = 0
  #servedUntil = 0
  #inBurst = false
  #lastArrival = 0
  #offered = 0
  #delivered = 0
  #lost = 0
  #overflowed = 0

  constructor(conditions: LinkConditions, random: Random) {
    this.#conditions = checked(conditions)
    this.#random = random
  }

  /** What is queued is served at the new rate from now on; what has left the bottleneck keeps its arrival. */
  change(conditions: LinkConditions, now: number): void {
    this.#serve(now)
    this.#conditions = checked(conditions)
    if (!conditions.burst) this.#inBurst = false
    this.#serve(now)
  }

  /** `size` is the payload in bytes. */
  offer(item: T, size: number, now: number): void {
    this.#serve(now)
    this.#offered++
    const bytes = size + UDP_OVERHEAD_BYTES
    if (this.#conditions.rate === undefined) {
      this.#depart(item, now)
      return
    }
    if (this.#queuedBytes + bytes > this.#conditions.queueBytes) {
      this.#overflowed++
      return
    }
    this.#queue.push({ item, bitsLeft: bytes * 8, bytes })
    this.#queuedBytes += bytes
  }

  /** Takes out what has arrived by now, in order of arrival. */
  take(now: number): T[] {
    this.#serve(now)
    const arrived = this.#travelling.filter((packet) => packet.arrives <= now)
    if (arrived.length === 0) return []
    this.#travelling = this.#travelling.filter((packet) => packet.arrives > now)
    this.#delivered += arrived.length
    return arrived.toSorted((a, b) => a.arrives - b.arrives).map((packet) => packet.item)
  }

  /** When to look again: the next arrival or the next departure, whichever is first. */
  nextEvent(): number | undefined {
    let next = Infinity
    for (const packet of this.#travelling) next = Math.min(next, packet.arrives)
    const head = this.#queue[0]
    const rate = this.#conditions.rate
    if (head) next = Math.min(next, rate === undefined ? this.#servedUntil : this.#servedUntil + microsFor(head.bitsLeft, rate))
    return next === Infinity ? undefined : next
  }

  counts(): LinkCounts {
    return {
      offered: this.#offered, delivered: this.#delivered, lost: this.#lost, overflowed: this.#overflowed,
      pending: this.#queue.length + this.#travelling.length,
    }
  }

  /** Bytes waiting for the bottleneck, headers included. */
  get queuedBytes(): number {
    return this.#queuedBytes
  }

  /** Moves the bottleneck forward to `now`. */
  #serve(now: number): void {
    const rate = this.#conditions.rate
    for (let head = this.#queue[0]; head; head = this.#queue[0]) {
      const done = rate === undefined ? this.#servedUntil : this.#servedUntil + microsFor(head.bitsLeft, rate)
      if (done > now) {
        // `done` is finite only with a rate, so the head has been on the wire since `servedUntil`.
        head.bitsLeft -= ((now - this.#servedUntil) * (rate ?? 0)) / 1e6
        break
      }
      this.#queue.shift()
      this.#queuedBytes -= head.bytes
      this.#servedUntil = done
      this.#depart(head.item, done)
    }
    this.#servedUntil = now
  }

  #depart(item: T, at: number): void {
    if (this.#isLost()) {
      this.#lost++
      return
    }
    const { delay, jitter, reorders } = this.#conditions
    const drawn = at + delay + (jitter > 0 ? jitter * this.#random() : 0)
    const arrives = reorders ? drawn : Math.max(drawn, this.#lastArrival)
    this.#lastArrival = Math.max(this.#lastArrival, arrives)
    this.#travelling.push({ item, arrives })
  }

  #isLost(): boolean {
    const { loss, burst } = this.#conditions
    if (burst) {
      this.#inBurst = this.#inBurst ? this.#random() >= burst.leave : this.#random() < burst.enter
      if (this.#inBurst && this.#random() < burst.loss) return true
    }
    return loss > 0 && this.#random() < loss
  }
}

function microsFor(bits: number, bitsPerSecond: number): number {
  return (bits * 1e6) / bitsPerSecond
}

function checked(conditions: LinkConditions): LinkConditions {
  const { delay, jitter, loss, burst, rate, queueBytes } = conditions
  const chances = [loss, ...(burst ? [burst.enter, burst.leave, burst.loss] : [])]
  if (!chances.every((chance) => chance >= 0 && chance <= 1)) throw new RangeError('a chance lies outside 0 to 1')
  if (!(delay >= 0 && jitter >= 0 && queueBytes >= 0)) throw new RangeError('delay, jitter and queue cannot be negative')
  if (rate !== undefined && !(rate > 0)) throw new RangeError('the rate must be positive; leave it out for no limit')
  return conditions
}
