import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { erasePassing, leftovers, passingFolder } from '../passing-folders.ts'
import { decideForReal, isDecided, isUntouched, moveIn, newMaking } from './tour-folder.ts'

let root: string
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'lectern-tour-')) })
afterEach(() => rmSync(root, { recursive: true, force: true }))

function make(): void {
  const making = newMaking(root)
  for (const [part, file] of [['db', 'lectern.db'], ['keys', 'database-key']] as const) {
    mkdirSync(join(making, part))
    writeFileSync(join(making, part, file), `real ${part}`)
  }
}

const real = (): readonly string[] => ['db/lectern.db', 'keys/database-key'].map((file) => readFileSync(join(root, file), 'utf8'))

/** What a kill leaves after each step of moving in, by hand. */
const CUTS: Readonly<Record<string, () => void>> = {
  'before the first move': () => undefined,
  'once the empty folder has made room': () => { if (existsSync(join(root, 'db'))) rmdirSync(join(root, 'db')) },
  'between database and keys': () => renameSync(join(root, 'beginning', 'db'), join(root, 'db')),
  'before the emptied folder goes': () => {
    renameSync(join(root, 'beginning', 'db'), join(root, 'db'))
    renameSync(join(root, 'beginning', 'keys'), join(root, 'keys'))
  },
}

describe('the data folder on its way to the real thing', () => {
  it.each(Object.entries(CUTS))('is finished by the next start when it was cut %s', (_, cut) => {
    make()
    decideForReal(root)
    cut()
    expect(isDecided(root)).toBe(true)
    moveIn(root)
    expect(real()).toEqual(['real db', 'real keys'])
    expect(readdirSync(root).sort()).toEqual(['db', 'keys'])
    moveIn(root)
    expect(isDecided(root)).toBe(false)
  })

  it('is as if nothing had been tried when it was cut before it was decided', () => {
    make()
    moveIn(root)
    expect([isDecided(root), isUntouched(root), readdirSync(root)]).toEqual([false, true, []])
  })

  it('takes the place of the empty folders a start has made, and of nothing else', () => {
    mkdirSync(join(root, 'keys'))
    make()
    decideForReal(root)
    moveIn(root)
    expect(real()).toEqual(['real db', 'real keys'])

    make()
    decideForReal(root)
    expect(() => moveIn(root)).toThrow()
    expect(real()).toEqual(['real db', 'real keys'])
  })

  it('is untouched with neither keys nor a database, whatever else lies there', () => {
    expect(isUntouched(join(root, 'not-there'))).toBe(true)
    mkdirSync(join(root, 'keys'))
    mkdirSync(join(root, 'cache'))
    expect(isUntouched(root)).toBe(true)
    writeFileSync(join(root, 'keys', 'database-key'), '')
    expect(isUntouched(root)).toBe(false)
  })

  it('begins each attempt with an empty folder', () => {
    writeFileSync(join(newMaking(root), 'leftover'), '')
    expect(readdirSync(newMaking(root))).toEqual([])
  })
})

describe('samples', () => {
  it('are erased but for the one that runs, and with the last their folder', () => {
    for (const name of ['aaaa', 'bbbb']) mkdirSync(join(passingFolder(root, 'tour', name), 'db'), { recursive: true })
    leftovers(root, 'tour', 'aaaa')()
    expect(readdirSync(join(root, 'tour'))).toEqual(['aaaa'])
    leftovers(root, 'tour', null)()
    expect(readdirSync(root)).toEqual([])
    expect(() => leftovers(root, 'tour', null)()).not.toThrow()
  })

  it('go alone, and leave those of a box that runs beside', () => {
    for (const name of ['aaaa', 'bbbb']) mkdirSync(passingFolder(root, 'tour', name), { recursive: true })
    erasePassing(root, 'tour', 'aaaa')
    expect(readdirSync(join(root, 'tour'))).toEqual(['bbbb'])
    erasePassing(root, 'tour', 'bbbb')
    expect(readdirSync(root)).toEqual([])
  })
})
