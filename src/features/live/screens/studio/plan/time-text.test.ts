import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockText } from '../../../../../ui/clock-text.ts'
import { readCues, readLength, writeCues } from './time-text.ts'

describe('lengths as a host types them', () => {
  it.each([['3', 180], ['3:30', 210], ['0:45', 45], ['1:05:00', 3900], [' 12:00 ', 720]])('%s is %d seconds', (typed, seconds) => {
    expect(readLength(typed)).toBe(seconds)
  })

  it.each(['', 'a', '3:60', '3:', ':30', '1:60:00', '1:2:3:4', '-3', '3.5', '1e3', '1234'])('“%s” is no length', (typed) => {
    expect(readLength(typed)).toBeNull()
  })

  it('reads every length that the page writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 7200 }), (seconds) => { expect(readLength(clockText(seconds))).toBe(seconds) }))
  })
})

describe('cues as a host types them', () => {
  it('reads times with and without a word, in any order', () => {
    expect(readCues('0:40; 0:10 Lift\n1:05 Rest now')).toEqual({ ok: true, cues: [{ at: 10, word: 'Lift' }, { at: 40, word: '' }, { at: 65, word: 'Rest now' }] })
    expect(readCues('  ')).toEqual({ ok: true, cues: [] })
  })

  it.each(['Lift', '10', '0:10 a word that is far too long for a light', '0:75'])('says which part it cannot read: %s', (part) => {
    expect(readCues(`0:05; ${part}`)).toEqual({ ok: false, part })
  })

  it('reads whatever it wrote', () => {
    const word = fc.constantFrom('', 'Lift', 'Rest now', '上げる')
    fc.assert(fc.property(fc.array(fc.record({ at: fc.nat(7200), word }), { maxLength: 20 }), (cues) => {
      const sorted = cues.toSorted((a, b) => a.at - b.at)
      expect(readCues(writeCues(sorted))).toEqual({ ok: true, cues: sorted })
    }))
  })
})
