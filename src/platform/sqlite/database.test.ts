import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeCrypto } from '../crypto-node.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { DatabaseFailure, isDiskFailure } from './failures.ts'
import { migrate } from './migrations.ts'

const crypto = nodeCrypto()
const key = crypto.randomBytes(32)
const MARKER = 'a sentence that must not be readable on the disk'
const PAGE = 4096
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-database-'))
  file = join(folder, 'db', 'lectern.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function withDatabase<T>(work: (database: Database) => T, using = key): T {
  const database = openDatabase(file, using)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** A database of many pages, closed. */
function filled(): void {
  withDatabase((database) => {
    database.script('CREATE TABLE said (n INTEGER PRIMARY KEY, text TEXT) STRICT')
    database.transaction(() => {
      for (let n = 0; n < 400; n += 1) database.sql.run('INSERT INTO said (text) VALUES (?)', `${MARKER} ${n}`)
    })
  })
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof DatabaseFailure) return error.code
    throw error
  }
  return 'none'
}

describe('the encrypted database', () => {
  it('keeps what was committed, and nothing readable on the disk', () => {
    filled()
    expect(readFileSync(file).includes(MARKER.slice(0, 12))).toBe(false)
    withDatabase((database) => {
      expect(database.sql.get('SELECT count(*) AS count FROM said')).toEqual({ count: 400 })
      database.sql.run('INSERT INTO said (text) VALUES (?)', MARKER)
      const log = `${file}-wal`
      expect(existsSync(log) && readFileSync(log).includes(MARKER.slice(0, 12))).toBe(false)
      database.settle()
      database.verify()
    })
  })

  it('is committed to the disk before a transaction returns', () => {
    withDatabase((database) => expect(database.sql.get('PRAGMA synchronous')).toEqual({ synchronous: 2 }))
  })

  it('undoes a transaction that throws, and a savepoint without what is around it', () => {
    filled()
    withDatabase((database) => {
      const { sql } = database
      expect(() => database.transaction(() => {
        sql.run('DELETE FROM said')
        throw new Error('no')
      })).toThrow('no')
      database.transaction(() => {
        sql.run('DELETE FROM said WHERE n > 1')
        expect(() => database.savepoint(() => {
          sql.run('DELETE FROM said')
          throw new Error('no')
        })).toThrow('no')
      })
      expect(sql.get('SELECT count(*) AS count FROM said')).toEqual({ count: 1 })
    })
  })

  it('belongs to one process at a time', () => {
    filled()
    withDatabase(() => expect(codeOf(() => openDatabase(file, key))).toBe('DB_IN_USE'))
  })

  it('tells a full disk from a defect also where a file is written', () => {
    const failureOf = (write: () => void): unknown => {
      try {
        write()
      } catch (error) {
        return error
      }
      return undefined
    }
    expect(isDiskFailure(failureOf(() => writeFileSync('/dev/full', 'a song')))).toBe(true)
    expect(isDiskFailure(failureOf(() => writeFileSync('/nowhere/at/all', 'a song')))).toBe(false)
  })

  it('names a full disk, keeps what stood, and goes on when there is room', () => {
    filled()
    withDatabase((database) => {
      const insert = () => database.transaction(() => {
        for (let n = 0; n < 200; n += 1) database.sql.run('INSERT INTO said (text) VALUES (?)', MARKER)
      })
      database.limitPages(1)
      let failure: unknown
      try {
        insert()
      } catch (error) {
        failure = error
      }
      expect(failure).toMatchObject({ code: 'DB_FULL' })
      expect(isDiskFailure(failure)).toBe(true)
      expect(database.sql.get('SELECT count(*) AS count FROM said')).toEqual({ count: 400 })
      database.limitPages(1_000_000)
      insert()
      expect(database.sql.get('SELECT count(*) AS count FROM said')).toEqual({ count: 600 })
    })
  })
})

describe('a file that cannot be opened', () => {
  it('is foreign when it is something else', () => {
    filled()
    for (const bytes of [Buffer.from('hello'), Buffer.from('<html>'.repeat(5000)), Buffer.alloc(3 * PAGE), Buffer.from(crypto.randomBytes(PAGE))]) {
      writeFileSync(file, bytes)
      expect(codeOf(() => openDatabase(file, key))).toBe('DB_FOREIGN')
      expect(readFileSync(file).equals(bytes)).toBe(true)
    }
  })

  it('is foreign when it is an unencrypted SQLite file', () => {
    filled()
    const plain = join(folder, 'plain.db')
    const other = new DatabaseSync(plain)
    other.exec('CREATE TABLE t (a)')
    other.close()
    copyFileSync(plain, file)
    expect(codeOf(() => openDatabase(file, key))).toBe('DB_FOREIGN')
  })

  it('was made with another key', () => {
    filled()
    const before = readFileSync(file)
    expect(codeOf(() => openDatabase(file, crypto.randomBytes(32)))).toBe('DB_WRONG_KEY')
    expect(readFileSync(file).equals(before)).toBe(true)
    withDatabase((database) => database.verify())
  })

  it('is corrupt when its first page was changed, or when it is cut short', () => {
    filled()
    const whole = readFileSync(file)
    for (const at of [100, 1000, PAGE - 1]) {
      const bent = Buffer.from(whole)
      bent[at] = (bent[at] ?? 0) ^ 1
      writeFileSync(file, bent)
      expect(codeOf(() => openDatabase(file, key))).toBe('DB_CORRUPT')
    }
    writeFileSync(file, whole.subarray(0, 200))
    expect(codeOf(() => openDatabase(file, key))).toBe('DB_CORRUPT')
  })

  it('is not opened with a key of the wrong length', () => {
    expect(() => openDatabase(file, key.subarray(1))).toThrow(TypeError)
  })
})

describe('a damaged page further in', () => {
  it('is found by reading it and by verifying, and named', () => {
    filled()
    const bytes = readFileSync(file)
    const at = bytes.length - PAGE + 100
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    withDatabase((database) => {
      expect(codeOf(() => database.sql.all('SELECT * FROM said'))).toBe('DB_CORRUPT')
      expect(codeOf(() => database.verify())).toBe('DB_CORRUPT')
    })
  })
})

describe('migrations', () => {
  const first = ['CREATE TABLE a (x)']
  const second = ['CREATE TABLE b (x)', 'INSERT INTO b VALUES (1)']

  it('run once each, in order', () => {
    withDatabase((database) => {
      migrate(database, [first])
      migrate(database, [first, second])
      migrate(database, [first, second])
      expect(database.sql.all('SELECT * FROM b')).toEqual([{ x: 1 }])
    })
  })

  it('leave the tables as they were when one fails', () => {
    withDatabase((database) => {
      migrate(database, [first])
      expect(() => migrate(database, [first, [...second, 'CREATE nonsense']])).toThrow('syntax')
      expect(() => database.sql.all('SELECT * FROM b')).toThrow('no such table')
    })
  })

  it('refuse a database of a newer version', () => {
    withDatabase((database) => {
      migrate(database, [first, second])
      expect(codeOf(() => migrate(database, [first]))).toBe('DB_NEWER')
    })
  })
})
