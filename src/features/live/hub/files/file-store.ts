import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { BlobRef, Entry } from '../../../../kernel/entry.ts'
import type { PictureId, TrackId } from '../../../../kernel/ids.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import type { PictureFile } from '../../rules/files/picture-file.ts'
import type { SoundFile } from '../../rules/files/sound-file.ts'
import { pictureAdded, pictureRemoved } from '../../wire/pictures.ts'
import { trackAdded, trackRemoved } from '../../wire/together-entries.ts'

/** The files that the box was given, music and pictures, as entries left them. */
export const FILE_TABLES = `
  CREATE TABLE live_file (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, added_order INTEGER NOT NULL, title TEXT NOT NULL, type TEXT NOT NULL,
    ms INTEGER, width INTEGER, height INTEGER, plain TEXT, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX live_file_added ON live_file (added_order);
`
/**
 * What opens each one. No entry tells a key, so this table outlives a rebuild; without its row a file is
 * noise. Keys of music had a table of their own before there were pictures.
 */
export const FILE_LASTING = `
  CREATE TABLE IF NOT EXISTS live_file_key (file TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS live_track_key (track TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
  INSERT OR IGNORE INTO live_file_key SELECT track, key FROM live_track_key;
  DROP TABLE live_track_key;
`

type Handler = (sql: Sql, entry: Entry, fields: JsonObject) => void

/** Files are the box's, not a class's: these entries have none. */
export const FILE_HANDLERS: Readonly<Record<string, Handler>> = {
  [trackAdded.kind]: (sql, { body, blobs, sequence }, fields) => {
    const { track, type, ms } = trackAdded.body.parse(body)
    const told = trackAdded.private.safeParse(fields).data
    insert(sql, { id: track, kind: 'track', order: sequence, title: told?.title, type, ms, size: null, plain: told?.sha256, blob: blobs[0] })
  },
  [trackRemoved.kind]: (sql, { body }) => remove(sql, trackRemoved.body.parse(body).track),
  [pictureAdded.kind]: (sql, { body, blobs, sequence }, fields) => {
    const { picture, type, width, height } = pictureAdded.body.parse(body)
    const told = pictureAdded.private.safeParse(fields).data
    insert(sql, { id: picture, kind: 'picture', order: sequence, title: told?.title, type, ms: null, size: [width, height], plain: told?.sha256, blob: blobs[0] })
  },
  [pictureRemoved.kind]: (sql, { body }) => remove(sql, pictureRemoved.body.parse(body).picture),
}

/** Title and hash of the file are erased. */
export function dropErasedFile(sql: Sql, sequence: number): void {
  sql.run(`UPDATE live_file SET title = '', plain = NULL WHERE added_order = ?`, sequence)
}

type Added = {
  readonly id: TrackId | PictureId
  readonly kind: 'track' | 'picture'
  readonly order: number
  readonly type: string
  /** How long a sound plays. */
  readonly ms: number | null
  /** Width and height of a picture. */
  readonly size: readonly [number, number] | null
  /** Undefined once they are erased; of music that came before hashes were told, there is none. */
  readonly title: string | undefined
  readonly plain: string | undefined
  readonly blob: BlobRef | undefined
}

function insert(sql: Sql, { id, kind, order, title, type, ms, size, plain, blob }: Added): void {
  if (!blob) return
  sql.run(
    'INSERT OR IGNORE INTO live_file (id, kind, added_order, title, type, ms, width, height, plain, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id, kind, order, title ?? '', type, ms, size?.[0] ?? null, size?.[1] ?? null, plain ?? null, blob.sha256, blob.bytes,
  )
}

function remove(sql: Sql, id: TrackId | PictureId): void {
  sql.run('DELETE FROM live_file WHERE id = ?', id)
  sql.run('DELETE FROM live_file_key WHERE file = ?', id)
}

/** `plain`: SHA-256 of the file itself, base64url; null where it is not known. `blob` and `key`: its ciphertext and what opens it. */
type Stored = { readonly title: string; readonly plain: string | null; readonly blob: BlobRef; readonly key: Uint8Array }
export type StoredTrack = Stored & { readonly id: TrackId; readonly type: SoundFile['type']; readonly ms: number | null }
export type StoredPicture = Stored & PictureFile & { readonly id: PictureId }

type Row<Id, Type> = { id: Id; title: string; type: Type; ms: number | null; width: number; height: number; plain: string | null; sha256: string; bytes: number; key: Uint8Array }
type TrackRow = Row<TrackId, SoundFile['type']>
type PictureRow = Row<PictureId, PictureFile['type']>

const SELECT = 'SELECT id, title, type, ms, width, height, plain, sha256, bytes, key FROM live_file JOIN live_file_key ON file = id WHERE kind = ?'

/** In the order in which they came. */
export function storedTracks(sql: Query): StoredTrack[] {
  return sql.all<TrackRow>(`${SELECT} ORDER BY added_order`, 'track').map(trackOf)
}

export function storedTrack(sql: Query, id: string): StoredTrack | undefined {
  const row = sql.get<TrackRow>(`${SELECT} AND id = ?`, 'track', id)
  return row && trackOf(row)
}

export function storedPictures(sql: Query): StoredPicture[] {
  return sql.all<PictureRow>(`${SELECT} ORDER BY added_order`, 'picture').map(pictureOf)
}

export function storedPicture(sql: Query, id: string): StoredPicture | undefined {
  const row = sql.get<PictureRow>(`${SELECT} AND id = ?`, 'picture', id)
  return row && pictureOf(row)
}

/** Every file that is to stay on the disk. */
export function storedFiles(sql: Query): BlobRef[] {
  return [...storedTracks(sql), ...storedPictures(sql)].map(({ blob }) => blob)
}

/** In the same transaction as the entry that tells of the file. */
export function keepFileKey(sql: Sql, file: TrackId | PictureId, key: Uint8Array): void {
  sql.run('INSERT INTO live_file_key (file, key) VALUES (?, ?)', file, key)
}

function trackOf(row: TrackRow): StoredTrack {
  return { ...storedOf(row), id: row.id, type: row.type, ms: row.ms }
}

function pictureOf(row: PictureRow): StoredPicture {
  return { ...storedOf(row), id: row.id, type: row.type, width: row.width, height: row.height }
}

function storedOf({ title, plain, sha256, bytes, key }: Row<unknown, unknown>): Stored {
  return { title, plain, blob: { sha256, bytes }, key: new Uint8Array(key) }
}

/** Of AES-256-GCM, which stands behind what was sealed. */
const TAG_BYTES = 16

/** Bytes of the file itself. */
export function plainBytes({ blob }: Pick<Stored, 'blob'>): number {
  return blob.bytes - TAG_BYTES
}

/** Names the file's bytes for good, as HTTP writes it. */
export function etagOf({ plain, blob }: Pick<Stored, 'plain' | 'blob'>): string {
  return `"${plain ?? blob.sha256}"`
}
