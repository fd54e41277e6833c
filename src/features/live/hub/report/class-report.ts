import type { ClassId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import type { ClassDates } from '../../rules/figures/collector.ts'
import type { ClassFigures, ClassReport } from '../../wire/words.ts'
import { runOf } from '../run/run-store.ts'
import { countsByKind, countsOf } from '../store.ts'
import type { StoredClass } from '../store.ts'
import { pollsOf } from '../together/together-store.ts'

export function datesOf({ code, title, begun }: Pick<StoredClass, 'code' | 'title' | 'begun'>, endedAt: WallTime | null): ClassDates {
  return { code, title, beganAt: begun?.wall ?? null, endedAt }
}

/**
 * A class's figures: what was measured since this process runs, with the counts that are on record since
 * the class began, which outlive a restart in the middle of it, and with the items' lengths as planned.
 */
export function withRecord(query: Query, id: ClassId, measured: ClassFigures, dates: ClassDates): ClassFigures {
  return { ...measured, ...dates, ...countsOf(query, id), items: asPlanned(query, id, measured.items), bySeat: asCounted(query, id, measured.bySeat) }
}

function asCounted(query: Query, id: ClassId, bySeat: ClassFigures['bySeat']): ClassFigures['bySeat'] {
  const counted = new Map(countsByKind(query, id).map((row) => [row.kind, row]))
  return bySeat.map((row) => ({ ...row, ...counted.get(row.kind) ?? { came: 0, hands: 0, reps: 0 } }))
}

/** An item that was put in during the class has no other plan than the length it was given. */
function asPlanned(query: Query, id: ClassId, items: ClassFigures['items']): ClassFigures['items'] {
  const stored = runOf(query, id)
  const planned = new Map(stored?.plan.items.map((item) => [item.id, item.seconds]))
  return items.map((item, at) => {
    const known = stored?.run.items[at]
    return { ...item, planned: (known && planned.get(known.id)) ?? item.planned }
  })
}

/** What stood on the items and polls of the figures; what was erased is not among it. */
export function textsOf(query: Query, id: ClassId): ClassReport['texts'] {
  return {
    items: runOf(query, id)?.run.items.map(({ title }) => title) ?? [],
    polls: pollsOf(query, id).flatMap(({ closed, question, options }) => (closed ? [{ question, options: [...options] }] : [])),
  }
}
