import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { nodeCrypto } from '../crypto-node.ts'
import { openKeys } from './keys.ts'

const LIGHT = 10
const PHRASE = 'correct horse battery'
const crypto = nodeCrypto()
let folder: string
const keys = () => openKeys(join(folder, 'keys'), crypto, LIGHT)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the database key', () => {
  it('is new, then unprotected, then locked once a passphrase is chosen', async () => {
    expect(keys().state()).toBe('new')
    const key = keys().create()
    expect(keys().state()).toBe('unprotected')
    expect(keys().readUnprotected()).toEqual(key)
    await keys().choosePassphrase(key, PHRASE)
    expect(keys().state()).toBe('locked')
    expect(keys().wraps()).toEqual({ passphrase: true, keyFile: false })
    expect(await keys().unlock({ passphrase: PHRASE })).toEqual(key)
  })

  it('is nowhere in plain once a passphrase is chosen', async () => {
    const key = keys().create()
    await keys().choosePassphrase(key, PHRASE)
    for (const name of readdirSync(join(folder, 'keys'))) {
      expect(readFileSync(join(folder, 'keys', name)).includes(key)).toBe(false)
    }
  })

  it('is never made twice', () => {
    keys().create()
    expect(() => keys().create()).toThrow('second')
  })

  it('stays readable when the passphrase could not be chosen to the end', async () => {
    const key = keys().create()
    await keys().choosePassphrase(key, PHRASE)
    // What a power cut between writing the wrap and destroying the plain file leaves.
    writeFileSync(join(folder, 'keys', 'database-key'), key)
    expect(keys().state()).toBe('unprotected')
    await keys().choosePassphrase(keys().readUnprotected(), 'another passphrase')
    expect(await keys().unlock({ passphrase: 'another passphrase' })).toEqual(key)
  })

  it.each([
    ['before', (key: Uint8Array) => key],
    ['after', (key: Uint8Array) => crypto.randomBytes(key.length)],
  ])('is locked, and in plain nowhere, when the power went %s the plain file was overwritten', async (_, left) => {
    const key = keys().create()
    await keys().choosePassphrase(key, PHRASE)
    writeFileSync(join(folder, 'keys', 'database-key.destroyed'), left(key))
    expect(keys().state()).toBe('locked')
    expect(readdirSync(join(folder, 'keys'))).toEqual(['database-key.passphrase.age'])
    expect(await keys().unlock({ passphrase: PHRASE })).toEqual(key)
  })

  it('can be given a new passphrase, after which the old one is refused', async () => {
    const key = keys().create()
    await keys().choosePassphrase(key, PHRASE)
    await keys().choosePassphrase(key, 'a better passphrase')
    await expect(keys().unlock({ passphrase: PHRASE })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    expect(await keys().unlock({ passphrase: 'a better passphrase' })).toEqual(key)
  })

  it('opens to the same passphrase however its letters were composed', async () => {
    const key = keys().create()
    await keys().choosePassphrase(key, 'caf\u00e9 au lait')
    expect(await keys().unlock({ passphrase: 'cafe\u0301 au lait' })).toEqual(key)
  })
})

describe('refusals', () => {
  it('name a wrong passphrase, a short one and none chosen yet', async () => {
    const key = keys().create()
    await expect(keys().unlock({ passphrase: PHRASE })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
    await expect(keys().choosePassphrase(key, 'too short')).rejects.toMatchObject({ code: 'PASSPHRASE_TOO_SHORT' })
    expect(keys().state()).toBe('unprotected')
    await keys().choosePassphrase(key, PHRASE)
    await expect(keys().unlock({ passphrase: `${PHRASE}!` })).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  })

  it('tell a damaged wrap from a wrong passphrase', async () => {
    const key = keys().create()
    await keys().choosePassphrase(key, PHRASE)
    const wrap = join(folder, 'keys', 'database-key.passphrase.age')
    const whole = readFileSync(wrap)
    for (const bytes of [whole.subarray(0, 40), whole.subarray(0, whole.length - 1), Buffer.from('not age at all\n'), Buffer.alloc(0)]) {
      writeFileSync(wrap, bytes)
      await expect(keys().unlock({ passphrase: PHRASE })).rejects.toThrow(Malformed)
    }
  })

  it('name a plain key of the wrong length', () => {
    keys().create()
    writeFileSync(join(folder, 'keys', 'database-key'), 'short')
    expect(() => keys().readUnprotected()).toThrow(Malformed)
  })
})

describe('a key file on a stick', () => {
  it('opens the same key and is never overwritten', async () => {
    const stick = join(folder, 'lectern-key.txt')
    const key = keys().create()
    await keys().addKeyFile(key, stick)
    await keys().choosePassphrase(key, PHRASE)
    expect(keys().wraps()).toEqual({ passphrase: true, keyFile: true })
    expect(await keys().unlock({ keyFile: stick })).toEqual(key)
    await expect(keys().addKeyFile(key, stick)).rejects.toMatchObject({ code: 'KEY_FILE_EXISTS' })
    expect(existsSync(stick)).toBe(true)
  })

  it('may carry comments, as the files of age do', async () => {
    const stick = join(folder, 'lectern-key.txt')
    const key = keys().create()
    await keys().addKeyFile(key, stick)
    writeFileSync(stick, `# created for the box\r\n\r\n${readFileSync(stick, 'utf8').trim()}\r\n`)
    expect(await keys().unlock({ keyFile: stick })).toEqual(key)
  })

  it('is refused when missing, when it is none, and when it is that of another box', async () => {
    const stick = join(folder, 'lectern-key.txt')
    const other = join(folder, 'other-key.txt')
    const key = keys().create()
    await keys().addKeyFile(key, stick)
    await expect(keys().unlock({ keyFile: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'KEY_FILE_MISSING' })
    await openKeys(join(folder, 'other'), crypto, LIGHT).addKeyFile(key, other)
    await expect(keys().unlock({ keyFile: other })).rejects.toMatchObject({ code: 'WRONG_KEY_FILE' })
    for (const text of ['', '# only a comment\n', 'AGE-SECRET-KEY-1SHORT\n', `age1${'q'.repeat(58)}\n`]) {
      writeFileSync(other, text)
      await expect(keys().unlock({ keyFile: other })).rejects.toMatchObject({ code: 'WRONG_KEY_FILE' })
    }
  })
})
