import type { WallTime } from '../../../kernel/time.ts'
import type { MomentWhy, Span } from '../wire/words.ts'

/**
 * Where a person appears in a class.
 *
 * 1. A time on stage is a moment as a whole; around anything else lie ten seconds before and ten after.
 * 2. No moment reaches out of the class, and none is empty.
 * 3. Moments neither overlap nor touch: where they would, they are one, and its reason is the one that shows most.
 * 4. Every instant of 1 within the class is in one of them, and no other is.
 */
export type Act = { readonly why: Exclude<MomentWhy, 'marked'>; readonly from: WallTime; readonly to: WallTime }
export type ActMoment = { readonly span: Span; readonly why: Act['why'] }

const AROUND_MS = 10_000
/** Who is on stage is seen or heard all the while; who asks is named; an answer shows less, a hand least. */
const SHOWS_MOST: readonly Act['why'][] = ['stage', 'question', 'answer', 'hand']

export function momentsOf(acts: readonly Act[], classSpan: Span | null): ActMoment[] {
  if (!classSpan) return []
  const moments: ActMoment[] = []
  const pieces = acts.map((act) => ({ why: act.why, span: cutTo(around(act), classSpan) })) // 1, 2
  for (const piece of pieces.filter(({ span }) => span.from < span.to).toSorted((a, b) => a.span.from - b.span.from)) {
    const last = moments.at(-1)
    if (last && piece.span.from <= last.span.to) moments[moments.length - 1] = joined(last, piece) // 3
    else moments.push(piece)
  }
  return moments
}

function around({ why, from, to }: Act): Span {
  return why === 'stage' ? { from, to } : { from: from - AROUND_MS as WallTime, to: to + AROUND_MS as WallTime }
}

function cutTo({ from, to }: Span, within: Span): Span {
  return { from: Math.max(from, within.from) as WallTime, to: Math.min(to, within.to) as WallTime }
}

function joined(one: ActMoment, other: ActMoment): ActMoment {
  const why = SHOWS_MOST.find((each) => each === one.why || each === other.why) ?? one.why
  return { why, span: { from: one.span.from, to: Math.max(one.span.to, other.span.to) as WallTime } }
}

export const contains = (outer: Span, inner: Span): boolean => outer.from <= inner.from && inner.to <= outer.to
export const overlaps = (one: Span, other: Span): boolean => one.from < other.to && other.from < one.to
