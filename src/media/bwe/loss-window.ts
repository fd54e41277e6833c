import { MICROS_PER_SECOND } from '../sfu/clock.ts'

const BUCKETS = 10
const BUCKET = MICROS_PER_SECOND / BUCKETS
const LEAST_PACKETS = 20
/** One gap of any length is an outage (a phone that roams), not a queue that overflows. */
const LEAST_GAPS = 3
/** How many standard deviations of a counted loss are taken off before it is believed. */
const CONFIDENCE = 1.5

type Bucket = { index: number; received: number; lost: number; gaps: number }

/** What was lost of the last second's packets. */
export class LossWindow {
  readonly #buckets: Bucket[] = Array.from({ length: BUCKETS }, () => ({ index: -1, received: 0, lost: 0, gaps: 0 }))
  #lastLost = false

  /** In the order in which packets were sent; `at` is when each was. */
  add(at: number, lost: boolean): void {
    const index = Math.floor(at / BUCKET)
    const bucket = this.#buckets[index % BUCKETS]
    if (!bucket) return
    if (bucket.index !== index) Object.assign(bucket, { index, received: 0, lost: 0, gaps: 0 })
    if (lost) {
      bucket.lost += 1
      if (!this.#lastLost) bucket.gaps += 1
    } else bucket.received += 1
    this.#lastLost = lost
  }

  /** A packet that counted as lost has come: it left at `at`. */
  take(at: number): void {
    const bucket = this.#buckets[Math.floor(at / BUCKET) % BUCKETS]
    if (bucket?.index !== Math.floor(at / BUCKET) || bucket.lost === 0) return
    bucket.lost -= 1
    bucket.received += 1
    bucket.gaps = Math.min(bucket.gaps, bucket.lost)
  }

  /** The share lost in the second before `at`, and what of it is more than chance; 0 while there were too few packets or gaps. */
  share(at: number): { readonly seen: number; readonly sure: number } {
    const newest = Math.floor(at / BUCKET)
    let [received, lost, gaps] = [0, 0, 0]
    for (const bucket of this.#buckets) {
      if (bucket.index <= newest - BUCKETS) continue
      received += bucket.received
      lost += bucket.lost
      gaps += bucket.gaps
    }
    const total = received + lost
    if (total === 0) return { seen: 0, sure: 0 }
    const isTelling = total >= LEAST_PACKETS && gaps >= LEAST_GAPS
    return { seen: lost / total, sure: isTelling ? Math.max(0, lost - CONFIDENCE * Math.sqrt(lost)) / total : 0 }
  }

  clear(): void {
    for (const bucket of this.#buckets) Object.assign(bucket, { index: -1, received: 0, lost: 0, gaps: 0 })
    this.#lastLost = false
  }
}
