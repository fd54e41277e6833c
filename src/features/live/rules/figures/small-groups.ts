import type { ClassFigures, SeatKind } from '../../wire/words.ts'

/** Fewer people than this are not told of on their own: figures of a few are figures of persons. */
export const SMALLEST_GROUP = 5

type BySeat = ClassFigures['bySeat']
type Group = { readonly kind: SeatKind; readonly came: number; readonly joinTried: number }

/**
 * Which kinds of seat are told on their own, and which only together.
 *
 * 1. What is told together is of at least {@link SMALLEST_GROUP} people, unless the whole class is smaller.
 * 2. It cannot be taken apart again by subtracting the others from the totals: at least two kinds are in it that
 *    somebody chose, unless it is the whole class.
 * 3. Kinds that nobody chose are in neither.
 */
export function grouped<G extends Group>(bySeat: readonly G[]): { readonly alone: readonly G[]; readonly together: readonly G[] } {
  const chosen = bySeat.filter(({ came, joinTried }) => came > 0 || joinTried > 0)
  const isSmall = ({ came }: Group): boolean => came < SMALLEST_GROUP
  const alone = chosen.filter((row) => !isSmall(row)).toSorted((a, b) => a.came - b.came)
  const together = chosen.filter(isSmall)
  while (together.length > 0 && alone.length > 0 && (together.length < 2 || together.reduce((sum, { came }) => sum + came, 0) < SMALLEST_GROUP)) {
    const next = alone.shift()
    if (next) together.push(next)
  }
  return { alone: chosen.filter((row) => alone.includes(row)), together: chosen.filter((row) => together.includes(row)) }
}

/**
 * What may be kept of the kinds of seat for good: who came and got in; times of kinds with enough people; and
 * what they did, how long they stayed and on which rungs, of kinds that can be told on their own, since such
 * counts add up and could be subtracted. The rest is in the class's own figures, and nowhere else.
 */
export function withoutSmallGroups(bySeat: BySeat): BySeat {
  const { alone } = grouped(bySeat)
  return bySeat.map((row) => ({
    ...row,
    ...(row.came < SMALLEST_GROUP ? { cueMs: null, videoMs: null, jitterMs: null } : {}),
    ...(alone.includes(row) ? {} : { hands: null, reps: null, answers: null, retention: null, rungs: [] }),
  }))
}
