import { SMALLEST_GROUP } from '../../rules/figures/small-groups.ts'
import type { ClassFigures, ClassReport, SeatKind } from '../../wire/words.ts'

/** What the report says of a class's figures: pure, so that it is tested without a browser. Milliseconds throughout. */

export type Percentiles = NonNullable<ClassFigures['cueMs']>

/** Limits of the contract, 95 of 100. */
export const LIMITS = { joinMs: 1000, cueMs: 150, apartMs: 20, startMs: 20, videoMs: 250, backMs: 400 } as const
export type Measure = keyof typeof LIMITS
export const MEASURES = Object.keys(LIMITS) as readonly Measure[]

/** How the cues came, in one word: nobody measured any, or how many of 100 were within the limit. */
export type CuesCame = 'unknown' | 'all' | 'most' | 'half' | 'late'

export function cuesCame({ cueMs }: Pick<ClassFigures, 'cueMs'>): CuesCame {
  if (cueMs === null) return 'unknown'
  if (cueMs.p99 <= LIMITS.cueMs) return 'all'
  if (cueMs.p95 <= LIMITS.cueMs) return 'most'
  return cueMs.p50 <= LIMITS.cueMs ? 'half' : 'late'
}

/** How many wanted in: also who took a seat and whose page was never seen. */
export function triedOf({ came, joinTried }: Pick<ClassFigures, 'came' | 'joinTried'>): number {
  return Math.max(came, joinTried)
}

export type SeatRow = {
  /** The kinds of seat in it; several when they are shown together. */
  readonly kinds: readonly SeatKind[]
  readonly came: number
  readonly joinTried: number
  readonly joinSucceeded: number
  /** Null also where groups are joined: percentiles do not add up. */
  readonly cueMs: Percentiles | null
  readonly videoMs: Percentiles | null
}

/**
 * The kinds of seat with small ones joined.
 *
 * 1. No row is of fewer than {@link SMALLEST_GROUP} people, unless the whole class is.
 * 2. A joined row cannot be taken apart again by subtracting the others from the totals: it has at
 *    least two kinds that somebody chose, and its percentiles are not told.
 * 3. The rows add up to the class. Kinds that nobody chose are left out.
 */
export function seatRows(figures: Pick<ClassFigures, 'bySeat' | 'came' | 'cueMs' | 'videoMs'>): SeatRow[] {
  const chosen = figures.bySeat.filter(({ came, joinTried }) => came > 0 || joinTried > 0)
  const isSmall = ({ came }: { came: number }): boolean => came < SMALLEST_GROUP
  const alone = chosen.filter((row) => !isSmall(row)).toSorted((a, b) => a.came - b.came)
  const together = chosen.filter(isSmall)
  while (together.length > 0 && alone.length > 0 && (together.length < 2 || sum(together, 'came') < SMALLEST_GROUP)) {
    const next = alone.shift()
    if (next) together.push(next)
  }
  const rows: SeatRow[] = chosen.filter((row) => alone.includes(row)).map(({ kind, ...row }) => ({ kinds: [kind], ...row }))
  return together.length === 0 ? rows : [...rows, joined(together, figures, alone.length === 0)]
}

type BySeat = ClassFigures['bySeat'][number]

function joined(rows: readonly BySeat[], figures: Pick<ClassFigures, 'bySeat' | 'cueMs' | 'videoMs'>, isAll: boolean): SeatRow {
  const kinds = figures.bySeat.filter((row) => rows.includes(row)).map(({ kind }) => kind)
  const counts = { came: sum(rows, 'came'), joinTried: sum(rows, 'joinTried'), joinSucceeded: sum(rows, 'joinSucceeded') }
  return { kinds, ...counts, cueMs: isAll ? figures.cueMs : null, videoMs: isAll ? figures.videoMs : null }
}

function sum(rows: readonly BySeat[], key: 'came' | 'joinTried' | 'joinSucceeded'): number {
  return rows.reduce((total, row) => total + row[key], 0)
}

/** `title` null where its words are gone. Seconds. */
export type ItemRow = { readonly title: string | null; readonly kind: ClassFigures['items'][number]['kind']; readonly planned: number; readonly ran: number | null }

export function itemRows({ items, texts }: Pick<ClassReport, 'items' | 'texts'>): ItemRow[] {
  return items.map((item, at) => ({ title: texts?.items[at] || null, ...item }))
}

export type PollRow = { readonly question: string | null; readonly answered: number; readonly options: readonly { readonly words: string | null; readonly count: number }[] }

export function pollRows({ polls, texts }: Pick<ClassReport, 'polls' | 'texts'>): PollRow[] {
  return polls.map(({ counts, answered }, at) => {
    const asked = texts?.polls[at]
    return { question: asked?.question || null, answered, options: counts.map((count, option) => ({ words: asked?.options[option] || null, count })) }
  })
}
