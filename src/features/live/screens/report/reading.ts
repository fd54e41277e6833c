import { grouped } from '../../rules/figures/small-groups.ts'
import { subtractRetention, subtractRungs } from '../../rules/figures/sums.ts'
import type { ClassFigures, ClassReport, Retention, RungFigures, SeatKind } from '../../wire/words.ts'

/** What the report says of a class's figures: pure, so that it is tested without a browser. Milliseconds throughout. */

export type Percentiles = NonNullable<ClassFigures['cueMs']>

/** Limits of the contract, 95 of 100; of jitter, which the contract does not name, that of ITU-T Y.1541 for talk (classes 0 and 1). */
export const LIMITS = { joinMs: 1000, cueMs: 150, apartMs: 20, startMs: 20, videoMs: 250, jitterMs: 50, backMs: 400 } as const
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
  readonly jitterMs: Percentiles | null
  /** Null: not counted by kind of seat. */
  readonly hands: number | null
  readonly reps: number | null
  readonly answers: number | null
  readonly retention: Retention | null
  readonly rungs: RungFigures
}
type BySeat = ClassFigures['bySeat'][number]
type Seats = Pick<ClassFigures, 'bySeat' | 'cueMs' | 'videoMs' | 'jitterMs' | 'hands' | 'reps' | 'answers' | 'retention' | 'rungs'>

/**
 * The kinds of seat with small ones joined, as `rules/figures/small-groups.ts` says. The rows add up to the class;
 * what a joined row did is what the totals have beyond the others, since its own was not kept. Its percentiles
 * are not told.
 */
export function seatRows(figures: Seats): SeatRow[] {
  const { alone, together } = grouped(figures.bySeat)
  const rows: SeatRow[] = alone.map(({ kind, ...row }) => ({ kinds: [kind], ...row }))
  return together.length === 0 ? rows : [...rows, joined(together, figures, alone)]
}

function joined(rows: readonly BySeat[], figures: Seats, others: readonly BySeat[]): SeatRow {
  const sum = (key: 'came' | 'joinTried' | 'joinSucceeded'): number => rows.reduce((total, row) => total + row[key], 0)
  const beyond = (key: 'hands' | 'reps' | 'answers'): number | null =>
    others.reduce((left: number | null, row) => (left === null || row[key] === null ? null : left - row[key]), figures[key])
  const isAll = others.length === 0
  return {
    kinds: rows.map(({ kind }) => kind),
    came: sum('came'), joinTried: sum('joinTried'), joinSucceeded: sum('joinSucceeded'),
    cueMs: isAll ? figures.cueMs : null, videoMs: isAll ? figures.videoMs : null, jitterMs: isAll ? figures.jitterMs : null,
    hands: beyond('hands'), reps: beyond('reps'), answers: beyond('answers'),
    retention: others.reduce((left, { retention }) => subtractRetention(left, retention), figures.retention),
    rungs: others.reduce((left, { rungs }) => subtractRungs(left, rungs), figures.rungs),
  }
}

/** One minute of who stayed: `here` null when the class did not reach it; `part` of those who were there in the first minute. */
export type StayedRow = { readonly minute: 1 | 3 | 7; readonly here: number | null; readonly part: number | null }

/** Nothing where it is not known, or nobody was there to stay. */
export function stayedRows({ retention }: Pick<ClassFigures, 'retention'>): StayedRow[] {
  if (!retention || retention.began === 0) return []
  const row = (minute: 1 | 3 | 7, here: number | null): StayedRow => ({ minute, here, part: here === null ? null : here / retention.began })
  return [row(1, retention.at1), row(3, retention.at3), row(7, retention.at7)]
}

/** `part`: of all their time; 0 to 1. */
export type Shared = { readonly seconds: number; readonly part: number }

export function shared<T extends { readonly seconds: number }>(rows: readonly T[]): (T & Shared)[] {
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0)
  return rows.map((row) => ({ ...row, part: seconds === 0 ? 0 : row.seconds / seconds }))
}

/** What nobody measured of a class to which somebody came; a class that was never live has nothing to measure. */
export type Unmeasured = 'sound' | 'stayed' | 'links' | 'jitter' | 'picture'

export function unmeasured({ came, beganAt, loudness, retention, rungs, jitterMs, videoMs }: Pick<ClassFigures, 'came' | 'beganAt' | 'loudness' | 'retention' | 'rungs' | 'jitterMs' | 'videoMs'>): Unmeasured[] {
  if (came === 0 || beganAt === null) return []
  const missing: readonly [Unmeasured, boolean][] = [
    ['sound', typeof loudness?.integrated !== 'number'], ['stayed', retention === null], ['links', rungs.length === 0], ['jitter', jitterMs === null], ['picture', videoMs === null],
  ]
  return missing.flatMap(([what, isMissing]) => (isMissing ? [what] : []))
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
