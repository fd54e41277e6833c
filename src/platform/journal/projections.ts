import type { JsonObject } from '../../kernel/canonical.ts'
import type { Entry } from '../../kernel/entry.ts'
import type { Database } from '../sqlite/database.ts'
import type { Sql } from '../sqlite/sql.ts'
import type { JournalStore } from './store.ts'

/**
 * What a feature derives from entries. `project` sees every entry in order and depends on nothing
 * but the entry, its private fields that are not erased, and its own tables: so dropping the tables
 * and replaying gives the same rows. A new `version` does just that when the journal opens.
 */
export type Projector = {
  readonly feature: string
  readonly version: number
  /** Statements that create the derived tables and their indexes. */
  readonly tables: string
  /** Statements (`CREATE TABLE IF NOT EXISTS …`) for rows no entry tells of, such as counters; they outlive a rebuild. */
  readonly lasting?: string
  project(sql: Sql, entry: Entry, disclosed: JsonObject): void
}

const BATCH = 500

/** Brings every projector's tables to its version; those that changed are rebuilt. */
export function openProjections(database: Database, store: JournalStore, projectors: readonly Projector[]): void {
  requireDistinct(projectors)
  const changed = projectors.filter((projector) => {
    const row = database.sql.get<{ version: number }>('SELECT version FROM projections WHERE feature = ?', projector.feature)
    return row?.version !== projector.version
  })
  database.transaction(() => {
    for (const { lasting } of projectors) if (lasting !== undefined) database.script(lasting)
    rebuild(database, store, changed)
  })
}

/** Drops and replays; inside the caller's transaction, so nobody sees half of it. */
export function rebuild(database: Database, store: JournalStore, projectors: readonly Projector[]): void {
  if (projectors.length === 0) return
  const { sql } = database
  // Tables of one feature may refer to each other; the order in which they go must not matter.
  sql.run('PRAGMA defer_foreign_keys = ON')
  for (const projector of projectors) makeTables(database, projector)
  const size = store.size()
  for (let from = 0; from < size; from += BATCH) {
    for (const entry of store.entries(from, from + BATCH)) {
      const disclosed = store.disclosed(entry)
      for (const projector of projectors) projector.project(sql, entry, disclosed)
    }
  }
}

function makeTables(database: Database, { feature, version, tables }: Projector): void {
  const { sql } = database
  for (const { name } of sql.all<{ name: string }>('SELECT name FROM projection_tables WHERE feature = ?', feature)) {
    sql.run(`DROP TABLE IF EXISTS "${name}"`)
  }
  sql.run('DELETE FROM projection_tables WHERE feature = ?', feature)
  const before = new Set(tableNames(sql))
  database.script(tables)
  for (const name of tableNames(sql)) {
    if (!before.has(name)) sql.run('INSERT INTO projection_tables (feature, name) VALUES (?, ?)', feature, name)
  }
  sql.run('INSERT INTO projections (feature, version) VALUES (?, ?) ON CONFLICT (feature) DO UPDATE SET version = excluded.version', feature, version)
}

function tableNames(sql: Sql): string[] {
  return sql.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").map((row) => row.name)
}

function requireDistinct(projectors: readonly Projector[]): void {
  const names = new Set(projectors.map((projector) => projector.feature))
  if (names.size !== projectors.length) throw new Error('two projectors of one feature')
}
