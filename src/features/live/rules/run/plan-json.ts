import type { ItemId } from '../../../../kernel/ids.ts'
import { Plan } from '../../wire/run.ts'
import { CLASS_TITLE_LENGTH, planSeconds, planStarts } from './plan.ts'
import type { PlanReading } from './plan.ts'
import { MOST_FILE_TEXT, quoted, readingOf, readItems, wrong } from './plan-items.ts'
import type { ItemClaim } from './plan-items.ts'

/** docs/protocol/run-of-show.md describes the format. */
const FORMAT = 'lectern-plan/1'
const FAMILY = 'lectern-plan/'

export function writePlanJson(title: string, plan: Plan): string {
  const starts = planStarts(plan)
  const items = plan.items.map(({ id: _, ...item }, index) => ({ start: starts[index], ...item }))
  return `${JSON.stringify({ format: FORMAT, title, objective: plan.objective, seconds: planSeconds(plan), count: items.length, items }, null, 2)}\n`
}

/** Reads a file that anybody may have written. Total: every text is a plan or has a fault. */
export function readPlanJson(text: string, newItemId: () => ItemId): PlanReading {
  if (text.length > MOST_FILE_TEXT) return wrong({ fault: 'too-large' })
  const file = parsed(text.replace(/^\uFEFF/, ''))
  if (file === undefined) return wrong({ fault: 'not-json' })
  if (!isRecord(file)) return wrong({ fault: 'not-a-plan' })
  const { format, title, objective, seconds, count } = file
  if (format !== FORMAT) {
    const isOurs = typeof format === 'string' && format.startsWith(FAMILY)
    return wrong(isOurs ? { fault: 'version-unknown', version: quoted(format.slice(FAMILY.length)) } : { fault: 'not-a-plan' })
  }
  if (typeof title !== 'string' || title.length > CLASS_TITLE_LENGTH) return wrong({ fault: 'head-bad', field: 'title' })
  const aim = Plan.shape.objective.safeParse(objective)
  if (!aim.success) return wrong({ fault: 'head-bad', field: 'objective' })
  if (!Array.isArray(file['items']) || typeof seconds !== 'number' || typeof count !== 'number') return wrong({ fault: 'not-a-plan' })

  const claims = file['items'].map(claimOf)
  const items = readItems(claims, newItemId)
  if (!items.ok) return items
  const plan = { objective: aim.data, items: items.value }
  if (count !== items.value.length) return wrong({ fault: 'count-wrong', said: count, is: items.value.length })
  if (seconds !== planSeconds(plan)) return wrong({ fault: 'total-wrong', said: seconds, is: planSeconds(plan) })
  return readingOf(title.trim(), plan, claims)
}

/** What is no record claims nothing, and is refused for its first field. */
function claimOf(value: unknown, index: number): ItemClaim {
  const place = { item: index + 1, line: null }
  if (!isRecord(value)) return { place }
  const { start = null, seconds: length, title, kind, overrun, cues = [], poll = null, music = null, picture = null, privacy = null } = value
  return { place, start, length, title, kind, overrun, cues, poll, music, picture, privacy }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // Not JSON, or nested beyond all sense; the caller says so.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
