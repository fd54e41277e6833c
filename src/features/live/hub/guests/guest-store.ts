import type { Entry } from '../../../../kernel/entry.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { guestCame, guestLeft } from '../../wire/guests.ts'

/** Each time somebody was on stage, as entries left it; instants on the clock of its run. */
export const GUEST_TABLES = `
  CREATE TABLE live_guest (id TEXT PRIMARY KEY, class TEXT NOT NULL, seat TEXT NOT NULL, came_at INTEGER NOT NULL, left_at INTEGER) STRICT;
`

type Handler = (sql: Sql, entry: Entry, classId: ClassId) => void

export const GUEST_HANDLERS: Readonly<Record<string, Handler>> = {
  [guestCame.kind]: (sql, entry, classId) => {
    const { guest, seat, at } = guestCame.body.parse(entry.body)
    sql.run('INSERT INTO live_guest (id, class, seat, came_at) VALUES (?, ?, ?, ?)', guest, classId, seat, at)
  },
  [guestLeft.kind]: (sql, entry) => {
    const { guest, at } = guestLeft.body.parse(entry.body)
    sql.run('UPDATE live_guest SET left_at = ? WHERE id = ?', at, guest)
  },
}

/** Learners who were on stage, each counted once. */
export function guestCount(sql: Query, classId: ClassId): number {
  return sql.get<{ n: number }>('SELECT count(DISTINCT seat) AS n FROM live_guest WHERE class = ?', classId)?.n ?? 0
}
