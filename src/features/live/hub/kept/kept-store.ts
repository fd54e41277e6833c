import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import type { ClassId, PollId, QuestionId, SeatId } from '../../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { wallAt } from '../../rules/wall-at.ts'
import { handRaised } from '../../wire/entries.ts'
import { answerKept, nameKept, questionKept, visitKept } from '../../wire/kept-entries.ts'
import { checkAnswered } from '../../wire/together-entries.ts'

/**
 * What a seat did, by instants, and which entries hold something of whoever sits there, and under which purpose.
 * `fields`: the names (JSON) of those private fields that are left; `subject`: the poll or question. What they say is in no table.
 */
export const KEPT_TABLES = `
  CREATE TABLE live_act (sequence INTEGER PRIMARY KEY, class TEXT NOT NULL, seat TEXT NOT NULL, why TEXT NOT NULL, wall INTEGER NOT NULL) STRICT;
  CREATE INDEX live_act_of_seat ON live_act (class, seat);
  CREATE TABLE live_kept (
    sequence INTEGER PRIMARY KEY, class TEXT NOT NULL, seat TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT, purpose TEXT NOT NULL, fields TEXT NOT NULL
  ) STRICT;
  CREATE INDEX live_kept_of_seat ON live_kept (class, seat, purpose);
`

export type KeptPurpose = 'answers' | 'analytics'
type Kept = { readonly seat: SeatId; readonly purpose: KeptPurpose; readonly subject: PollId | QuestionId | null }
type ActWhy = 'hand' | 'answer' | 'question'
type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

export const KEPT_HANDLERS: Readonly<Record<string, Handler>> = {
  [handRaised.kind]: (sql, entry, classId) => {
    const { seat, up, at } = handRaised.body.parse(entry.body)
    if (up) acted(sql, entry, classId, { seat, at, why: 'hand' })
  },
  [checkAnswered.kind]: (sql, entry, classId) => acted(sql, entry, classId, { ...checkAnswered.body.parse(entry.body), why: 'answer' }),
  [answerKept.kind]: (sql, entry, classId, fields) => {
    const body = answerKept.body.parse(entry.body)
    acted(sql, entry, classId, { ...body, why: 'answer' })
    kept(sql, entry, classId, { seat: body.seat, purpose: 'answers', subject: body.poll }, fields)
  },
  [questionKept.kind]: (sql, entry, classId, fields) => {
    const body = questionKept.body.parse(entry.body)
    acted(sql, entry, classId, { ...body, why: 'question' })
    kept(sql, entry, classId, { seat: body.seat, purpose: 'answers', subject: body.question }, fields)
  },
  [nameKept.kind]: (sql, entry, classId, fields) => kept(sql, entry, classId, { ...nameKept.body.parse(entry.body), purpose: 'answers', subject: null }, fields),
  [visitKept.kind]: (sql, entry, classId, fields) => kept(sql, entry, classId, { ...visitKept.body.parse(entry.body), purpose: 'analytics', subject: null }, fields),
}

function acted(sql: Sql, { sequence, time }: Entry, classId: ClassId, { seat, at, why }: { seat: SeatId; at: HubTime; why: ActWhy }): void {
  sql.run('INSERT INTO live_act (sequence, class, seat, why, wall) VALUES (?, ?, ?, ?, ?)', sequence, classId, seat, why, wallAt(at, time))
}

/** Without its disclosures (erased) nothing is kept by it. */
function kept(sql: Sql, { sequence, kind }: Entry, classId: ClassId, { seat, purpose, subject }: Kept, fields: JsonObject): void {
  const names = Object.keys(fields).toSorted()
  if (names.length === 0) return
  sql.run(
    'INSERT INTO live_kept (sequence, class, seat, kind, subject, purpose, fields) VALUES (?, ?, ?, ?, ?, ?, ?)',
    sequence, classId, seat, kind, subject, purpose, JSON.stringify(names),
  )
}

/** `lost`: names of the fields that are erased; null: all. */
export function dropErasedKept(sql: Sql, sequence: number, lost: readonly string[] | null): void {
  const row = sql.get<{ fields: string }>('SELECT fields FROM live_kept WHERE sequence = ?', sequence)
  if (!row) return
  const left = lost === null ? [] : (JSON.parse(row.fields) as string[]).filter((name) => !lost.includes(name)) // As the handler above wrote it.
  if (left.length === 0) sql.run('DELETE FROM live_kept WHERE sequence = ?', sequence)
  else sql.run('UPDATE live_kept SET fields = ? WHERE sequence = ?', JSON.stringify(left), sequence)
}

/** Instants by the wall clock, in the order of the record. */
export function actsOfSeat(sql: Query, classId: ClassId, seat: SeatId): { why: ActWhy; wall: WallTime }[] {
  return sql.all('SELECT why, wall FROM live_act WHERE class = ? AND seat = ? ORDER BY sequence', classId, seat)
}

/** Sequences of entries that still hold something, in order. */
export function keptSequences(sql: Query, classId: ClassId, seat: SeatId, purpose: KeptPurpose): number[] {
  return sql.all<{ sequence: number }>('SELECT sequence FROM live_kept WHERE class = ? AND seat = ? AND purpose = ? ORDER BY sequence', classId, seat, purpose)
    .map(({ sequence }) => sequence)
}

/** The last entry of the kind that still holds something of the seat; `subject`: the poll or question. */
export function lastKept(sql: Query, classId: ClassId, seat: SeatId, kind: string, subject: PollId | QuestionId | null): number | undefined {
  return sql.get<{ sequence: number }>(
    'SELECT sequence FROM live_kept WHERE class = ? AND seat = ? AND kind = ? AND subject IS ? ORDER BY sequence DESC LIMIT 1', classId, seat, kind, subject,
  )?.sequence
}
