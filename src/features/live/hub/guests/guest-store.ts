import type { Entry, EntryTime } from '../../../../kernel/entry.ts'
import type { ClassId, SeatId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { guestCame, guestLeft } from '../../wire/guests.ts'
import { wallAt } from '../../rules/wall-at.ts'

/** Each time somebody was on stage, as entries left it, by the wall clock. */
export const GUEST_TABLES = `
  CREATE TABLE live_guest (id TEXT PRIMARY KEY, class TEXT NOT NULL, seat TEXT NOT NULL, boot TEXT NOT NULL, came_wall INTEGER NOT NULL, left_wall INTEGER) STRICT;
  CREATE INDEX live_guest_of_class ON live_guest (class, seat);
`

type Handler = (sql: Sql, entry: Entry, classId: ClassId) => void

export const GUEST_HANDLERS: Readonly<Record<string, Handler>> = {
  [guestCame.kind]: (sql, entry, classId) => {
    const { guest, seat, at } = guestCame.body.parse(entry.body)
    sql.run('INSERT INTO live_guest (id, class, seat, boot, came_wall) VALUES (?, ?, ?, ?, ?)', guest, classId, seat, entry.time.boot, wallAt(at, entry.time))
  },
  [guestLeft.kind]: (sql, entry) => {
    const { guest, at } = guestLeft.body.parse(entry.body)
    sql.run('UPDATE live_guest SET left_wall = ? WHERE id = ?', wallAt(at, entry.time), guest)
  },
}

/** The box was started again: nobody is on stage any more, and that they left was told to nobody. The first entry after it is the last instant it can have been. */
export function stageWasCleared(sql: Sql, classId: ClassId, { boot, wall }: EntryTime): void {
  sql.run('UPDATE live_guest SET left_wall = ? WHERE class = ? AND left_wall IS NULL AND boot <> ?', wall, classId, boot)
}

/** When a seat was on stage, by the wall clock; of one who still is, up to the class's last entry. */
export function stageTimesOf(sql: Query, classId: ClassId, seat: SeatId): { from: WallTime; to: WallTime }[] {
  return sql.all(
    `SELECT came_wall AS "from", coalesce(left_wall, max(came_wall, last_wall)) AS "to"
     FROM live_guest JOIN live_class ON live_class.id = class WHERE class = ? AND seat = ? ORDER BY came_wall`,
    classId, seat,
  )
}

/** Learners who were on stage, each counted once. */
export function guestCount(sql: Query, classId: ClassId): number {
  return sql.get<{ n: number }>('SELECT count(DISTINCT seat) AS n FROM live_guest WHERE class = ?', classId)?.n ?? 0
}
