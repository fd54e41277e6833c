import type { HubTime } from '../../../../kernel/time.ts'
import type { PlanItem, Run } from '../../wire/run.ts'
import { scheduleOf } from '../run/schedule.ts'

/** What the item that is on shows at an instant, as every page reads it off the shared clock; null for nothing. */
export function pictureAt(run: Run | null, now: HubTime | null): NonNullable<PlanItem['picture']> | null {
  if (run === null || now === null) return null
  return scheduleOf(run, now).current?.item.picture ?? null
}
