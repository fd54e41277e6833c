/** Nearest-rank percentiles of whole milliseconds, with the count they rest on. */
export type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number; readonly count: number }

const LARGEST_MS = 60_000

/**
 * Counts of whole milliseconds, so that a class of any length takes a bounded memory and its
 * percentiles stay exact to the millisecond. Negative values count as 0, larger ones as 60 000.
 */
export class Histogram {
  readonly #counts = new Map<number, number>()
  #count = 0

  add(ms: number): void {
    if (!Number.isFinite(ms)) return
    const whole = Math.min(LARGEST_MS, Math.max(0, Math.round(ms)))
    this.#counts.set(whole, (this.#counts.get(whole) ?? 0) + 1)
    this.#count++
  }

  get count(): number {
    return this.#count
  }

  /** Null while nothing was counted. */
  percentiles(): Percentiles | null {
    if (this.#count === 0) return null
    const sorted = [...this.#counts].toSorted(([a], [b]) => a - b)
    const at = (percent: number): number => {
      const rank = nearestRank(percent, this.#count)
      let passed = 0
      for (const [ms, count] of sorted) {
        passed += count
        if (passed >= rank) return ms
      }
      return LARGEST_MS
    }
    return { p50: at(50), p95: at(95), p99: at(99), count: this.#count }
  }
}

/**
 * The percentile by nearest rank: the smallest value that at least `percent` of all values do not
 * exceed. Undefined for no values.
 */
export function percentile(values: readonly number[], percent: number): number | undefined {
  if (values.length === 0) return undefined
  return values.toSorted((a, b) => a - b)[nearestRank(percent, values.length) - 1]
}

/** Rank from 1 to `count`. */
function nearestRank(percent: number, count: number): number {
  return Math.min(count, Math.max(1, Math.ceil((percent / 100) * count)))
}
