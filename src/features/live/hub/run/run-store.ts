import type { Json, JsonObject } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { eventOf } from '../../rules/run/moved.ts'
import { applyRun, plannedRun } from '../../rules/run/run.ts'
import type { RunEvent } from '../../rules/run/run.ts'
import { classBegun, classEnded } from '../../wire/entries.ts'
import { EMPTY_PLAN, Plan, PlanItem, Run } from '../../wire/run.ts'
import { planSet, runMoved } from '../../wire/run-entries.ts'

/** The plan of a class and where its run stands, as entries left them. */
export const RUN_TABLES = `
  CREATE TABLE live_run (
    class TEXT PRIMARY KEY, plan TEXT NOT NULL, run TEXT NOT NULL
  ) STRICT;
`

/** `lastSeen`: the class's last entry of any kind, on the clock that the run's own instants are on. */
export type StoredRun = {
  readonly plan: Plan
  readonly run: Run
  readonly lastSeen: { readonly boot: string; readonly at: HubTime; readonly wall: WallTime }
}

type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

export const RUN_HANDLERS: Readonly<Record<string, Handler>> = {
  [planSet.kind]: (sql, entry, classId, fields) => {
    planSet.body.parse(entry.body)
    // Once its disclosure is erased the class had a plan that nobody can read.
    const plan = planSet.private.safeParse(fields).data?.plan ?? EMPTY_PLAN
    sql.run('INSERT OR REPLACE INTO live_run (class, plan, run) VALUES (?, ?, ?)', classId, JSON.stringify(plan), JSON.stringify(plannedRun(plan)))
    sql.run('UPDATE live_class SET objective = ? WHERE id = ?', plan.objective, classId)
  },
  [classBegun.kind]: (sql, entry, classId) => move(sql, classId, { type: 'begun', at: classBegun.body.parse(entry.body).at }),
  [classEnded.kind]: (sql, entry, classId) => move(sql, classId, { type: 'ended', at: classEnded.body.parse(entry.body).at }),
  [runMoved.kind]: (sql, entry, classId, fields) => {
    move(sql, classId, eventOf(runMoved.body.parse(entry.body), PlanItem.safeParse(fields['item']).data))
  },
}

function move(sql: Sql, classId: ClassId, event: RunEvent): void {
  const stored = runOf(sql, classId)
  if (!stored) return
  sql.run('UPDATE live_run SET run = ? WHERE class = ?', JSON.stringify(applyRun(stored.run, event)), classId)
}

type RunRow = { plan: string; run: string; last_boot: string; last_at: HubTime; last_wall: WallTime }

export function runOf(sql: Query, classId: ClassId): StoredRun | undefined {
  const row = sql.get<RunRow>('SELECT plan, run, last_boot, last_at, last_wall FROM live_run JOIN live_class ON id = class WHERE class = ?', classId)
  if (!row) return undefined
  return {
    plan: Plan.parse(JSON.parse(row.plan) as Json),
    run: Run.parse(JSON.parse(row.run) as Json),
    lastSeen: { boot: row.last_boot, at: row.last_at, wall: row.last_wall },
  }
}
