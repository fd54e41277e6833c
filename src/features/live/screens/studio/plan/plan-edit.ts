import type { ItemId } from '../../../../../kernel/ids.ts'
import { checkPlan } from '../../../rules/run/plan.ts'
import { MOST_ITEMS, Plan, type PlanItem } from '../../../wire/run.ts'

/** What a host does to a plan while writing it: pure, each answers the plan as it is then. */

/** What is changed of an item; `picture: null` takes it away, and so does `privacy: false`. */
export type ItemPart = Partial<Omit<PlanItem, 'id' | 'picture' | 'privacy'>> & { readonly picture?: PlanItem['picture'] | null; readonly privacy?: boolean }

/** Puts an item behind another one, or at the end. A full plan stays as it is. */
export function withItem(plan: Plan, item: PlanItem, after: ItemId | null = null): Plan {
  if (plan.items.length >= MOST_ITEMS) return plan
  const at = plan.items.findIndex((one) => one.id === after)
  const cut = at < 0 ? plan.items.length : at + 1
  return { ...plan, items: [...plan.items.slice(0, cut), item, ...plan.items.slice(cut)] }
}

export function withoutItem(plan: Plan, id: ItemId): Plan {
  return { ...plan, items: plan.items.filter((item) => item.id !== id) }
}

/** Moves an item by so many places, as far as there are any. */
export function moved(plan: Plan, id: ItemId, by: number): Plan {
  const from = plan.items.findIndex((item) => item.id === id)
  const item = plan.items[from]
  if (item === undefined) return plan
  const to = Math.min(plan.items.length - 1, Math.max(0, from + by))
  const rest = withoutItem(plan, id).items
  return { ...plan, items: [...rest.slice(0, to), item, ...rest.slice(to)] }
}

/** A shorter item loses the cues that would come after its end. */
export function changed(plan: Plan, id: ItemId, part: ItemPart): Plan {
  return {
    ...plan,
    items: plan.items.map((item) => {
      if (item.id !== id) return item
      const { picture: before, privacy: was, ...rest } = item
      const { picture = before ?? null, privacy = was ?? false, ...fields } = part
      const next = { ...rest, ...fields, ...(picture === null ? {} : { picture }), ...(privacy ? { privacy: true as const } : {}) }
      return { ...next, cues: next.cues.filter((cue) => cue.at < next.seconds).toSorted((a, b) => a.at - b.at) }
    }),
  }
}

/** Why a plan cannot be given to the box yet. */
export type Unfinished = 'item-title' | 'poll-question' | 'poll-options' | 'other'

/** The first thing missing; null when the plan is whole. */
export function unfinished(plan: Plan): { readonly what: Unfinished; readonly item: ItemId | null } | null {
  for (const item of plan.items) {
    if (item.title.trim() === '') return { what: 'item-title', item: item.id }
    if (item.poll === null) continue
    if (item.poll.question.trim() === '') return { what: 'poll-question', item: item.id }
    if (item.poll.options.length < 2 || item.poll.options.some((option) => option.trim() === '')) return { what: 'poll-options', item: item.id }
  }
  return Plan.safeParse(plan).success && checkPlan(plan) === null ? null : { what: 'other', item: null }
}
