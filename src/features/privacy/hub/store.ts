import type { Json, JsonObject } from '../../../kernel/canonical.ts'
import type { Entry } from '../../../kernel/entry.ts'
import type { ClassId, PersonId } from '../../../kernel/ids.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { fieldsErased } from '../../../platform/journal/erasure.ts'
import type { Projector } from '../../../platform/journal/journal.ts'
import type { Query, Sql } from '../../../platform/sqlite/sql.ts'
import { classBegun, classEnded } from '../../live/wire/entries.ts'
import { classForgotten, consentStated, windowSet } from '../wire/entries.ts'
import { Choices, USUAL_WINDOW_HOURS } from '../wire/words.ts'
import type { Consent, ConsentBy } from '../wire/words.ts'
import { CLAIM_HANDLERS, CLAIM_TABLES } from './claims/claim-store.ts'
import { DEVICE_TABLES, forgetDevices, linkDevice } from './device-store.ts'

/** This feature's SQL but for devices and claims: what people said, and the afterlife of classes. What is text of theirs is in no table. */

const TABLES = `
  CREATE TABLE privacy_class (class TEXT PRIMARY KEY, hours INTEGER NOT NULL DEFAULT ${USUAL_WINDOW_HOURS}, begun INTEGER, ended INTEGER, forgotten INTEGER) STRICT;
  CREATE TABLE privacy_statement (
    sequence INTEGER PRIMARY KEY, class TEXT NOT NULL, person TEXT NOT NULL, by_whom TEXT NOT NULL, choices TEXT NOT NULL,
    at INTEGER NOT NULL, made INTEGER NOT NULL, sha256 TEXT NOT NULL, language TEXT NOT NULL, signature TEXT
  ) STRICT;
  CREATE INDEX privacy_statement_of_person ON privacy_statement (class, person);
  CREATE TABLE privacy_trusted_time (only INTEGER PRIMARY KEY CHECK (only = 1), wall INTEGER NOT NULL) STRICT;
`

export const privacyProjector: Projector = { feature: 'privacy', version: 2, tables: TABLES + DEVICE_TABLES + CLAIM_TABLES, project }

type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

const HANDLERS: Readonly<Record<string, Handler>> = {
  [classBegun.kind]: (sql, { body, time }, classId) => {
    setOfClass(sql, classId, 'begun', wallOf(time, classBegun.body.parse(body).at))
  },
  [classEnded.kind]: (sql, { body, time }, classId) => {
    setOfClass(sql, classId, 'ended', wallOf(time, classEnded.body.parse(body).at))
  },
  [windowSet.kind]: (sql, { body }, classId) => setOfClass(sql, classId, 'hours', windowSet.body.parse(body).hours),
  [classForgotten.kind]: (sql, { body }, classId) => setOfClass(sql, classId, 'forgotten', classForgotten.body.parse(body).at),
  [consentStated.kind]: (sql, { sequence, body, time }, classId, fields) => {
    const { person, by, choices, notice, statement } = consentStated.body.parse(body)
    sql.run(
      'INSERT INTO privacy_statement (sequence, class, person, by_whom, choices, at, made, sha256, language, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      sequence, classId, person, by, JSON.stringify(choices), statement?.at ?? time.wall, time.wall, notice.sha256, notice.language, statement?.signature ?? null,
    )
    linkDevice(sql, { sequence, classId, person, device: consentStated.private.safeParse(fields).data?.device })
  },
}

/** A clock that was set by a network or a witness; the others may have been wrong by years, ahead as well. */
const SURE: ReadonlySet<Entry['time']['quality']> = new Set(['ntp', 'witness'])

function project(sql: Sql, entry: Entry, fields: JsonObject): void {
  if (SURE.has(entry.time.quality)) {
    sql.run('INSERT INTO privacy_trusted_time (only, wall) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET wall = max(wall, excluded.wall)', entry.time.wall)
  }
  if (entry.kind === fieldsErased.kind) forgetDevices(sql, fieldsErased.body.parse(entry.body))
  if (!entry.class) return
  HANDLERS[entry.kind]?.(sql, entry, entry.class.id, fields)
  CLAIM_HANDLERS[entry.kind]?.(sql, entry, entry.class.id, fields)
}

function setOfClass(sql: Sql, classId: ClassId, column: 'hours' | 'begun' | 'ended' | 'forgotten', value: number): void {
  sql.run('INSERT OR IGNORE INTO privacy_class (class) VALUES (?)', classId)
  sql.run(`UPDATE privacy_class SET ${column} = ? WHERE class = ?`, value, classId)
}

/** The wall time of an instant on the clock that an entry was made on. */
function wallOf({ wall, monotonic }: Entry['time'], at: number): WallTime {
  return Math.round(wall - (monotonic - at) / 1000) as WallTime
}

export type StoredClass = { readonly hours: number; readonly begunAt: WallTime | null; readonly endedAt: WallTime | null; readonly isForgotten: boolean }

export function classFacts(sql: Query, classId: ClassId): StoredClass {
  const row = sql.get<{ hours: number; begun: WallTime | null; ended: WallTime | null; forgotten: WallTime | null }>('SELECT hours, begun, ended, forgotten FROM privacy_class WHERE class = ?', classId)
  return { hours: row?.hours ?? USUAL_WINDOW_HOURS, begunAt: row?.begun ?? null, endedAt: row?.ended ?? null, isForgotten: (row?.forgotten ?? null) !== null }
}

/** The highest wall time that an entry was sure of. */
export function trustedWall(sql: Query): WallTime | null {
  return sql.get<{ wall: WallTime }>('SELECT wall FROM privacy_trusted_time')?.wall ?? null
}

/** A statement as it stands on record; `made`: by the wall clock of the box. */
export type Statement = Consent & { readonly sequence: number; readonly made: WallTime; readonly signature: string | null }

type StatementRow = { sequence: number; person: PersonId; by_whom: ConsentBy; choices: string; at: WallTime; made: WallTime; sha256: string; language: string; signature: string | null }

/** Everything a person said in a class, in order. */
export function statementsOf(sql: Query, classId: ClassId, person: string): Statement[] {
  return sql.all<StatementRow>('SELECT * FROM privacy_statement WHERE class = ? AND person = ? ORDER BY sequence', classId, person).map(readStatement)
}

/** The last word of everybody who was asked, in the order in which they were asked first. */
export function lastStatements(sql: Query, classId: ClassId): Statement[] {
  return sql.all<StatementRow>(
    `SELECT s.* FROM privacy_statement s JOIN (SELECT min(sequence) AS first, max(sequence) AS last FROM privacy_statement WHERE class = ? GROUP BY person) p
     ON s.sequence = p.last ORDER BY p.first`, classId,
  ).map(readStatement)
}

function readStatement({ sequence, person, by_whom: by, choices, at, made, sha256, language, signature }: StatementRow): Statement {
  return { sequence, person, by, choices: Choices.parse(JSON.parse(choices) as Json), at, made, notice: { sha256, language }, signature }
}
