import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { utf8 } from '../../kernel/bytes.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import { Malformed, Refused } from '../../kernel/failures.ts'
import type { RefusalDetails } from '../../kernel/failures.ts'
import { destroyFile, finishDestroying, replaceFile } from './files.ts'
import { newIdentity, runWrapJob } from './wrapping.ts'

/**
 * The key of the database, as the folder `keys` keeps it.
 * - `new` there is none yet
 * - `unprotected` it lies there plain, because nobody chose a passphrase: theft is not covered
 * - `locked` it lies there wrapped only, and must be unlocked after every start of the machine
 */
export type KeyState = 'new' | 'unprotected' | 'locked'

/** Why unlocking or choosing is refused. */
type KeyRefusal = 'WRONG_PASSPHRASE' | 'PASSPHRASE_TOO_SHORT' | 'KEY_FILE_EXISTS' | 'KEY_FILE_MISSING' | 'WRONG_KEY_FILE'

/** The passphrase must stand alone against somebody who has the disk and time. */
export const PASSPHRASE_MIN_LENGTH = 10

export type Unlocking = { readonly passphrase: string } | { readonly keyFile: string }

export type Keys = {
  state(): KeyState
  /** Which wraps exist. */
  wraps(): { readonly passphrase: boolean; readonly keyFile: boolean }
  /** Makes the key; only in state `new`. */
  create(): Uint8Array
  /** The plain key; only in state `unprotected`. */
  readUnprotected(): Uint8Array
  /** Wraps `key` under a passphrase (also a later one) and destroys the plain file. */
  choosePassphrase(key: Uint8Array, passphrase: string): Promise<void>
  /** Writes a key file to `path`, on a stick, and wraps `key` to it as well. Refuses to overwrite. */
  addKeyFile(key: Uint8Array, path: string): Promise<void>
  /** The key, opened by one of its wraps; {@link Refused} with a {@link KeyRefusal}. */
  unlock(by: Unlocking): Promise<Uint8Array>
}

const KEY_BYTES = 32
const PLAIN = 'database-key'
const BY_PASSPHRASE = 'database-key.passphrase.age'
const BY_KEY_FILE = 'database-key.key-file.age'

/** The keys in `folder`. `workFactor` (log2 of scrypt's N) is age's own, 18, unless a test lowers it. */
export function openKeys(folder: string, crypto: Pick<Crypto, 'randomBytes'>, workFactor?: number): Keys {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = (name: string) => join(folder, name)
  const has = (name: string) => existsSync(path(name))
  finishDestroying(path(PLAIN))

  async function wrapByPassphrase(key: Uint8Array, passphrase: string): Promise<void> {
    const wrapped = await runWrapJob({ task: 'wrap', bytes: requireKey(key), passphrase, workFactor })
    replaceFile(path(BY_PASSPHRASE), requireBytes(wrapped))
  }

  async function unwrap(name: string, by: { passphrase: string } | { identity: string }, refusal: KeyRefusal): Promise<Uint8Array> {
    if (!has(name)) throw refuse(refusal)
    return await unwrapped(readFileSync(path(name)), by, refusal)
  }

  function state(): KeyState {
    // Plain before wrapped: a power cut while choosing leaves both, and then nobody was told that the passphrase holds.
    if (has(PLAIN)) return 'unprotected'
    return has(BY_PASSPHRASE) || has(BY_KEY_FILE) ? 'locked' : 'new'
  }

  return {
    state,
    wraps: () => ({ passphrase: has(BY_PASSPHRASE), keyFile: has(BY_KEY_FILE) }),

    create: () => {
      if (state() !== 'new') throw new Error('a second database key')
      const key = crypto.randomBytes(KEY_BYTES)
      replaceFile(path(PLAIN), key)
      return key
    },

    readUnprotected: () => requireKey(new Uint8Array(readFileSync(path(PLAIN)))),

    choosePassphrase: async (key, passphrase) => {
      const typed = asTyped(passphrase)
      if ([...typed].length < PASSPHRASE_MIN_LENGTH) throw refuse('PASSPHRASE_TOO_SHORT', { least: PASSPHRASE_MIN_LENGTH })
      await wrapByPassphrase(key, typed)
      // Only a wrap that was read back from the disk and opened may be the last copy.
      const back = await unwrap(BY_PASSPHRASE, { passphrase: typed }, 'WRONG_PASSPHRASE')
      if (!Buffer.from(back).equals(key)) throw new Error('the wrapped key is another key')
      if (has(PLAIN)) destroyFile(path(PLAIN))
    },

    addKeyFile: async (key, file) => {
      if (existsSync(file)) throw refuse('KEY_FILE_EXISTS')
      const { identity, recipient } = await newIdentity()
      const wrapped = await runWrapJob({ task: 'wrap', bytes: requireKey(key), recipient })
      replaceFile(file, utf8(`${identity}\n`))
      replaceFile(path(BY_KEY_FILE), requireBytes(wrapped))
    },

    unlock: async (by) => 'passphrase' in by
      ? await unwrap(BY_PASSPHRASE, { passphrase: asTyped(by.passphrase) }, 'WRONG_PASSPHRASE')
      : await unwrap(BY_KEY_FILE, { identity: readIdentity(by.keyFile) }, 'WRONG_KEY_FILE'),
  }
}

async function unwrapped(bytes: Uint8Array, by: { passphrase: string } | { identity: string }, refusal: KeyRefusal): Promise<Uint8Array> {
  let key: Uint8Array | 'no-match'
  try {
    key = await runWrapJob({ task: 'unwrap', bytes, ...by })
  } catch (cause) {
    throw new Malformed('wrapped database key', { cause })
  }
  if (key === 'no-match') throw refuse(refusal)
  return requireKey(key)
}

function refuse(code: KeyRefusal, details?: RefusalDetails): Refused {
  return new Refused(code, details)
}

/** One passphrase, one form: keyboards differ in how they compose an accented letter. */
function asTyped(passphrase: string): string {
  return passphrase.normalize('NFC')
}

/** The identity in an age identity file; lines starting with `#` are comments. */
function readIdentity(file: string): string {
  if (!existsSync(file)) throw refuse('KEY_FILE_MISSING')
  const text = readFileSync(file, 'utf8')
  const identity = text.split(/\r?\n/).map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#'))
  if (identity === undefined || !/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/.test(identity)) throw refuse('WRONG_KEY_FILE')
  return identity
}

function requireKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) throw new Malformed('database key')
  return key
}

function requireBytes(wrapped: Uint8Array | 'no-match'): Uint8Array {
  if (wrapped === 'no-match') throw new Error('wrapping answered as unwrapping does')
  return wrapped
}
