import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { Entry } from '../../../../kernel/entry.ts'
import { DeviceId } from '../../../../kernel/ids.ts'
import type { ClaimId, ClassId, PersonId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import { claimDecided, claimMade, claimTakenBack } from '../../wire/entries.ts'
import type { ClaimState, Removal, Span } from '../../wire/words.ts'
import { linkDevice } from '../device-store.ts'

/** The actor of what the box does by itself. */
export const BOX = 'box'

/** The SQL of claims: what people asked to have removed, and what became of it. Their reasons and notes are in no table. */
export const CLAIM_TABLES = `
  CREATE TABLE privacy_claim (
    class TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, person TEXT NOT NULL, from_wall INTEGER NOT NULL, to_wall INTEGER NOT NULL,
    sound INTEGER NOT NULL, picture INTEGER NOT NULL, text INTEGER NOT NULL, made_by TEXT NOT NULL, made INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', decided INTEGER, decided_sequence INTEGER, PRIMARY KEY (class, id)
  ) STRICT;
  CREATE INDEX privacy_claim_of_person ON privacy_claim (class, person);
`

type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

export const CLAIM_HANDLERS: Readonly<Record<string, Handler>> = {
  [claimMade.kind]: (sql, { sequence, body, time, actor }, classId, fields) => {
    const { claim, person, span, remove, statement } = claimMade.body.parse(body)
    sql.run(
      'INSERT INTO privacy_claim (class, id, sequence, person, from_wall, to_wall, sound, picture, text, made_by, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      classId, claim, sequence, person, span.from, span.to, Number(remove.sound), Number(remove.picture), Number(remove.text), statement !== null ? 'self' : actor === BOX ? 'box' : 'crew', time.wall,
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

type MadeBy = 'self' | 'crew' | 'box'

export type StoredClaim = {
  readonly id: ClaimId
  readonly sequence: number
  readonly person: PersonId
  readonly span: Span
  readonly remove: Removal
  /** Who made it: whoever it is of, somebody of the crew for them, or the box, when they took back a yes. */
  readonly by: MadeBy
  readonly state: ClaimState
  readonly madeAt: WallTime
  readonly decidedAt: WallTime | null
  /** Where the note stands of whoever decided. */
  readonly decidedIn: number | null
}

type ClaimRow = {
  id: ClaimId; sequence: number; person: PersonId; from_wall: WallTime; to_wall: WallTime; sound: number; picture: number; text: number
  made_by: MadeBy; made: WallTime; state: ClaimState; decided: WallTime | null; decided_sequence: number | null
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
    by: row.made_by, state: row.state, madeAt: row.made, decidedAt: row.decided, decidedIn: row.decided_sequence,
  }
}
