import { concat } from '../../kernel/bytes.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import { disclose, parseDisclosure } from '../../kernel/commitment.ts'
import type { Disclosure } from '../../kernel/commitment.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { parseEntry } from '../../kernel/entry.ts'
import type { Entry } from '../../kernel/entry.ts'
import type { ClassId } from '../../kernel/ids.ts'
import { peakPlaces } from '../../kernel/tree.ts'
import type { Frontier, Hash, TreeNode } from '../../kernel/tree.ts'
import { DatabaseFailure } from '../sqlite/failures.ts'
import type { Migration } from '../sqlite/migrations.ts'
import type { Sql } from '../sqlite/sql.ts'

/**
 * All SQL of the journal. `entries` and `checkpoints` are only ever added to; `disclosures` is where
 * erasure happens; `cosignatures` is what witnesses say of checkpoints. `hashes` of an entry holds its leaf hash and
 * then, level by level, every tree node that this leaf completed: so each node has its one place,
 * needs no index, and tiles are a reading, not a change of format.
 */
export const JOURNAL_MIGRATIONS: readonly Migration[] = [[
  `CREATE TABLE hub_key (id INTEGER PRIMARY KEY CHECK (id = 1), secret BLOB NOT NULL) STRICT`,
  `CREATE TABLE entries (
     sequence INTEGER PRIMARY KEY, class TEXT, class_sequence INTEGER, kind TEXT NOT NULL,
     bytes BLOB NOT NULL, hashes BLOB NOT NULL) STRICT`,
  `CREATE UNIQUE INDEX entries_by_class ON entries (class, class_sequence) WHERE class IS NOT NULL`,
  `CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT`,
  `CREATE TABLE cosignatures (
     size INTEGER NOT NULL REFERENCES checkpoints (size), name TEXT NOT NULL, key_id BLOB NOT NULL, line TEXT NOT NULL,
     PRIMARY KEY (size, name, key_id)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE disclosures (
     digest TEXT PRIMARY KEY, sequence INTEGER NOT NULL REFERENCES entries (sequence), encoded TEXT NOT NULL) STRICT`,
  `CREATE INDEX disclosures_by_entry ON disclosures (sequence)`,
  `CREATE TABLE outbox (
     id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, size INTEGER NOT NULL, payload TEXT NOT NULL) STRICT`,
  `CREATE TABLE projections (feature TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT`,
  `CREATE TABLE projection_tables (feature TEXT NOT NULL, name TEXT PRIMARY KEY) STRICT`,
], [
  // Runs of the machine in which this journal was opened, in order.
  `CREATE TABLE boots (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT`,
]]

/** Which entries of a class. `withPrivate`: those that have a private field left. */
export type Which = { readonly kinds?: readonly string[]; readonly naming?: readonly string[]; readonly withPrivate?: boolean }

/** A witness's signature line of a note, newline included; `keyId` is 4 bytes. */
export type CosignatureLine = { readonly name: string; readonly keyId: Uint8Array; readonly line: string }

export type ClassHead = { readonly count: number; readonly last: Hash | null }

export class JournalStore {
  readonly #sql: Sql
  readonly #crypto: Pick<Crypto, 'sha256'>

  constructor(sql: Sql, crypto: Pick<Crypto, 'sha256'>) {
    this.#sql = sql
    this.#crypto = crypto
  }

  size(): number {
    return this.#sql.get<{ size: number }>('SELECT coalesce(max(sequence) + 1, 0) AS size FROM entries')?.size ?? 0
  }

  /** The hash of a tree node that is complete; `DB_CORRUPT` when it is not there. */
  node(level: number, index: number): Hash {
    const completedBy = (index + 1) * 2 ** level - 1
    const row = this.#sql.get<{ hash: Uint8Array }>(
      'SELECT substr(hashes, ? * 32 + 1, 32) AS hash FROM entries WHERE sequence = ?', level, completedBy,
    )
    if (row?.hash.length !== 32) throw new DatabaseFailure('DB_CORRUPT', `no tree node ${level}/${index}`)
    return new Uint8Array(row.hash)
  }

  frontier(): Frontier {
    const size = this.size()
    return { size, peaks: peakPlaces(size).map(({ level, index }) => this.node(level, index)) }
  }

  insert(entry: Entry, bytes: Uint8Array, nodes: readonly TreeNode[], disclosures: readonly Disclosure[]): void {
    this.#sql.run(
      'INSERT INTO entries (sequence, class, class_sequence, kind, bytes, hashes) VALUES (?, ?, ?, ?, ?, ?)',
      entry.sequence, entry.class?.id ?? null, entry.class?.sequence ?? null, entry.kind, bytes,
      concat(...nodes.map((node) => node.hash)),
    )
    for (const { digest, encoded } of disclosures) {
      this.#sql.run('INSERT INTO disclosures (digest, sequence, encoded) VALUES (?, ?, ?)', digest, entry.sequence, encoded)
    }
  }

  classHead(id: ClassId): ClassHead {
    const row = this.#sql.get<{ class_sequence: number; leaf: Uint8Array }>(
      'SELECT class_sequence, substr(hashes, 1, 32) AS leaf FROM entries WHERE class = ? ORDER BY class_sequence DESC LIMIT 1', id,
    )
    return row ? { count: row.class_sequence + 1, last: new Uint8Array(row.leaf) } : { count: 0, last: null }
  }

  entries(from: number, to: number): Entry[] {
    const rows = this.#sql.all<{ bytes: Uint8Array }>('SELECT bytes FROM entries WHERE sequence >= ? AND sequence < ? ORDER BY sequence', from, to)
    return rows.map((row) => parseEntry(row.bytes))
  }

  ofClass(id: ClassId, { kinds, naming, withPrivate = false }: Which = {}): Entry[] {
    const [ofKinds, ofIds] = [kinds, naming].map((all) => (all ? JSON.stringify(all) : null))
    const rows = this.#sql.all<{ bytes: Uint8Array }>(
      `SELECT bytes FROM entries WHERE class = ?
         AND (? IS NULL OR kind IN (SELECT value FROM json_each(?)))
         AND (? IS NULL OR EXISTS (SELECT 1 FROM json_each(?) WHERE instr(bytes, CAST(value AS BLOB)) > 0))
         AND (? = 0 OR EXISTS (SELECT 1 FROM disclosures WHERE disclosures.sequence = entries.sequence))
       ORDER BY class_sequence`,
      id, ofKinds ?? null, ofKinds ?? null, ofIds ?? null, ofIds ?? null, Number(withPrivate),
    )
    return rows.map((row) => parseEntry(row.bytes))
  }

  countPrivate(id: ClassId): number {
    return this.#sql.get<{ n: number }>('SELECT count(*) AS n FROM entries JOIN disclosures USING (sequence) WHERE class = ?', id)?.n ?? 0
  }

  /** The private fields of an entry that are not erased. */
  disclosed(entry: Entry): JsonObject {
    const rows = this.#sql.all<{ encoded: string }>('SELECT encoded FROM disclosures WHERE sequence = ?', entry.sequence)
    return disclose(entry.body, rows.map((row) => parseDisclosure(row.encoded, this.#crypto)))
  }

  /** The encoded disclosures of an entry that are left, in a stable order. */
  disclosures(entry: Entry): string[] {
    return this.#sql.all<{ encoded: string }>('SELECT encoded FROM disclosures WHERE sequence = ? ORDER BY digest', entry.sequence).map(({ encoded }) => encoded)
  }

  /** Deletes disclosures of an entry, all or those of fields with these names. False when there was none. */
  erase(sequence: number, fields: readonly string[] | undefined): boolean {
    if (!fields) return this.#sql.run('DELETE FROM disclosures WHERE sequence = ?', sequence) > 0
    const rows = this.#sql.all<{ digest: string; encoded: string }>('SELECT digest, encoded FROM disclosures WHERE sequence = ?', sequence)
    const named = rows.filter(({ encoded }) => fields.includes(parseDisclosure(encoded, this.#crypto).name))
    for (const { digest } of named) this.#sql.run('DELETE FROM disclosures WHERE digest = ?', digest)
    return named.length > 0
  }

  bytes(): number {
    return this.#sql.get<{ bytes: number }>('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')?.bytes ?? 0
  }

  keepCheckpoint(size: number, note: string): void {
    this.#sql.run('INSERT INTO checkpoints (size, note) VALUES (?, ?)', size, note)
  }

  /** The signed checkpoint at `size`, or the latest. */
  checkpoint(size?: number): string | undefined {
    const row = size === undefined
      ? this.#sql.get<{ note: string }>('SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1')
      : this.#sql.get<{ note: string }>('SELECT note FROM checkpoints WHERE size = ?', size)
    return row?.note
  }

  /** Once kept, the first cosignature of a checkpoint by a key stays: the earlier it is, the more it says. */
  keepCosignature(size: number, { name, keyId, line }: CosignatureLine): void {
    this.#sql.run('INSERT OR IGNORE INTO cosignatures (size, name, key_id, line) VALUES (?, ?, ?, ?)', size, name, keyId, line)
  }

  cosignatures(size: number): string[] {
    return this.#sql.all<{ line: string }>('SELECT line FROM cosignatures WHERE size = ? ORDER BY name, key_id', size).map(({ line }) => line)
  }

  cosignedSizes(from: number): number[] {
    return this.#sql.all<{ size: number }>('SELECT DISTINCT size FROM cosignatures WHERE size >= ? ORDER BY size', from).map(({ size }) => size)
  }

  /** The largest size that key has cosigned; 0 when none. */
  cosignedUpTo(name: string, keyId: Uint8Array): number {
    return this.#sql.get<{ size: number | null }>('SELECT max(size) AS size FROM cosignatures WHERE name = ? AND key_id = ?', name, keyId)?.size ?? 0
  }

  post(topic: string, size: number, payload: string): void {
    this.#sql.run('INSERT INTO outbox (topic, size, payload) VALUES (?, ?, ?)', topic, size, payload)
  }

  /** The number of a run of the machine, from 1; a run that nothing was written in yet has the next one. */
  bootNumber(name: string): number {
    const row = this.#sql.get<{ number: number }>('SELECT coalesce((SELECT number FROM boots WHERE name = ?), (SELECT max(number) FROM boots) + 1, 1) AS number', name)
    return row?.number ?? 1
  }

  keepBoot(name: string): void {
    this.#sql.run('INSERT INTO boots (number, name) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', this.bootNumber(name), name)
  }

  hubSecret(): Uint8Array | undefined {
    const row = this.#sql.get<{ secret: Uint8Array }>('SELECT secret FROM hub_key')
    return row && new Uint8Array(row.secret)
  }

  keepHubSecret(secret: Uint8Array): void {
    this.#sql.run('INSERT INTO hub_key (id, secret) VALUES (1, ?)', secret)
  }
}
