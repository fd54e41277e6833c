import type { Entry } from '../../../../kernel/entry.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { HeldRehearsal, rehearsalHeld } from '../../wire/rehearsal.ts'

/** The sheets of rehearsals, as entries left them. */
export const REHEARSAL_TABLES = `
  CREATE TABLE live_rehearsal (
    rehearsal TEXT PRIMARY KEY, class TEXT NOT NULL, held_order INTEGER NOT NULL, sheet TEXT NOT NULL
  ) STRICT;
`

export const REHEARSAL_HANDLERS: Readonly<Record<string, (sql: Sql, entry: Entry, classId: ClassId) => void>> = {
  [rehearsalHeld.kind]: (sql, { body, sequence }, classId) => {
    const held = rehearsalHeld.body.parse(body)
    sql.run('INSERT OR IGNORE INTO live_rehearsal (rehearsal, class, held_order, sheet) VALUES (?, ?, ?, ?)', held.rehearsal, classId, sequence, JSON.stringify(held))
  },
}

/** Newest first. */
export function rehearsalsOf(sql: Query, classId: ClassId): HeldRehearsal[] {
  return sql.all<{ sheet: string }>('SELECT sheet FROM live_rehearsal WHERE class = ? ORDER BY held_order DESC', classId)
    .map(({ sheet }) => HeldRehearsal.parse(JSON.parse(sheet)))
}

export function isHeld(sql: Query, rehearsal: string): boolean {
  return sql.get('SELECT 1 FROM live_rehearsal WHERE rehearsal = ?', rehearsal) !== undefined
}
