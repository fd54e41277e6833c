import { existsSync, readFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3-multiple-ciphers'

/**
 * Every page of a closed database, in the clear, those that are free too, and the write-ahead log as it lies on the disk:
 * what somebody with the disk and the key could read. `keyAndSalt` in hex, as the database is opened with.
 */
export function decryptedPages(file: string, key: Uint8Array): Buffer {
  const log = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0)
  const salt = readFileSync(file).subarray(0, 16)
  const engine = new Sqlite(file, { readonly: true })
  try {
    engine.pragma("cipher = 'aegis'")
    engine.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}${salt.toString('hex')}'`)
    return Buffer.concat([engine.serialize(), log])
  } finally {
    engine.close()
  }
}

/** A text in the spellings it may have in there: as it is, and in base64url, as disclosures are kept, at each of three offsets. */
export function spellings(text: string): Buffer[] {
  const shifted = [0, 1, 2].map((shift) => Buffer.from(' '.repeat(shift) + text).toString('base64url').slice(shift === 0 ? 0 : 4, -4))
  return [text, ...shifted].map((one) => Buffer.from(one))
}
