import type { ClassFigures } from '../wire/words.ts'

/** Fewer people than this are not told of on their own: figures of a few are figures of persons. */
export const SMALLEST_GROUP = 5

/**
 * What may be kept of the kinds of seat for good: counts of all, times of those with enough people. The
 * times of a small group are in the class's own, and nowhere else.
 */
export function withoutSmallGroups(bySeat: ClassFigures['bySeat']): ClassFigures['bySeat'] {
  return bySeat.map((row) => (row.came < SMALLEST_GROUP ? { ...row, cueMs: null, videoMs: null } : row))
}
