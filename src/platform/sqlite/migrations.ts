import type { Database } from './database.ts'
import { DatabaseFailure } from './failures.ts'

/** Statements that bring the tables from one version to the next; a list is only ever added to. */
export type Migration = readonly string[]

/** Brings `database` to version `migrations.length`, all or nothing. `DB_NEWER` when it is beyond. */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  database.transaction(() => {
    const version = database.sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
    if (version > migrations.length) throw new DatabaseFailure('DB_NEWER', `version ${version}`)
    for (const statements of migrations.slice(version)) {
      for (const statement of statements) database.sql.run(statement)
    }
    if (version < migrations.length) database.sql.run(`PRAGMA user_version = ${migrations.length}`)
  })
}
