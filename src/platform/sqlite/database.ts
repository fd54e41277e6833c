import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import type { Database as Engine } from 'better-sqlite3-multiple-ciphers'
import { concat, hex, utf8 } from '../../kernel/bytes.ts'
import { sameHash } from '../../kernel/tree.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { DatabaseFailure, named } from './failures.ts'
import { statementsOf } from './sql.ts'
import type { Sql } from './sql.ts'

/**
 * One encrypted database file, held by one process. Pages are sealed with AEGIS-256, so a changed
 * byte is found when its page is read. A commit is on the disk when `transaction` returns.
 */
export type Database = {
  readonly sql: Sql
  /** Runs `work` in one immediate transaction; commits when it returns, undoes everything when it throws. */
  transaction<T>(work: () => T): T
  /** Runs `work` inside a transaction so that its failure undoes its own writes only. */
  savepoint<T>(work: () => T): T
  /** Runs a script of several statements, as schemas are. */
  script(statements: string): void
  /** Reads every page; {@link DatabaseFailure} `DB_CORRUPT` when one is damaged. Slow on a large file. */
  verify(): void
  /** Moves what is in the write-ahead log into the file and empties the log. */
  settle(): void
  /** The most pages the file may have: how a quota is kept, and how a full disk is tried out. */
  limitPages(pages: number): void
  close(): void
}

/** The file's first 16 bytes: 8 that name the format, 8 that tell a wrong key from a damaged page. */
const MAGIC = utf8('Lectern1')
const HEADER_BYTES = 16
const PLAIN_SQLITE = utf8('SQLite format 3')
/** -4096 means 4 MiB; the default of 16 MB is wasted on a box with 1 GB. */
const CACHE_SIZE = -4096

/** Opens or creates the database `file` under a 32-byte key. Throws {@link DatabaseFailure}. */
export function openDatabase(file: string, key: Uint8Array): Database {
  if (key.length !== 32) throw new TypeError('a database key has 32 bytes')
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const header = concat(MAGIC, keyCheck(key))
  requireOurs(file, header)
  return wrap(openEngine(file, concat(key, header)), file)
}

/** Names the key without telling it: 8 bytes of a hash of 32 random bytes. */
function keyCheck(key: Uint8Array): Uint8Array {
  return nodeCrypto().sha256(concat(utf8('lectern-database-key/1\n'), key)).subarray(0, 8)
}

function requireOurs(file: string, header: Uint8Array): void {
  if (!existsSync(file)) return
  const start = readStart(file)
  if (start.length === 0) return
  if (start.length < HEADER_BYTES || !sameHash(start.subarray(0, MAGIC.length), MAGIC)) {
    const plain = sameHash(start.subarray(0, PLAIN_SQLITE.length), PLAIN_SQLITE)
    throw new DatabaseFailure('DB_FOREIGN', plain ? 'an unencrypted SQLite file' : 'not a Lectern database')
  }
  if (!sameHash(start, header)) throw new DatabaseFailure('DB_WRONG_KEY', 'made with another key')
}

function readStart(file: string): Uint8Array {
  let handle: number | undefined
  try {
    handle = openSync(file, 'r')
    const bytes = new Uint8Array(HEADER_BYTES)
    return bytes.subarray(0, readSync(handle, bytes, 0, HEADER_BYTES, 0))
  } catch (cause) {
    throw new DatabaseFailure('DB_IO', 'the file cannot be read', { cause })
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

/** `raw:` takes key and salt as they are; the salt is what the engine writes as the file's first 16 bytes. */
function openEngine(file: string, keyAndSalt: Uint8Array): Engine {
  let engine: Engine | undefined
  try {
    engine = new Sqlite(file, { timeout: 0 })
    engine.pragma("cipher = 'aegis'")
    engine.pragma(`key = 'raw:${hex(keyAndSalt)}'`)
    // One process owns the file: a second one is refused, and no shared-memory file is needed.
    engine.pragma('locking_mode = EXCLUSIVE')
    engine.pragma('journal_mode = WAL')
    engine.pragma('synchronous = FULL')
    engine.pragma('secure_delete = ON')
    engine.pragma('temp_store = MEMORY')
    engine.pragma('foreign_keys = ON')
    engine.pragma(`cache_size = ${CACHE_SIZE}`)
    engine.exec('BEGIN IMMEDIATE; COMMIT')
    engine.prepare('SELECT count(*) FROM sqlite_schema').get()
    return engine
  } catch (error) {
    engine?.close()
    throw named(error, 'opening the database')
  }
}

function wrap(engine: Engine, file: string): Database {
  const sql = statementsOf(engine)
  return {
    sql,
    transaction: (work) => within(engine, sql, ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'], work),
    savepoint: (work) => within(engine, sql, ['SAVEPOINT one', 'RELEASE one', 'ROLLBACK TO one; RELEASE one'], work),
    script: (statements) => {
      try {
        engine.exec(statements)
      } catch (error) {
        throw named(error, 'a script of statements')
      }
    },
    verify: () => {
      const found = pragma(engine, 'integrity_check')
      if (found !== 'ok') throw new DatabaseFailure('DB_CORRUPT', `${file}: ${String(found)}`)
    },
    settle: () => void pragma(engine, 'wal_checkpoint(TRUNCATE)'),
    limitPages: (pages) => void pragma(engine, `max_page_count = ${Math.trunc(pages)}`),
    close: () => void engine.close(),
  }
}

function within<T>(engine: Engine, sql: Sql, [begin, commit, undo]: readonly [string, string, string], work: () => T): T {
  sql.run(begin)
  try {
    const result = work()
    sql.run(commit)
    return result
  } catch (error) {
    // A full or failing disk makes the engine undo the transaction by itself.
    if (engine.inTransaction) engine.exec(undo)
    throw named(error, 'writing')
  }
}

function pragma(engine: Engine, text: string): unknown {
  try {
    return engine.pragma(text, { simple: true })
  } catch (error) {
    throw named(error, text)
  }
}
