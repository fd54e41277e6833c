import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import { DeviceId } from '../../../../kernel/ids.ts'
import type { ClaimId, ClassId, PersonId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { claimDecided, claimMade, claimTakenBack } from '../../wire/entries.ts'
import type { ClaimState, Removal, Span } from '../../wire/words.ts'
import { linkDevice } from '../device-store.ts'

/** The SQL of claims: what people asked to have removed, and what became of it. Their reasons and notes are in no table. */
export const CLAIM_TABLES = `
  CREATE TABLE privacy_claim (
    class TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, person TEXT NOT NULL, from_wall INTEGER NOT NULL, to_wall INTEGER NOT NULL,
    sound INTEGER NOT NULL, picture INTEGER NOT NULL, text INTEGER NOT NULL, by_self INTEGER NOT NULL, made INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', decided INTEGER, decided_sequence INTEGER, PRIMARY KEY (class, id)
  ) STRICT;
  CREATE INDEX privacy_claim_of_person ON privacy_claim (class, person);
`

type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

export const CLAIM_HANDLERS: Readonly<Record<string, Handler>> = {
  [claimMade.kind]: (sql, { sequence, body, time }, classId, fields) => {
    const { claim, person, span, remove, statement } = claimMade.body.parse(body)
    sql.run(
      'INSERT INTO privacy_claim (class, id, sequence, person, from_wall, to_wall, sound, picture, text, by_self, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      classId, claim, sequence, person, span.from, span.to, Number(remove.sound), Number(remove.picture), Number(remove.text), Number(statement !== null), time.wall,
    )
    linkDevice(sql, { sequence, classId, person, device: DeviceId.safeParse(fields['device']).data })
  },
  [claimTakenBack.kind]: (sql, { body, time }, classId) => {
    sql.run("UPDATE privacy_claim SET state = 'taken-back', decided = ? WHERE class = ? AND id = ?", time.wall, classId, claimTakenBack.body.parse(body).claim)
  },
  [claimDecided.kind]: (sql, { sequence, body, time }, classId) => {
    const { claim, removed } = claimDecided.body.parse(body)
    sql.run(
      'UPDATE privacy_claim SET state = ?, decided = ?, decided_sequence = ? WHERE class = ? AND id = ?',
      removed === null ? 'refused' : 'removed', time.wall, sequence, classId, claim,
    )
  },
}

export type StoredClaim = {
  readonly id: ClaimId
  readonly sequence: number
  readonly person: PersonId
  readonly span: Span
  readonly remove: Removal
  readonly bySelf: boolean
  readonly state: ClaimState
  readonly madeAt: WallTime
  readonly decidedAt: WallTime | null
  /** Where the note stands of whoever decided. */
  readonly decidedIn: number | null
}

type ClaimRow = {
  id: ClaimId; sequence: number; person: PersonId; from_wall: WallTime; to_wall: WallTime; sound: number; picture: number; text: number
  by_self: number; made: WallTime; state: ClaimState; decided: WallTime | null; decided_sequence: number | null
}

export function claimById(sql: Query, classId: ClassId, id: string): StoredClaim | undefined {
  const row = sql.get<ClaimRow>('SELECT * FROM privacy_claim WHERE class = ? AND id = ?', classId, id)
  return row && readClaim(row)
}

/** In the order in which they were made. */
export function claimsOfClass(sql: Query, classId: ClassId): StoredClaim[] {
  return sql.all<ClaimRow>('SELECT * FROM privacy_claim WHERE class = ? ORDER BY sequence', classId).map(readClaim)
}

/** In the order in which they were made. */
export function claimsOfPerson(sql: Query, classId: ClassId, person: PersonId): StoredClaim[] {
  return sql.all<ClaimRow>('SELECT * FROM privacy_claim WHERE class = ? AND person = ? ORDER BY sequence', classId, person).map(readClaim)
}

function readClaim(row: ClaimRow): StoredClaim {
  return {
    id: row.id, sequence: row.sequence, person: row.person, span: { from: row.from_wall, to: row.to_wall },
    remove: { sound: row.sound === 1, picture: row.picture === 1, text: row.text === 1 },
    bySelf: row.by_self === 1, state: row.state, madeAt: row.made, decidedAt: row.decided, decidedIn: row.decided_sequence,
  }
}
