import { z } from 'zod/mini'
import type { ItemId } from '../../../../kernel/ids.ts'
import { ITEM_SECONDS, ItemKind, MOST_ITEM_CUES, MOST_ITEMS, Overrun, PlanCue, PlanItem, PollDraft } from '../../wire/run.ts'
import type { Plan } from '../../wire/run.ts'
import { checkPlan } from './plan.ts'
import type { PlanFault, PlanField, PlanPlace, PlanReading } from './plan.ts'

/** Characters of a file; a plan with everything it may hold stays far below. */
export const MOST_FILE_TEXT = 1_000_000
/** Of somebody else's text in a fault. */
const QUOTED = 40

/** An item as a file says it, not yet believed. `start` undefined: the file does not say. */
export type ItemClaim = { readonly [F in PlanField]?: unknown } & { readonly place: PlanPlace }
export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: PlanFault }

/** The items that a file claims, each checked, one after another without gap or overlap. The first fault ends it. */
export function readItems(claims: readonly ItemClaim[], newItemId: () => ItemId): Checked<PlanItem[]> {
  if (claims.length === 0) return wrong({ fault: 'empty' })
  if (claims.length > MOST_ITEMS) return wrong({ fault: 'items-too-many', most: MOST_ITEMS })
  const items: PlanItem[] = []
  let end = 0
  for (const claim of claims) {
    const item = readItem(claim, newItemId)
    if (!item.ok) return item
    const misplaced = startFault(claim, end)
    if (misplaced) return wrong(misplaced)
    items.push(item.value)
    end += item.value.seconds
  }
  return { ok: true, value: items }
}

/** A plan of items that were read, if the items fit together. */
export function readingOf(title: string, plan: Plan, claims: readonly ItemClaim[]): PlanReading {
  const fault = checkPlan(plan, (index) => claims[index]?.place.line ?? null)
  return fault ? { ok: false, fault } : { ok: true, title, plan }
}

function readItem({ place, ...claim }: ItemClaim, newItemId: () => ItemId): Checked<PlanItem> {
  const kind = ItemKind.safeParse(claim.kind)
  if (!kind.success) return wrong({ fault: 'kind-unknown', place, kind: quoted(claim.kind) })
  const overrun = Overrun.safeParse(claim.overrun)
  if (!overrun.success) return wrong({ fault: 'overrun-unknown', place, overrun: quoted(claim.overrun) })
  const { length } = claim
  if (typeof length !== 'number' || !Number.isInteger(length) || length < ITEM_SECONDS.least || length > ITEM_SECONDS.most) return wrong({ fault: 'length-bad', place })

  const { title, poll, music, picture, privacy } = PlanItem.shape
  const fields: readonly [PlanField, z.ZodMiniType, unknown][] = [['title', title, claim.title], ['poll', poll, claim.poll], ['music', music, claim.music], ['picture', z.nullable(picture), claim.picture], ['privacy', z.nullable(privacy), claim.privacy]]
  const bad = fields.find(([, schema, value]) => !schema.safeParse(value).success)
  if (bad) return wrong({ fault: 'field-bad', place, field: bad[0] })
  const cues = readCues(claim.cues)
  if (!cues) return wrong({ fault: 'field-bad', place, field: 'cues' })
  const draft = claim.poll === null ? null : PollDraft.parse(claim.poll)
  const shown = claim.picture === null ? undefined : picture.parse(claim.picture)
  return {
    ok: true, value: {
      id: newItemId(), title: title.parse(claim.title), kind: kind.data, seconds: length, overrun: overrun.data, cues, poll: draft, music: music.parse(claim.music),
      ...(shown === undefined ? {} : { picture: shown }),
      ...(claim.privacy === null ? {} : { privacy: true }),
    },
  }
}

function readCues(claim: unknown): PlanCue[] | undefined {
  if (!Array.isArray(claim) || claim.length > MOST_ITEM_CUES) return undefined
  const cues = claim.map((cue: unknown) => PlanCue.safeParse(cue))
  return cues.every(({ success }) => success) ? cues.flatMap(({ data }) => data ?? []) : undefined
}

function startFault({ start, place }: ItemClaim, end: number): PlanFault | null {
  if (start === undefined) return null
  if (typeof start !== 'number' || !Number.isInteger(start) || start < 0) return { fault: 'field-bad', place, field: 'start' }
  if (start > end) return { fault: 'gap', place, seconds: start - end }
  return start < end ? { fault: 'overlap', place, seconds: end - start } : null
}

export function wrong(fault: PlanFault): { readonly ok: false; readonly fault: PlanFault } {
  return { ok: false, fault }
}

/** Somebody else's text, short enough to show. */
export function quoted(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, QUOTED) : ''
}
