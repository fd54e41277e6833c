import type { BlobRef, Entry } from '../../../kernel/entry.ts'
import type { ClassId } from '../../../kernel/ids.ts'
import { hubTime, later, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { HubTime, WallTime } from '../../../kernel/time.ts'
import type { Projector } from '../../../platform/journal/journal.ts'
import type { Query, Sql } from '../../../platform/sqlite/sql.ts'
import { classBegun, classEnded } from '../../live/wire/entries.ts'
import { recordingDestroyed, recordingSet, replaySet, segmentReplaced, segmentSealed, segmentsLost } from '../wire/entries.ts'
import { NO_REPLAY, SegmentPart } from '../wire/words.ts'
import type { NotWritten, Replay, Track } from '../wire/words.ts'
import type { InitSegment, StoredSegment } from './segments.ts'

/** All of this feature's SQL: what entries left of each class's recording, and the keys that no entry tells. */

const TABLES = `
  CREATE TABLE capture_class (
    class TEXT PRIMARY KEY, is_on INTEGER NOT NULL DEFAULT 0, segments INTEGER NOT NULL DEFAULT 0,
    replay_who TEXT NOT NULL DEFAULT 'nobody', replay_until INTEGER,
    begun_boot TEXT, begun_at INTEGER, begun_wall INTEGER, ended_boot TEXT, ended_at INTEGER, ended_wall INTEGER
  ) STRICT;
  CREATE TABLE capture_switch (
    class TEXT NOT NULL, entry INTEGER PRIMARY KEY, is_on INTEGER NOT NULL, boot TEXT NOT NULL, at INTEGER NOT NULL, wall INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE capture_lost (
    class TEXT NOT NULL, entry INTEGER PRIMARY KEY, boot TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, wall INTEGER NOT NULL, why TEXT NOT NULL
  ) STRICT;
  CREATE TABLE capture_segment (
    class TEXT NOT NULL, number INTEGER NOT NULL, boot TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, wall INTEGER NOT NULL,
    discontinuity INTEGER NOT NULL, parts TEXT NOT NULL, plain TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
    PRIMARY KEY (class, number)
  ) STRICT, WITHOUT ROWID;
`

/** What opens each segment, and what its salted hash was salted with. Without its row a segment is noise. Init segments hold no picture and no sound. */
const LASTING = `
  CREATE TABLE IF NOT EXISTS capture_segment_key (
    class TEXT NOT NULL, number INTEGER NOT NULL, key BLOB NOT NULL, salt BLOB NOT NULL, PRIMARY KEY (class, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS capture_init (
    sha256 TEXT PRIMARY KEY, track TEXT NOT NULL, codec TEXT NOT NULL, width INTEGER, height INTEGER, bytes BLOB NOT NULL
  ) STRICT;
`

export const captureProjector: Projector = { feature: 'capture', version: 1, tables: TABLES, lasting: LASTING, project }

type Handler = (sql: Sql, entry: Entry, classId: ClassId) => void

const HANDLERS: Readonly<Record<string, Handler>> = {
  [classBegun.kind]: (sql, { body, time }, classId) => {
    const { at } = classBegun.body.parse(body)
    sql.run('UPDATE capture_class SET begun_boot = ?, begun_at = ?, begun_wall = ? WHERE class = ?', time.boot, at, wallOf(time, at), classId)
  },
  [classEnded.kind]: (sql, { body, time }, classId) => {
    const { at } = classEnded.body.parse(body)
    sql.run('UPDATE capture_class SET is_on = 0, ended_boot = ?, ended_at = ?, ended_wall = ? WHERE class = ?', time.boot, at, wallOf(time, at), classId)
  },
  [recordingSet.kind]: (sql, { body, time, sequence }, classId) => {
    const { on, at } = recordingSet.body.parse(body)
    sql.run('UPDATE capture_class SET is_on = ? WHERE class = ?', Number(on), classId)
    sql.run('INSERT INTO capture_switch (class, entry, is_on, boot, at, wall) VALUES (?, ?, ?, ?, ?, ?)', classId, sequence, Number(on), time.boot, at, wallOf(time, at))
  },
  [segmentSealed.kind]: (sql, { body, blobs, time }, classId) => {
    const { number, from, to, parts, plain, discontinuity } = segmentSealed.body.parse(body)
    const [blob] = blobs
    if (!blob) return
    sql.run(
      'INSERT INTO capture_segment (class, number, boot, from_at, to_at, wall, discontinuity, parts, plain, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      classId, number, time.boot, from, to, segmentWall(sql, classId, time, from), Number(discontinuity), JSON.stringify(parts), plain, blob.sha256, blob.bytes,
    )
    sql.run('UPDATE capture_class SET segments = ? WHERE class = ?', number + 1, classId)
  },
  [segmentReplaced.kind]: (sql, { body, blobs }, classId) => {
    const { number, parts, plain } = segmentReplaced.body.parse(body)
    const [blob] = blobs
    if (!blob) return
    sql.run('UPDATE capture_segment SET parts = ?, plain = ?, sha256 = ?, bytes = ? WHERE class = ? AND number = ?', JSON.stringify(parts), plain, blob.sha256, blob.bytes, classId, number)
  },
  [segmentsLost.kind]: (sql, { body, time, sequence }, classId) => {
    const { from, to, why } = segmentsLost.body.parse(body)
    sql.run(
      'INSERT INTO capture_lost (class, entry, boot, from_at, to_at, wall, why) VALUES (?, ?, ?, ?, ?, ?, ?)',
      classId, sequence, time.boot, from, to, wallOf(time, from), why,
    )
  },
  [replaySet.kind]: (sql, { body }, classId) => {
    const { who, until } = replaySet.body.parse(body)
    sql.run('UPDATE capture_class SET replay_who = ?, replay_until = ? WHERE class = ?', who, until, classId)
  },
  [recordingDestroyed.kind]: (sql, _entry, classId) => {
    sql.run('DELETE FROM capture_segment_key WHERE class = ?', classId)
  },
}

function project(sql: Sql, entry: Entry): void {
  const handler = HANDLERS[entry.kind]
  if (!handler || !entry.class) return
  sql.run('INSERT OR IGNORE INTO capture_class (class) VALUES (?)', entry.class.id)
  handler(sql, entry, entry.class.id)
}

/** The wall time of an instant on the clock that an entry was made on. */
function wallOf(time: Entry['time'], at: HubTime): WallTime {
  return Math.round(time.wall - (time.monotonic - at) / MICROS_PER_MS) as WallTime
}

/** Within one run of the machine segments keep their distance, whatever somebody does to its wall clock meanwhile. */
function segmentWall(sql: Query, classId: ClassId, time: Entry['time'], from: HubTime): WallTime {
  const first = sql.get<{ from_at: number; wall: number }>('SELECT from_at, wall FROM capture_segment WHERE class = ? AND boot = ? ORDER BY number LIMIT 1', classId, time.boot)
  return first ? Math.round(first.wall + (from - first.from_at) / MICROS_PER_MS) as WallTime : wallOf(time, from)
}

/** An instant on the clock of one run of the machine, and by the wall. */
export type Dated = { readonly boot: string; readonly at: HubTime; readonly wall: WallTime }

export type StoredRecording = {
  /** On the record by the host's word. */
  readonly isOn: boolean
  /** How many segments were ever sealed; the next one has this number. */
  readonly segments: number
  readonly replay: Replay
  readonly begun: Dated | null
  readonly ended: Dated | null
}

type ClassRow = {
  is_on: number; segments: number; replay_who: Replay['who']; replay_until: WallTime | null
  begun_boot: string | null; begun_at: HubTime | null; begun_wall: WallTime | null
  ended_boot: string | null; ended_at: HubTime | null; ended_wall: WallTime | null
}

export function storedRecording(sql: Query, classId: ClassId): StoredRecording {
  const row = sql.get<ClassRow>('SELECT * FROM capture_class WHERE class = ?', classId)
  if (!row) return { isOn: false, segments: 0, replay: NO_REPLAY, begun: null, ended: null }
  return {
    isOn: row.is_on === 1, segments: row.segments, replay: { who: row.replay_who, until: row.replay_until },
    begun: dated(row.begun_boot, row.begun_at, row.begun_wall), ended: dated(row.ended_boot, row.ended_at, row.ended_wall),
  }
}

function dated(boot: string | null, at: HubTime | null, wall: WallTime | null): Dated | null {
  return boot === null || at === null || wall === null ? null : { boot, at, wall }
}

/** The clock of now, for instants of runs before this one. */
export type Now = { readonly boot: string; now(): HubTime; wall(): WallTime }

/** An instant on the clock of now, negative before this run of the machine. Between runs only the wall clock bridges the gap. */
export function onClock({ boot, at, wall }: Dated, clock: Now): HubTime {
  return boot === clock.boot ? at : hubTime(clock.now() - (clock.wall() - wall) * MICROS_PER_MS)
}

/** As pages are told it: what was before this run of the machine was at its beginning. */
export const asTold = (at: HubTime): HubTime => hubTime(Math.max(0, at))

/** Each time the host put the class on the record or took it off, in order, on the clock of now. */
export function switchesOnClock(sql: Query, classId: ClassId, clock: Now): { readonly at: HubTime; readonly on: boolean }[] {
  return sql.all<Dated & { is_on: number }>('SELECT boot, at, wall, is_on FROM capture_switch WHERE class = ? ORDER BY entry', classId)
    .map((row) => ({ at: onClock(row, clock), on: row.is_on === 1 }))
}

/** What was meant to be recorded and is not, in order. */
export function lossesOnClock(sql: Query, classId: ClassId, clock: Now): { readonly from: HubTime; readonly to: HubTime; readonly why: NotWritten }[] {
  return sql.all<{ boot: string; from_at: HubTime; to_at: HubTime; wall: WallTime; why: NotWritten }>(
    'SELECT boot, from_at, to_at, wall, why FROM capture_lost WHERE class = ? ORDER BY entry', classId,
  ).map(({ boot, from_at, to_at, wall, why }) => {
    const from = onClock({ boot, at: from_at, wall }, clock)
    return { from, to: later(from, to_at - from_at), why }
  })
}

/** Where the segments that can still be opened lie, in order. */
export function segmentsOnClock(sql: Query, classId: ClassId, clock: Now): { readonly from: HubTime; readonly to: HubTime }[] {
  return sql.all<Pick<SegmentRow, 'boot' | 'from_at' | 'to_at' | 'wall'>>(`SELECT boot, from_at, to_at, wall ${OPENABLE} ORDER BY s.number`, classId)
    .map(({ boot, from_at, to_at, wall }) => {
      const from = onClock({ boot, at: from_at, wall }, clock)
      return { from, to: later(from, to_at - from_at) }
    })
}

/** How much of the class survives a power cut, and up to where. */
export function keptOf(sql: Query, classId: ClassId, clock: Now): { readonly to: HubTime | null; readonly seconds: number; readonly bytes: number } {
  const sums = sql.get<{ micros: number | null; bytes: number | null }>(`SELECT sum(to_at - from_at) AS micros, sum(bytes) AS bytes ${OPENABLE}`, classId)
  const last = sql.get<Pick<SegmentRow, 'boot' | 'from_at' | 'to_at' | 'wall'>>(`SELECT boot, from_at, to_at, wall ${OPENABLE} ORDER BY s.number DESC LIMIT 1`, classId)
  const to = last ? asTold(later(onClock({ boot: last.boot, at: last.from_at, wall: last.wall }, clock), last.to_at - last.from_at)) : null
  return { to, seconds: (sums?.micros ?? 0) / MICROS_PER_SECOND, bytes: sums?.bytes ?? 0 }
}

/** Segments whose keys still exist. */
const OPENABLE = 'FROM capture_segment s JOIN capture_segment_key k ON k.class = s.class AND k.number = s.number WHERE s.class = ?'

type SegmentRow = { number: number; boot: string; from_at: HubTime; to_at: HubTime; wall: WallTime; discontinuity: number; parts: string; sha256: string; bytes: number }

/** A sealed segment with the run of the machine on whose clock its times are. */
export type BootedSegment = StoredSegment & { readonly boot: string }

/** Those whose keys still exist, in order of number. */
export function storedSegments(sql: Query, classId: ClassId): BootedSegment[] {
  return sql.all<SegmentRow>(
    `SELECT s.* ${OPENABLE} ORDER BY s.number`, classId,
  ).map(readSegment)
}

function readSegment({ number, boot, from_at, to_at, wall, discontinuity, parts, sha256, bytes }: SegmentRow): BootedSegment {
  return {
    number, boot, from: from_at, to: to_at, wall, discontinuity: discontinuity === 1,
    parts: (JSON.parse(parts) as unknown[]).map((part) => SegmentPart.parse(part)), blob: { sha256, bytes },
  }
}

/** From the first to the end of the last segment that can be opened, by the wall clock of the recording; undefined where there is none. */
export function recordedSpan(sql: Query, classId: ClassId): { readonly from: WallTime; readonly to: WallTime } | undefined {
  const row = sql.get<{ first: WallTime | null; last: number | null }>(`SELECT min(wall) AS first, max(wall + (to_at - from_at) / 1000.0) AS last ${OPENABLE}`, classId)
  return row?.first === undefined || row.first === null || row.last === null ? undefined : { from: row.first, to: Math.ceil(row.last) as WallTime }
}

/** Whether any segment that can be opened lies in the stretch, wholly or in part. */
export function hasSegmentIn(sql: Query, classId: ClassId, { from, to }: { readonly from: WallTime; readonly to: WallTime }): boolean {
  return sql.get(`SELECT 1 AS one ${OPENABLE} AND s.wall < ? AND s.wall + (s.to_at - s.from_at) / 1000.0 > ? LIMIT 1`, classId, to, from) !== undefined
}

/** Whether anything of a class can still be opened. */
/** How many segments can be opened. */
export function keyCount(sql: Query, classId: ClassId): number {
  return sql.get<{ n: number }>('SELECT count(*) AS n FROM capture_segment_key WHERE class = ?', classId)?.n ?? 0
}

export function hasSegments(sql: Query, classId: ClassId): boolean {
  return sql.get('SELECT 1 AS one FROM capture_segment_key WHERE class = ? LIMIT 1', classId) !== undefined
}

/** What opens one segment; undefined once it was destroyed, or when there never was one. */
export function segmentKey(sql: Query, classId: ClassId, number: number): { readonly blob: BlobRef; readonly key: Uint8Array } | undefined {
  const row = sql.get<{ sha256: string; bytes: number; key: Uint8Array }>(
    `SELECT sha256, bytes, key ${OPENABLE} AND s.number = ?`, classId, number,
  )
  return row && { blob: { sha256: row.sha256, bytes: row.bytes }, key: new Uint8Array(row.key) }
}

/** Every file that a segment with a key lies in. */
export function sealedBlobs(sql: Query): Pick<BlobRef, 'sha256'>[] {
  return sql.all<{ sha256: string }>('SELECT sha256 FROM capture_segment s JOIN capture_segment_key k ON k.class = s.class AND k.number = s.number')
}

/** In the same transaction as the entry that tells of the segment. */
export function keepSegmentKey(sql: Sql, classId: ClassId, number: number, secret: { readonly key: Uint8Array; readonly salt: Uint8Array }): void {
  sql.run('INSERT INTO capture_segment_key (class, number, key, salt) VALUES (?, ?, ?, ?)', classId, number, secret.key, secret.salt)
}

/** In the same transaction as the entry that tells of the new content. What the old key opened is noise from then on. */
export function replaceSegmentKey(sql: Sql, classId: ClassId, number: number, secret: { readonly key: Uint8Array; readonly salt: Uint8Array }): void {
  sql.run('DELETE FROM capture_segment_key WHERE class = ? AND number = ?', classId, number)
  keepSegmentKey(sql, classId, number, secret)
}

export function keepInit(sql: Sql, { sha256, track, codec, bytes, size }: InitSegment): void {
  sql.run(
    'INSERT OR IGNORE INTO capture_init (sha256, track, codec, width, height, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    sha256, track, codec, size?.width ?? null, size?.height ?? null, bytes,
  )
}

export function storedInit(sql: Query, sha256: string): InitSegment | undefined {
  const row = sql.get<{ sha256: string; track: Track; codec: string; width: number | null; height: number | null; bytes: Uint8Array }>(
    'SELECT * FROM capture_init WHERE sha256 = ?', sha256,
  )
  if (!row) return undefined
  const { width, height } = row
  return { sha256, track: row.track, codec: row.codec, bytes: new Uint8Array(row.bytes), size: width === null || height === null ? null : { width, height } }
}

/** What a segment's plaintext hash was salted with; undefined once its key is destroyed. */
export function segmentSalt(sql: Query, classId: ClassId, number: number): Uint8Array | undefined {
  const row = sql.get<{ salt: Uint8Array }>('SELECT salt FROM capture_segment_key WHERE class = ? AND number = ?', classId, number)
  return row && new Uint8Array(row.salt)
}
