import type { Entry } from '../../../../kernel/entry.ts'
import type { Projector } from '../../../../platform/journal/journal.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import type { AgreedClock } from '../../../../platform/wall-clock.ts'
import { clockAgreed } from '../../wire/wall-clock.ts'

/** What was agreed on in each run of the machine: the last one counts. */
const TABLES = 'CREATE TABLE clock_agreed (boot TEXT PRIMARY KEY, at_zero INTEGER NOT NULL, uncertainty INTEGER NOT NULL) STRICT;'

export const clockProjector: Projector = {
  feature: 'clock', version: 1, tables: TABLES,
  project: (sql: Sql, { kind, body, time }: Entry) => {
    if (kind !== clockAgreed.kind) return
    const { atZero, spreadMs } = clockAgreed.body.parse(body)
    sql.run(
      `INSERT INTO clock_agreed (boot, at_zero, uncertainty) VALUES (?, ?, ?)
       ON CONFLICT (boot) DO UPDATE SET at_zero = excluded.at_zero, uncertainty = excluded.uncertainty`,
      time.boot, atZero, uncertaintyOf(spreadMs),
    )
  },
}

/** Phones are a second or two off, and so may all of them be together, beyond how far they lie apart. */
const COMMON_ERROR_MS = 5000

export function uncertaintyOf(spreadMs: number): number {
  return spreadMs + COMMON_ERROR_MS
}

export function agreedClock(sql: Query, boot: string): AgreedClock | undefined {
  const row = sql.get<{ at_zero: number; uncertainty: number }>('SELECT at_zero, uncertainty FROM clock_agreed WHERE boot = ?', boot)
  return row && { boot, atZero: row.at_zero, uncertaintyMs: row.uncertainty }
}
