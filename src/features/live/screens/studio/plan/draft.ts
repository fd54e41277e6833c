import type { ItemId } from '../../../../../kernel/ids.ts'
import type { Plan } from '../../../wire/run.ts'
import { type Unfinished, unfinished } from './plan-edit.ts'

/** What a host writes before the class: its title and its run of show. */
export type Draft = { readonly title: string; readonly plan: Plan }
/** Why it is not with the box: nothing (`null`), or what is missing first. */
export type Missing = { readonly what: Unfinished | 'title'; readonly item: ItemId | null }

export function missingOf({ title, plan }: Draft): Missing | null {
  return title.trim() === '' ? { what: 'title', item: null } : unfinished(plan)
}
