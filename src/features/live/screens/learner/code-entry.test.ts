import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLASS_CODE_LETTERS } from '../../../../kernel/ids.ts'
import { codeInPath, readCodeEntry } from './code-entry.ts'

const code = fc.array(fc.constantFrom(...CLASS_CODE_LETTERS), { minLength: 6, maxLength: 6 }).map((letters) => letters.join(''))
const between = fc.constantFrom('', ' ', '-', '  ', ' - ', '\t')

describe('a typed class code', () => {
  it('is found whatever the case, spaces and dashes', () => {
    fc.assert(
      fc.property(code, fc.array(between, { minLength: 7, maxLength: 7 }), fc.boolean(), (letters, gaps, lower) => {
        const typed = gaps.map((gap, at) => gap + (letters[at] ?? '')).join('')
        expect(readCodeEntry(lower ? typed.toLowerCase() : typed).code).toBe(letters)
      }),
    )
  })

  it('is found in a pasted link', () => {
    fc.assert(
      fc.property(code, fc.constantFrom('http://192.168.4.1:8080', 'https://box.example', ''), fc.constantFrom('', '#room', '?a=1', '/'), (letters, host, tail) => {
        expect(readCodeEntry(`${host}/c/${letters}${tail}`).code).toBe(letters)
      }),
    )
  })

  it('is shown in two groups as it grows', () => {
    expect(readCodeEntry('k7').shown).toBe('K7')
    expect(readCodeEntry('k7m4').shown).toBe('K7M 4')
    expect(readCodeEntry('k7m 4qx').shown).toBe('K7M 4QX')
  })

  it('takes six letters and no more', () => {
    expect(readCodeEntry('K7M4QXABC').letters).toBe('K7M4QX')
  })

  it('names the letters that no code contains', () => {
    const entry = readCodeEntry('K0M O1')
    expect(entry.letters).toBe('KM')
    expect(entry.strangers).toBe('0 O 1')
    expect(entry.code).toBeNull()
  })

  it.each(['', '   ', '%', 'ééé', '<script>', '/', '//c//', '🙂🙂🙂🙂🙂🙂'])('is not found in %j', (typed) => {
    expect(readCodeEntry(typed).code).toBeNull()
  })

  it('never throws, whatever is pasted', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => void readCodeEntry(typed)))
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => void readCodeEntry(`/c/${typed}`)))
  })
})

describe('the code in an address', () => {
  it('is read from the path, also when badly encoded', () => {
    expect(codeInPath('/c/k7m-4qx')).toBe('K7M4QX')
    expect(codeInPath('/c/k7m%204qx')).toBe('K7M4QX')
    expect(codeInPath('/c/%')).toBe('%')
    expect(codeInPath('/')).toBeNull()
    expect(codeInPath('/c/')).toBeNull()
  })
})
