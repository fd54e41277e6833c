import { type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'

/** No quartz of a phone or a computer is worse than this (100 parts in a million). */
export const LARGEST_DRIFT = 100e-6

/** An estimate of the offset at a local instant. */
export type OffsetPoint = { readonly at: Micros; readonly offset: Micros; readonly error: Micros }

const BETWEEN_POINTS: Micros = 5 * MICROS_PER_SECOND
const POINTS_KEPT = 60
const LEAST_POINTS = 5
/** A rate is said only when the points' own errors would move it by less than this. */
const SURE_ENOUGH = 20e-6

/**
 * How much faster the box's clock runs than this device's, by a straight line of least squares
 * through an offset every five seconds of the last five minutes.
 *
 * 1. Nothing is said before the span is long enough for the points' errors not to matter.
 * 2. What is said lies within {@link LARGEST_DRIFT} either way.
 */
export class DriftEstimator {
  #points: OffsetPoint[] = []
  #rate: number | undefined

  add(point: OffsetPoint): void {
    const last = this.#points.at(-1)
    if (last && point.at - last.at < BETWEEN_POINTS) {
      // Of the points in one stretch the surest stands for it.
      if (point.error < last.error) this.#points[this.#points.length - 1] = point
      return
    }
    this.#points.push(point)
    if (this.#points.length > POINTS_KEPT) this.#points.shift()
    this.#rate = slope(this.#points)
  }

  /** Offset gained per unit of local time; undefined while not known. */
  get rate(): number | undefined {
    return this.#rate
  }
}

function slope(points: readonly OffsetPoint[]): number | undefined {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < LEAST_POINTS) return undefined
  const meanError = points.reduce((sum, point) => sum + point.error, 0) / points.length
  if ((2 * meanError) / (last.at - first.at) > SURE_ENOUGH) return undefined

  const meanAt = points.reduce((sum, point) => sum + (point.at - first.at), 0) / points.length
  const meanOffset = points.reduce((sum, point) => sum + (point.offset - first.offset), 0) / points.length
  let [along, across] = [0, 0]
  for (const point of points) {
    const at = point.at - first.at - meanAt
    along += at * at
    across += at * (point.offset - first.offset - meanOffset)
  }
  return Math.min(LARGEST_DRIFT, Math.max(-LARGEST_DRIFT, across / along))
}
