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
    class TEXT PRIMARY KEY, plan TEXT NOT NULL, run TEXT NOT NULL,
    clock_boot TEXT NOT NULL, clock_at INTEGER NOT NULL, clock_wall INTEGER NOT NULL
  ) STRICT;
`

/** `clock`: an instant on the clock that the run's own instants are on, with its wall time. */
export type StoredRun = {
  readonly plan: Plan
  readonly run: Run
  readonly clock: { readonly boot: string; readonly at: HubTime; readonly wall: WallTime }
}

type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

export const RUN_HANDLERS: Readonly<Record<string, Handler>> = {
  [planSet.kind]: (sql, entry, classId, fields) => {
    planSet.body.parse(entry.body)
    // Once its disclosure is erased the class had a plan that nobody can read.
    const plan = planSet.private.safeParse(fields).data?.plan ?? EMPTY_PLAN
    const { boot, monotonic, wall } = entry.time
    sql.run(
      `INSERT INTO live_run (class, plan, run, clock_boot, clock_at, clock_wall) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (class) DO UPDATE SET plan = excluded.plan, run = excluded.run,
         clock_boot = excluded.clock_boot, clock_at = excluded.clock_at, clock_wall = excluded.clock_wall`,
      classId, JSON.stringify(plan), JSON.stringify(plannedRun(plan)), boot, monotonic, wall,
    )
    sql.run('UPDATE live_class SET objective = ? WHERE id = ?', plan.objective, classId)
  },
  [classBegun.kind]: (sql, entry, classId) => move(sql, entry, classId, { type: 'begun', at: classBegun.body.parse(entry.body).at }),
  [classEnded.kind]: (sql, entry, classId) => move(sql, entry, classId, { type: 'ended', at: classEnded.body.parse(entry.body).at }),
  [runMoved.kind]: (sql, entry, classId, fields) => {
    move(sql, entry, classId, eventOf(runMoved.body.parse(entry.body), PlanItem.safeParse(fields['item']).data))
  },
}

function move(sql: Sql, { time }: Entry, classId: ClassId, event: RunEvent): void {
  const stored = runOf(sql, classId)
  if (!stored) return
  sql.run(
    'UPDATE live_run SET run = ?, clock_boot = ?, clock_at = ?, clock_wall = ? WHERE class = ?',
    JSON.stringify(applyRun(stored.run, event)), time.boot, time.monotonic, time.wall, classId,
  )
}

type RunRow = { plan: string; run: string; clock_boot: string; clock_at: HubTime; clock_wall: WallTime }

export function runOf(sql: Query, classId: ClassId): StoredRun | undefined {
  const row = sql.get<RunRow>('SELECT plan, run, clock_boot, clock_at, clock_wall FROM live_run WHERE class = ?', classId)
  if (!row) return undefined
  return {
    plan: Plan.parse(JSON.parse(row.plan) as Json),
    run: Run.parse(JSON.parse(row.run) as Json),
    clock: { boot: row.clock_boot, at: row.clock_at, wall: row.clock_wall },
  }
}
