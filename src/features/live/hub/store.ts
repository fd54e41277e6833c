import type { Json, JsonObject } from '../../../kernel/canonical.ts'
import type { Entry } from '../../../kernel/entry.ts'
import type { ClassCode, ClassId, DeviceId, SeatId } from '../../../kernel/ids.ts'
import type { HubTime, WallTime } from '../../../kernel/time.ts'
import { fieldsErased } from '../../../platform/journal/erasure.ts'
import type { Projector } from '../../../platform/journal/journal.ts'
import type { Query, Sql } from '../../../platform/sqlite/sql.ts'
import {
  classBegun, classEnded, classMade, classRenamed, cuePressed, doorSet, handRaised, lobbyOpened, repConfirmed, seatChanged, seatTaken, standingSet, startSet,
} from '../wire/entries.ts'
import { dropErased } from './drop-erased.ts'
import { maySit } from '../rules/standing.ts'
import { wallAt } from '../rules/wall-at.ts'
import { GUEST_HANDLERS, GUEST_TABLES, guestCount, stageWasCleared } from './guests/guest-store.ts'
import { KEPT_HANDLERS, KEPT_TABLES } from './kept/kept-store.ts'
import { REHEARSAL_HANDLERS, REHEARSAL_TABLES } from './rehearsal/rehearsal-store.ts'
import { RUN_HANDLERS, RUN_TABLES } from './run/run-store.ts'
import { TALK_HANDLERS, TALK_TABLES, togetherCountsOf } from './together/together-store.ts'
import type { TogetherCounts } from './together/together-store.ts'
import { FILE_HANDLERS, FILE_LASTING, FILE_TABLES } from './files/file-store.ts'
import { Admission, RecordedFigures } from '../wire/words.ts'
import type { ClassFigures, ClassPhase, SeatKind, Standing } from '../wire/words.ts'

/** All of this feature's SQL: tables that entries rebuild, and the questions asked of them. */

const TABLES = `
  CREATE TABLE live_class (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, title_from INTEGER NOT NULL, phase TEXT NOT NULL,
    made_order INTEGER NOT NULL,
    begun_boot TEXT, begun_at INTEGER, begun_wall INTEGER, admit_at TEXT,
    starts_boot TEXT, starts_at INTEGER, starts_wall INTEGER, locked INTEGER NOT NULL DEFAULT 0,
    ended_wall INTEGER, figures TEXT,
    objective TEXT NOT NULL DEFAULT '',
    last_boot TEXT, last_at INTEGER, last_wall INTEGER,
    entries INTEGER NOT NULL DEFAULT 0, cues INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX live_class_title ON live_class (title_from);
  CREATE TABLE live_seat (
    id TEXT PRIMARY KEY, class TEXT NOT NULL, device TEXT, taken_order INTEGER NOT NULL, kind TEXT NOT NULL, headphones INTEGER NOT NULL,
    hands INTEGER NOT NULL DEFAULT 0, reps INTEGER NOT NULL DEFAULT 0, hand_since INTEGER, standing TEXT NOT NULL DEFAULT 'welcome'
  ) STRICT;
  CREATE UNIQUE INDEX live_seat_of_device ON live_seat (class, device);
  CREATE INDEX live_seat_taken ON live_seat (taken_order);
`

/** An instant: on one run's clock, and by the wall. */
export type Begun = { readonly boot: string; readonly at: HubTime; readonly wall: WallTime }

export type StoredClass = {
  readonly id: ClassId
  readonly code: ClassCode
  readonly title: string
  /** What people can do afterwards, as the plan says; may be empty. */
  readonly objective: string
  readonly phase: ClassPhase
  readonly begun: Begun | null
  /** When each kind of seat is let in, on the clock of `begun`; null: all at once. */
  readonly admitAt: Admission | null
  /** When it is to begin by itself. */
  readonly starts: Begun | null
  readonly locked: boolean
  readonly endedAt: WallTime | null
  readonly figures: ClassFigures | null
  /** Entries of this class so far. */
  readonly entries: number
}

/** `handSince` is on the clock of the run in which the class began; a hand does not outlive a power cut. */
export type StoredSeat = { readonly id: SeatId; readonly device: DeviceId; readonly kind: SeatKind; readonly headphones: boolean; readonly reps: number; readonly handSince: HubTime | null; readonly standing: Standing }

/** What is on record of a class and belongs in its figures. */
export type Counts = TogetherCounts & { readonly came: number; readonly cues: number; readonly hands: number; readonly reps: number; readonly guests: number }

export const liveProjector: Projector = { feature: 'live', version: 11, tables: TABLES + RUN_TABLES + GUEST_TABLES + TALK_TABLES + FILE_TABLES + KEPT_TABLES + REHEARSAL_TABLES, lasting: FILE_LASTING, project }

type Handler = (sql: Sql, entry: Entry, classId: ClassId, fields: JsonObject) => void

const HANDLERS: Readonly<Record<string, Handler>> = {
  [classMade.kind]: (sql, entry, classId, fields) => {
    const { code } = classMade.body.parse(entry.body)
    const title = titleOf(fields)
    sql.run(
      `INSERT INTO live_class (id, code, title, title_from, phase, made_order, entries) VALUES (?, ?, ?, ?, 'draft', ?, 1)`,
      classId, code, title, entry.sequence, entry.sequence,
    )
  },
  [classRenamed.kind]: (sql, { sequence }, classId, fields) => {
    sql.run('UPDATE live_class SET title = ?, title_from = ? WHERE id = ?', titleOf(fields), sequence, classId)
  },
  [lobbyOpened.kind]: (sql, _entry, classId) => {
    sql.run(`UPDATE live_class SET phase = 'lobby' WHERE id = ?`, classId)
  },
  [classBegun.kind]: (sql, entry, classId) => {
    const { at, admitAt } = classBegun.body.parse(entry.body)
    sql.run(
      `UPDATE live_class SET phase = 'live', begun_boot = ?, begun_at = ?, begun_wall = ?, admit_at = ?, starts_at = NULL WHERE id = ?`,
      entry.time.boot, at, entry.time.wall, admitAt ? JSON.stringify(admitAt) : null, classId,
    )
  },
  [startSet.kind]: (sql, { body, time }, classId) => {
    const { at } = startSet.body.parse(body)
    const wall = at === null ? null : wallAt(at, time)
    sql.run('UPDATE live_class SET starts_boot = ?, starts_at = ?, starts_wall = ? WHERE id = ?', time.boot, at, wall, classId)
  },
  [doorSet.kind]: (sql, entry, classId) => {
    sql.run('UPDATE live_class SET locked = ? WHERE id = ?', Number(doorSet.body.parse(entry.body).locked), classId)
  },
  [classEnded.kind]: (sql, entry, classId) => {
    const { figures } = classEnded.body.parse(entry.body)
    sql.run(
      `UPDATE live_class SET phase = 'closed', ended_wall = ?, figures = ? WHERE id = ?`,
      entry.time.wall, JSON.stringify(figures), classId,
    )
  },
  [seatTaken.kind]: (sql, entry, classId, fields) => {
    const { seat, kind, headphones } = seatTaken.body.parse(entry.body)
    // Without its disclosure (erased) the seat stays counted and belongs to nobody.
    const device = seatTaken.private.safeParse(fields).data?.device ?? null
    sql.run(
      'INSERT INTO live_seat (id, class, device, taken_order, kind, headphones) VALUES (?, ?, ?, ?, ?, ?)',
      seat, classId, device, entry.sequence, kind, Number(headphones),
    )
  },
  [seatChanged.kind]: (sql, entry) => {
    const { seat, kind, headphones } = seatChanged.body.parse(entry.body)
    sql.run('UPDATE live_seat SET kind = ?, headphones = ? WHERE id = ?', kind, Number(headphones), seat)
  },
  [standingSet.kind]: (sql, entry) => {
    const { seat, standing } = standingSet.body.parse(entry.body)
    sql.run('UPDATE live_seat SET standing = ?, hand_since = CASE WHEN ? THEN hand_since END WHERE id = ?', standing, Number(standing === 'welcome'), seat)
  },
  [cuePressed.kind]: (sql, entry, classId) => {
    if (cuePressed.body.parse(entry.body).kind === 'now') sql.run('UPDATE live_class SET cues = cues + 1 WHERE id = ?', classId)
  },
  [handRaised.kind]: (sql, entry) => {
    const { seat, up, at } = handRaised.body.parse(entry.body)
    if (up) sql.run('UPDATE live_seat SET hands = hands + 1 WHERE id = ?', seat)
    // A hand that went up in the moment of the muting comes on record after it.
    sql.run(`UPDATE live_seat SET hand_since = CASE WHEN standing = 'welcome' THEN ? END WHERE id = ?`, up ? at : null, seat)
  },
  [repConfirmed.kind]: (sql, entry) => {
    const { seat, count } = repConfirmed.body.parse(entry.body)
    sql.run('UPDATE live_seat SET reps = max(reps, ?) WHERE id = ?', count, seat)
  },
}

/** Empty once its disclosure is erased. */
function titleOf(fields: JsonObject): string {
  return classMade.private.safeParse(fields).data?.title ?? ''
}

function project(sql: Sql, entry: Entry, fields: JsonObject): void {
  FILE_HANDLERS[entry.kind]?.(sql, entry, fields)
  if (entry.kind === fieldsErased.kind) dropErased(sql, fieldsErased.body.parse(entry.body))
  if (!entry.class) return
  const { boot, monotonic, wall } = entry.time
  if (entry.kind !== classMade.kind) {
    sql.run('UPDATE live_class SET entries = entries + 1, last_boot = ?, last_at = ?, last_wall = ? WHERE id = ?', boot, monotonic, wall, entry.class.id)
  }
  HANDLERS[entry.kind]?.(sql, entry, entry.class.id, fields)
  RUN_HANDLERS[entry.kind]?.(sql, entry, entry.class.id, fields)
  TALK_HANDLERS[entry.kind]?.(sql, entry, entry.class.id, fields)
  stageWasCleared(sql, entry.class.id, entry.time)
  GUEST_HANDLERS[entry.kind]?.(sql, entry, entry.class.id)
  KEPT_HANDLERS[entry.kind]?.(sql, entry, entry.class.id, fields)
  REHEARSAL_HANDLERS[entry.kind]?.(sql, entry, entry.class.id)
}

type ClassRow = {
  id: ClassId; code: ClassCode; title: string; objective: string; phase: ClassPhase
  begun_boot: string | null; begun_at: HubTime | null; begun_wall: WallTime | null; admit_at: string | null
  starts_boot: string | null; starts_at: HubTime | null; starts_wall: WallTime | null; locked: number
  ended_wall: WallTime | null; figures: string | null; entries: number
}
type SeatRow = { id: SeatId; device: DeviceId; kind: SeatKind; headphones: number; reps: number; hand_since: HubTime | null; standing: Standing }

export function classByCode(sql: Query, code: string): StoredClass | undefined {
  return readClass(sql.get<ClassRow>('SELECT * FROM live_class WHERE code = ?', code))
}

export function classById(sql: Query, id: ClassId): StoredClass | undefined {
  return readClass(sql.get<ClassRow>('SELECT * FROM live_class WHERE id = ?', id))
}

/** Newest first, at most `most`. */
export function classes(sql: Query, most = 50): StoredClass[] {
  return sql.all<ClassRow>('SELECT * FROM live_class ORDER BY made_order DESC LIMIT ?', most).flatMap((row) => readClass(row) ?? [])
}

/** The classes that are in lobby or live; the rules see to it that there is at most one. */
export function runningClasses(sql: Query): StoredClass[] {
  return sql.all<ClassRow>(`SELECT * FROM live_class WHERE phase IN ('lobby', 'live')`).flatMap((row) => readClass(row) ?? [])
}

/** A device's seat, also when its owner was sent out of it. */
export function seatOf(sql: Query, classId: ClassId, device: DeviceId): StoredSeat | undefined {
  return readSeat(sql.get<SeatRow>('SELECT * FROM live_seat WHERE class = ? AND device = ?', classId, device))
}

/** Sequence of the entry by which the device took its seat. */
export function takenOrder(sql: Query, classId: ClassId, device: DeviceId): number | null {
  return sql.get<{ taken: number }>('SELECT taken_order AS taken FROM live_seat WHERE class = ? AND device = ?', classId, device)?.taken ?? null
}

/** The seat a device may sit in now. */
export function sittingOf(sql: Query, classId: ClassId, device: DeviceId): StoredSeat | undefined {
  const seat = seatOf(sql, classId, device)
  return seat && maySit(seat.standing) ? seat : undefined
}

export function seatById(sql: Query, classId: ClassId, id: string): StoredSeat | undefined {
  return readSeat(sql.get<SeatRow>('SELECT * FROM live_seat WHERE class = ? AND id = ? AND device IS NOT NULL', classId, id))
}

/** Also of a seat that belongs to nobody any more. */
export function classOfSeat(sql: Query, seat: SeatId): ClassId | undefined {
  return sql.get<{ class: ClassId }>('SELECT class FROM live_seat WHERE id = ?', seat)?.class
}

export function seatsOf(sql: Query, classId: ClassId): StoredSeat[] {
  return sql.all<SeatRow>('SELECT * FROM live_seat WHERE class = ? AND device IS NOT NULL', classId).flatMap((row) => readSeat(row) ?? [])
}

/** `device` is null once the link is erased. */
export type TakenSeat = Pick<StoredSeat, 'id' | 'kind' | 'headphones' | 'reps'> & { readonly device: DeviceId | null; readonly hands: number }

export function takenSeats(sql: Query, classId: ClassId): TakenSeat[] {
  return sql.all<Omit<TakenSeat, 'headphones'> & { headphones: number }>(
    'SELECT id, device, kind, headphones, hands, reps FROM live_seat WHERE class = ? ORDER BY taken_order', classId,
  ).map((row) => ({ ...row, headphones: row.headphones === 1 }))
}

export function seatCount(sql: Query, classId: ClassId): number {
  return sql.get<{ n: number }>('SELECT count(*) AS n FROM live_seat WHERE class = ?', classId)?.n ?? 0
}

export function countsOf(sql: Query, classId: ClassId): Counts {
  const { cues } = sql.get<{ cues: number }>('SELECT cues FROM live_class WHERE id = ?', classId) ?? { cues: 0 }
  const seats = countsByKind(sql, classId)
  const sum = (of: 'came' | 'hands' | 'reps'): number => seats.reduce((total, row) => total + row[of], 0)
  return { came: sum('came'), cues, hands: sum('hands'), reps: sum('reps'), guests: guestCount(sql, classId), ...togetherCountsOf(sql, classId) }
}

/** Kinds that nobody chose are left out. */
export function countsByKind(sql: Query, classId: ClassId): { kind: SeatKind; came: number; hands: number; reps: number }[] {
  return sql.all('SELECT kind, count(*) AS came, sum(hands) AS hands, sum(reps) AS reps FROM live_seat WHERE class = ? GROUP BY kind', classId)
}

function readClass(row: ClassRow | undefined): StoredClass | undefined {
  if (!row) return undefined
  const { id, code, title, objective, phase, entries } = row
  const begun = readInstant(row.begun_boot, row.begun_at, row.begun_wall)
  const starts = readInstant(row.starts_boot, row.starts_at, row.starts_wall)
  const admitAt = row.admit_at === null ? null : Admission.parse(JSON.parse(row.admit_at))
  const figures = row.figures === null ? null : { ...RecordedFigures.parse(JSON.parse(row.figures) as Json), title }
  return { id, code, title, objective, phase, begun, admitAt, starts, locked: row.locked === 1, endedAt: row.ended_wall, figures, entries }
}

function readInstant(boot: string | null, at: HubTime | null, wall: WallTime | null): Begun | null {
  return boot === null || at === null || wall === null ? null : { boot, at, wall }
}

function readSeat(row: SeatRow | undefined): StoredSeat | undefined {
  if (!row) return undefined
  const { id, device, kind, headphones, reps, hand_since: handSince, standing } = row
  return { id, device, kind, headphones: headphones === 1, reps, handSince, standing }
}
