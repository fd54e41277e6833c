import type { Json, JsonObject } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { eventOf } from '../../rules/run/moved.ts'
import { applyRun, plannedRun } from '../../rules/run/run.ts'
import type { RunEvent } from '../../rules/run/run.ts'
import { classBegun, classEnded } from '../../wire/entries.ts'
import { Plan, PlanItem, Run } from '../../wire/run.ts'
import { MovedBody, planSet, runMoved } from '../../wire/run-entries.ts'

/** The plan of a class and where its run stands, as entries left them. */
export const RUN_TABLES = `
  CREATE TABLE live_run (
    class TEXT PRIMARY KEY, plan TEXT NOT NULL, plan_from INTEGER NOT NULL, run TEXT NOT NULL
  ) STRICT;
  CREATE INDEX live_run_plan ON live_run (plan_from);
  CREATE TABLE live_inserted (sequence INTEGER PRIMARY KEY, class TEXT NOT NULL, body TEXT NOT NULL) STRICT;
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
    const plan = planSet.private.safeParse(fields).data?.plan
    if (!plan) return dropPlan(sql, classId)
    sql.run(
      'INSERT OR REPLACE INTO live_run (class, plan, plan_from, run) VALUES (?, ?, ?, ?)',
      classId, JSON.stringify(plan), entry.sequence, JSON.stringify(plannedRun(plan)),
    )
    sql.run('UPDATE live_class SET objective = ? WHERE id = ?', plan.objective, classId)
  },
  [classBegun.kind]: (sql, entry, classId) => move(sql, classId, { type: 'begun', at: classBegun.body.parse(entry.body).at }),
  [classEnded.kind]: (sql, entry, classId) => move(sql, classId, { type: 'ended', at: classEnded.body.parse(entry.body).at }),
  [runMoved.kind]: (sql, entry, classId, fields) => {
    const body = runMoved.body.parse(entry.body)
    if (body.type === 'inserted' && !runOf(sql, classId)?.run.items.some(({ id }) => id === body.id)) {
      sql.run('INSERT INTO live_inserted (sequence, class, body) VALUES (?, ?, ?)', entry.sequence, classId, JSON.stringify(body))
    }
    move(sql, classId, eventOf(body, PlanItem.safeParse(fields['item']).data))
  },
}

/** Once its disclosure is erased the class had a plan that nobody can read: it has none, and its moves move nothing. */
function dropPlan(sql: Sql, classId: ClassId): void {
  sql.run('DELETE FROM live_run WHERE class = ?', classId)
  sql.run(`UPDATE live_class SET objective = '' WHERE id = ?`, classId)
}

/** The disclosure of the plan, or of an item that was inserted, is erased. */
export function dropErasedRun(sql: Sql, sequence: number): void {
  const planned = sql.get<{ class: ClassId }>('SELECT class FROM live_run WHERE plan_from = ?', sequence)
  if (planned) dropPlan(sql, planned.class)
  const inserted = sql.get<{ class: ClassId; body: string }>('SELECT class, body FROM live_inserted WHERE sequence = ?', sequence)
  const stored = inserted && runOf(sql, inserted.class)
  if (!inserted || !stored) return
  const event = eventOf(MovedBody.parse(JSON.parse(inserted.body) as Json), undefined)
  if (event.type !== 'inserted') return
  const items = stored.run.items.map((item) => (item.id === event.item.id ? { ...event.item, state: item.state, length: item.length, ran: item.ran } : item))
  sql.run('UPDATE live_run SET run = ? WHERE class = ?', JSON.stringify({ ...stored.run, items }), inserted.class)
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
