import type { ItemId } from '../../../../../kernel/ids.ts'
import type { PlanReading } from '../../../rules/run/plan.ts'
import { readPlanCsv } from '../../../rules/run/plan-csv.ts'
import { readPlanJson } from '../../../rules/run/plan-json.ts'

/** A run of show in either format: JSON begins with a brace, whatever the file is called. */
export function readPlan(text: string, newId: () => ItemId): PlanReading {
  return /^\uFEFF?\s*[{[]/.test(text) ? readPlanJson(text, newId) : readPlanCsv(text, newId)
}
