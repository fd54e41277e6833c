import type { Projector } from '../../../platform/journal/journal.ts'
import type { Query, Sql } from '../../../platform/sqlite/sql.ts'
import type { Seen } from '../rules/witness.ts'

/**
 * What this box is as a witness: its key, and the largest tree of each log that it cosigned. No entry tells of it, since
 * it is about other boxes' logs; it lies in the encrypted file as the hub's own key does, and never leaves it.
 */
const LASTING = `
  CREATE TABLE IF NOT EXISTS fleet_witness_key (only INTEGER PRIMARY KEY CHECK (only = 1), secret BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS fleet_seen (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL) STRICT;
`

export const fleetProjector: Projector = { feature: 'fleet', version: 1, tables: '', lasting: LASTING, project: () => undefined }

export function witnessSecret(sql: Query): Uint8Array | undefined {
  const row = sql.get<{ secret: Uint8Array }>('SELECT secret FROM fleet_witness_key')
  return row && new Uint8Array(row.secret)
}

export function keepWitnessSecret(sql: Sql, secret: Uint8Array): void {
  sql.run('INSERT INTO fleet_witness_key (only, secret) VALUES (1, ?)', secret)
}

export function seenOf(sql: Query, origin: string): Seen | null {
  const row = sql.get<{ size: number; root: Uint8Array }>('SELECT size, root FROM fleet_seen WHERE origin = ?', origin)
  return row ? { size: row.size, root: new Uint8Array(row.root) } : null
}

export function keepSeen(sql: Sql, origin: string, { size, root }: Seen): void {
  sql.run('INSERT INTO fleet_seen (origin, size, root) VALUES (?, ?, ?) ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root', origin, size, root)
}
