/** One phone's mark on the strip: where it stands, and how many fell on the same place. */
export type StripMark = { readonly x: number; readonly ms: number; readonly count: number; readonly late: boolean }

export type StripScale = {
  readonly marks: readonly StripMark[]
  /** Where the limit stands. */
  readonly limitX: number
  /** Milliseconds at the end of the line. */
  readonly endMs: number
  /** Some marks lie beyond the end; they stand at it. */
  readonly beyond: number
}

/** The line never grows past this many limits: one very late phone must not squeeze the others together. */
const LIMITS_AT_MOST = 2

/**
 * Places marks on a line of `width` units that begins at the press. The line is a little longer than
 * the limit or the latest mark, whichever is later, but at most two limits. Marks closer than half a
 * unit are one mark with a count.
 */
export function stripScale(afterMs: readonly number[], limitMs: number, width: number): StripScale {
  const latest = afterMs.reduce((most, ms) => Math.max(most, ms), 0)
  const endMs = Math.min(Math.max(limitMs * 1.2, latest * 1.1), limitMs * LIMITS_AT_MOST)
  const at = (ms: number): number => (Math.min(Math.max(ms, 0), endMs) / endMs) * width
  const places = new Map<number, StripMark>()
  for (const ms of afterMs) {
    const x = Math.round(at(ms) * 2) / 2
    const before = places.get(x)
    places.set(x, { x, ms: before?.ms ?? ms, count: (before?.count ?? 0) + 1, late: (before?.late ?? false) || ms > limitMs })
  }
  return {
    marks: [...places.values()].sort((a, b) => a.x - b.x),
    limitX: at(limitMs),
    endMs,
    beyond: afterMs.filter((ms) => ms > endMs).length,
  }
}
