import { createDecipheriv } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { dataFolder } from '../src/platform/data-folder.ts'
import { decryptedPages, spellings } from './decrypted-pages.ts'

/** A data folder as somebody reads it who has the disk, and perhaps the database's key; nothing in it is changed, also while its hub runs. */

/** Every file as it lies there. */
export function rawBytes(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path)))
}

/** Everything that opens: pages in use and free ones, each version of a page in the write-ahead log, and files with any key that is left. */
export function openedBytes(folder: string, key: Uint8Array): Buffer {
  const copy = mkdtempSync(join(tmpdir(), 'lectern-search-'))
  try {
    const { database, blobs } = dataFolder(folder)
    for (const end of ['', '-wal']) if (existsSync(database + end)) cpSync(database + end, join(copy, basename(database) + end))
    const file = join(copy, basename(database))
    const log = logPages(file, key)
    return Buffer.concat([log, decryptedPages(file, key), ...openedFiles(blobs, keysIn(file, key))])
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

export function holds(bytes: Buffer, text: string): boolean {
  return spellings(text).some((one) => bytes.includes(one))
}

/**
 * Each version of each page in the write-ahead log of a database, opened. A frame is laid into its page's place in a copy, one
 * version of each page at a time, and read there. Format of the log: sqlite.org/walformat.html.
 */
export function logPages(file: string, key: Uint8Array): Buffer {
  const log = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0)
  if (log.length < 32) return Buffer.alloc(0)
  const size = log.readUInt32BE(8)
  const versions = new Map<number, Buffer[]>()
  for (let at = 32; at + 24 + size <= log.length; at += 24 + size) {
    const page = log.readUInt32BE(at)
    versions.set(page, [...(versions.get(page) ?? []), log.subarray(at + 24, at + 24 + size)])
  }
  const deepest = Math.max(...[...versions.values()].map(({ length }) => length))
  return Buffer.concat(Array.from({ length: deepest }, (_, depth) => pagesAt(file, size, key, versions, depth)))
}

function pagesAt(file: string, size: number, key: Uint8Array, versions: ReadonlyMap<number, readonly Buffer[]>, depth: number): Buffer {
  const last = Math.max(...versions.keys())
  const laid = Buffer.alloc(Math.max(statSync(file).size, last * size))
  readFileSync(file).copy(laid)
  // The newest first page says how many pages there are.
  for (const [page, all] of versions) ((page > 1 && all[depth]) || all.at(-1))?.copy(laid, (page - 1) * size)
  const one = `${file}-laid`
  writeFileSync(one, laid)
  return decryptedPages(one, key)
}

/** Whatever has the length of a key, in any row of any table. */
function keysIn(file: string, key: Uint8Array): Buffer[] {
  const engine = new Sqlite(file)
  try {
    engine.pragma("cipher = 'aegis'")
    engine.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}${readFileSync(file).subarray(0, 16).toString('hex')}'`)
    const tables = engine.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[] // As the statement shapes it.
    const rows = tables.flatMap(({ name }) => engine.prepare(`SELECT * FROM "${name}"`).all())
    return rows.flatMap((row) => Object.values(row as object)).filter((value): value is Buffer => Buffer.isBuffer(value) && value.length === 32)
  } finally {
    engine.close()
  }
}

function openedFiles(folder: string, keys: readonly Buffer[]): Buffer[] {
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files.flatMap((name) => keys.flatMap((key) => openedBy(readFileSync(join(folder, name)), key) ?? []))
}

/** What is sealed in a file of the box's, by this key; undefined when it is another's. */
export function openedBy(sealed: Buffer, key: Uint8Array): Buffer | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12))
    decipher.setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  } catch {
    return undefined // Not this file's key.
  }
}
