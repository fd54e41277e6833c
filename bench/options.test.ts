import { describe, expect, it } from 'vitest'

import { BadOption, positive, readOptions } from './options.ts'

describe('what is asked of a measurement', () => {
  it('replaces defaults by name', () => {
    expect(readOptions(['--rounds', '3'], { rounds: '5', seconds: '10' })).toEqual({ rounds: '3', seconds: '10' })
  })

  it.each([[['--unknown', '1']], [['stray']], [['--rounds']]])('refuses %j with a sentence', (args) => {
    expect(() => readOptions(args, { rounds: '5' })).toThrow(BadOption)
  })

  it.each(['0', '-1', '1.5', 'x', '', 'Infinity'])('does not take %j for a count', (text) => {
    expect(() => positive(text)).toThrow(BadOption)
  })
})
