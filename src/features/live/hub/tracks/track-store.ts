import type { JsonObject } from '../../../../kernel/canonical.ts'
import type { BlobRef, Entry } from '../../../../kernel/entry.ts'
import type { TrackId } from '../../../../kernel/ids.ts'
import type { Query, Sql } from '../../../../platform/sqlite/sql.ts'
import type { SoundFile } from '../../rules/together/sound-file.ts'
import { trackAdded, trackRemoved } from '../../wire/together-entries.ts'

/** The music that the box was given, as entries left it. */
export const TRACK_TABLES = `
  CREATE TABLE live_track (
    id TEXT PRIMARY KEY, added_order INTEGER NOT NULL, title TEXT NOT NULL, type TEXT NOT NULL, ms INTEGER,
    sha256 TEXT NOT NULL, bytes INTEGER NOT NULL
  ) STRICT;
`
/** What opens each one. No entry tells a key, so this table outlives a rebuild; without its row a track is noise. */
export const TRACK_LASTING = 'CREATE TABLE IF NOT EXISTS live_track_key (track TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;'

/** Music is the box's, not a class's: these entries have none. */
export const TRACK_HANDLERS: Readonly<Record<string, (sql: Sql, entry: Entry, fields: JsonObject) => void>> = {
  [trackAdded.kind]: (sql, { body, blobs, sequence }, fields) => {
    const { track, type, ms } = trackAdded.body.parse(body)
    const [blob] = blobs
    if (!blob) return
    const title = trackAdded.private.safeParse(fields).data?.title ?? ''
    sql.run(
      'INSERT OR IGNORE INTO live_track (id, added_order, title, type, ms, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
      track, sequence, title, type, ms, blob.sha256, blob.bytes,
    )
  },
  [trackRemoved.kind]: (sql, { body }) => {
    const { track } = trackRemoved.body.parse(body)
    sql.run('DELETE FROM live_track WHERE id = ?', track)
    sql.run('DELETE FROM live_track_key WHERE track = ?', track)
  },
}

export type StoredTrack = {
  readonly id: TrackId
  readonly title: string
  readonly type: SoundFile['type']
  readonly ms: number | null
  readonly blob: BlobRef
  readonly key: Uint8Array
}
type Row = { id: TrackId; title: string; type: SoundFile['type']; ms: number | null; sha256: string; bytes: number; key: Uint8Array }

const SELECT = 'SELECT id, title, type, ms, sha256, bytes, key FROM live_track JOIN live_track_key ON track = id'

/** In the order in which they came. */
export function storedTracks(sql: Query): StoredTrack[] {
  return sql.all<Row>(`${SELECT} ORDER BY added_order`).map(read)
}

export function storedTrack(sql: Query, id: string): StoredTrack | undefined {
  const row = sql.get<Row>(`${SELECT} WHERE id = ?`, id)
  return row && read(row)
}

/** In the same transaction as the entry that tells of the track. */
export function keepTrackKey(sql: Sql, track: TrackId, key: Uint8Array): void {
  sql.run('INSERT INTO live_track_key (track, key) VALUES (?, ?)', track, key)
}

function read({ id, title, type, ms, sha256, bytes, key }: Row): StoredTrack {
  return { id, title, type, ms, blob: { sha256, bytes }, key: new Uint8Array(key) }
}
