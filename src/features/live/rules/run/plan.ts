import { utf8 } from '../../../../kernel/bytes.ts'
import type { ItemId } from '../../../../kernel/ids.ts'
import { MOST_ITEMS } from '../../wire/run.ts'
import type { Plan } from '../../wire/run.ts'

/** Cues of a whole plan: every page holds the plan, so it must stay small. */
export const MOST_PLAN_CUES = 600
/** Of a whole plan as JSON: what one request to the box may hold, and every page is sent. */
const MOST_PLAN_BYTES = 60_000
/** Of a class's title, as `make-class` takes it. */
export const CLASS_TITLE_LENGTH = 120

/**
 * Why a plan, or a file with one, cannot be used. `item` and `line` count from 1; a line is that of
 * the file as an editor shows it.
 */
export type PlanFault =
  | { readonly fault: 'too-large' }
  | { readonly fault: 'not-json' }
  | { readonly fault: 'not-a-plan' }
  | { readonly fault: 'version-unknown'; readonly version: string }
  | { readonly fault: 'no-header' }
  | { readonly fault: 'column-missing'; readonly column: string }
  | { readonly fault: 'column-twice'; readonly column: string }
  | { readonly fault: 'quote-open'; readonly line: number }
  | { readonly fault: 'cells-too-many'; readonly line: number }
  | { readonly fault: 'head-bad'; readonly field: 'title' | 'objective' }
  | { readonly fault: 'field-bad'; readonly place: PlanPlace; readonly field: PlanField }
  | { readonly fault: 'kind-unknown'; readonly place: PlanPlace; readonly kind: string }
  | { readonly fault: 'overrun-unknown'; readonly place: PlanPlace; readonly overrun: string }
  | { readonly fault: 'length-bad'; readonly place: PlanPlace }
  | { readonly fault: 'gap'; readonly place: PlanPlace; readonly seconds: number }
  | { readonly fault: 'overlap'; readonly place: PlanPlace; readonly seconds: number }
  | { readonly fault: 'total-wrong'; readonly said: number; readonly is: number }
  | { readonly fault: 'count-wrong'; readonly said: number; readonly is: number }
  | { readonly fault: 'items-too-many'; readonly most: number }
  | { readonly fault: 'cues-too-many'; readonly most: number }
  | { readonly fault: 'item-twice'; readonly place: PlanPlace }
  | { readonly fault: 'cue-outside'; readonly place: PlanPlace; readonly at: number }
  | { readonly fault: 'poll-missing'; readonly place: PlanPlace }
  | { readonly fault: 'empty' }

/** The item, and the line of the file it stands on where there is one. */
export type PlanPlace = { readonly item: number; readonly line: number | null }
export type PlanField = 'objective' | 'title' | 'start' | 'length' | 'kind' | 'overrun' | 'cues' | 'poll' | 'music' | 'picture' | 'privacy'

/** A file that was read, or the first thing that is wrong with it. */
export type PlanReading = { readonly ok: true; readonly title: string; readonly plan: Plan } | { readonly ok: false; readonly fault: PlanFault }

/** What the schema cannot say of a plan: each item once, every cue inside its item, a poll where one is opened, and not too much of all. */
export function checkPlan(plan: Plan, lineOf: (index: number) => number | null = () => null): PlanFault | null {
  if (plan.items.length > MOST_ITEMS) return { fault: 'items-too-many', most: MOST_ITEMS }
  const seen = new Set<ItemId>()
  let cues = 0
  for (const [index, item] of plan.items.entries()) {
    const place = { item: index + 1, line: lineOf(index) }
    if (seen.has(item.id)) return { fault: 'item-twice', place }
    seen.add(item.id)
    const outside = item.cues.find(({ at }) => at >= item.seconds)
    if (outside) return { fault: 'cue-outside', place, at: outside.at }
    if (item.kind === 'poll' && item.poll === null) return { fault: 'poll-missing', place }
    cues += item.cues.length
  }
  if (cues > MOST_PLAN_CUES) return { fault: 'cues-too-many', most: MOST_PLAN_CUES }
  return utf8(JSON.stringify(plan)).length > MOST_PLAN_BYTES ? { fault: 'too-large' } : null
}

export function planSeconds(plan: Plan): number {
  return plan.items.reduce((sum, { seconds }) => sum + seconds, 0)
}

/** When each item begins, in seconds from the start, if everything goes as planned. */
export function planStarts(plan: Plan): number[] {
  let start = 0
  return plan.items.map(({ seconds }) => {
    start += seconds
    return start - seconds
  })
}

/** The same plan for another class: ids are those of one class's items. */
export function renewed(plan: Plan, newItemId: () => ItemId): Plan {
  return { ...plan, items: plan.items.map((item) => ({ ...item, id: newItemId() })) }
}
