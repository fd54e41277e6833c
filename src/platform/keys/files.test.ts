import { existsSync, linkSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { utf8 } from '../../kernel/bytes.ts'
import { destroyFile, replaceFile } from './files.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-files-'))
  path = join(folder, 'key')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('a replaced file is whole, for its owner only, and nothing lies beside it', () => {
  replaceFile(path, utf8('old and longer'))
  replaceFile(path, utf8('new'))
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['key'])
})

it('what a power cut left beside a file is in nobody\'s way', () => {
  replaceFile(path, utf8('old'))
  writeFileSync(`${path}.new`, 'half')
  replaceFile(path, utf8('new'))
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['key'])
})

it('a file that cannot be replaced stays as it is', () => {
  replaceFile(path, utf8('old'))
  expect(() => replaceFile(join(folder, 'nowhere', 'key'), utf8('new'))).toThrow('ENOENT')
  expect(readFileSync(path, 'utf8')).toBe('old')
})

it('a destroyed file is gone, and so are its bytes under any other name', () => {
  writeFileSync(path, 'secret secret')
  const other = join(folder, 'other name')
  linkSync(path, other)
  destroyFile(path)
  expect(existsSync(path)).toBe(false)
  expect(readFileSync(other).includes('secret')).toBe(false)
  expect(() => destroyFile(path)).toThrow('ENOENT')
})
