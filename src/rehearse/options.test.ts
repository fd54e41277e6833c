import { describe, expect, it } from 'vitest'
import { Refused } from '../kernel/failures.ts'
import { readAsked } from './options.ts'

function refusalOf(args: readonly string[]): string {
  try {
    readAsked(args)
    return 'none'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return error.code
  }
}

describe('what a rehearsal is asked', () => {
  it('is a minute with ten learners in one room, with a sheet, unless said otherwise', () => {
    expect(readAsked([])).toEqual({
      asked: { learners: 10, seconds: 60, network: 'lan', break: null, browser: false },
      telling: { json: false, progress: false, out: 'lectern-rehearsal.html' },
    })
    expect(readAsked(['--learners', '30', '--seconds=45', '--network', 'cap300', '--break', 'kill', '--browser', '--json', '--out', 'a.html'])).toEqual({
      asked: { learners: 30, seconds: 45, network: 'cap300', break: 'kill', browser: true },
      telling: { json: true, progress: false, out: 'a.html' },
    })
  })

  it('leaves no file behind where its output goes to a program', () => {
    expect(readAsked(['--json']).telling.out).toBeNull()
    expect(readAsked(['--progress']).telling.out).toBeNull()
  })

  it.each([
    [['--learners', '0']], [['--learners', '201']], [['--learners', '1e1']], [['--learners', '']], [['--seconds', '9']], [['--seconds', '-60']], [['--seconds', '4000']],
    [['--network', 'moon']], [['--network', 'LAN']], [['--break', 'everything']], [['--lerners', '3']], [['--json=yes']], [['30']], [['--out']],
  ])('refuses %j', (args) => {
    expect(refusalOf(args)).toBe('REHEARSE_OPTION')
  })

  it('refuses a class that is too short for what is to break or to get narrow', () => {
    for (const args of [['--break', 'disk'], ['--network', 'cap300']]) {
      expect(refusalOf([...args, '--seconds', '29'])).toBe('REHEARSE_TOO_SHORT')
      expect(refusalOf([...args, '--seconds', '30'])).toBe('none')
    }
  })
})
