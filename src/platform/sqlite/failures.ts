import Sqlite from 'better-sqlite3-multiple-ciphers'

/**
 * What can be wrong with a database, as a person must be told apart:
 * - `DB_FOREIGN` the file is not a Lectern database
 * - `DB_WRONG_KEY` it is one, made with another key
 * - `DB_CORRUPT` it is ours and damaged, or was changed by somebody without the key
 * - `DB_IN_USE` another process has it open
 * - `DB_NEWER` a newer version of Lectern wrote it
 * - `DB_FULL` no room left; `DB_IO` the disk failed. Only these two may pass by themselves
 */
export const DATABASE_FAILURES = [
  'DB_FOREIGN', 'DB_WRONG_KEY', 'DB_CORRUPT', 'DB_IN_USE', 'DB_NEWER', 'DB_FULL', 'DB_IO',
] as const
export type DatabaseFailureCode = (typeof DATABASE_FAILURES)[number]

export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure'
  readonly code: DatabaseFailureCode

  constructor(code: DatabaseFailureCode, what: string, options?: { cause?: unknown }) {
    super(`${code}: ${what}`, options)
    this.code = code
  }
}

const BY_SQLITE_CODE: ReadonlyArray<readonly [prefix: string, code: DatabaseFailureCode]> = [
  ['SQLITE_NOTADB', 'DB_CORRUPT'],
  ['SQLITE_CORRUPT', 'DB_CORRUPT'],
  ['SQLITE_IOERR_DATA', 'DB_CORRUPT'],
  ['SQLITE_IOERR_CORRUPTFS', 'DB_CORRUPT'],
  ['SQLITE_BUSY', 'DB_IN_USE'],
  ['SQLITE_LOCKED', 'DB_IN_USE'],
  ['SQLITE_FULL', 'DB_FULL'],
  ['SQLITE_IOERR', 'DB_IO'],
  ['SQLITE_READONLY', 'DB_IO'],
  ['SQLITE_CANTOPEN', 'DB_IO'],
]

/** The named failure behind an error of the engine, or the error itself when it is our own defect. */
export function named(error: unknown, what: string): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error
  const { code } = error
  const known = BY_SQLITE_CODE.find(([prefix]) => code.startsWith(prefix))
  return known ? new DatabaseFailure(known[1], what, { cause: error }) : error
}

/** What the system says of a disk that is full, failing, or read only: errno(3). */
const DISK_ERRORS: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'])

/** Whether the disk is to blame, for a write to the database or to a file, so that the same write may succeed later. */
export function isDiskFailure(error: unknown): boolean {
  if (error instanceof DatabaseFailure) return error.code === 'DB_FULL' || error.code === 'DB_IO'
  return error instanceof Error && 'code' in error && DISK_ERRORS.has(error.code)
}
