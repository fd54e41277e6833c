import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from './bytes.ts'
import { canonicalBytes, canonicalText, MAX_CANONICAL_BYTES, parseCanonical } from './canonical.ts'
import type { Json } from './canonical.ts'
import { Malformed } from './failures.ts'

const text = fc.string({ unit: 'grapheme' })
const json = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null), fc.boolean(), fc.maxSafeInteger(), text,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text.filter((name) => name !== '__proto__'), tie('any'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).any

describe('canonical JSON', () => {
  it('sorts names by UTF-16 as the RFC shows', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(canonicalText(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}')
  })

  it('of any value reads back as that value, and no bytes differ', () => {
    fc.assert(fc.property(json, (value) => {
      const bytes = canonicalBytes(value)
      const back = parseCanonical(bytes)
      expect(JSON.stringify(back)).toBe(Buffer.from(bytes).toString())
      expect(canonicalBytes(back)).toEqual(bytes)
    }))
  })

  it('is the same whatever order names were given in', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.integer(), { noNullPrototype: true }), (value) => {
      const backwards = Object.fromEntries(Object.entries(value).toReversed())
      expect(canonicalText(backwards)).toBe(canonicalText(value))
    }))
  })

  it.each([
    ['a fraction', 0.5], ['an integer nobody can count to', 2 ** 53], ['not a number', Number.NaN], ['infinity', Infinity],
    ['nothing', undefined], ['a function', () => 1], ['a bigint', 1n], ['a date', new Date(0)], ['a map', new Map()],
    ['bytes', new Uint8Array(1)], ['half a letter', '\ud800'], ['half a letter as a name', { '\udc00': 1 }],
    ['something hidden in a list', [1, undefined]], ['something hidden in an object', { a: { b: undefined } }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalText(value as Json)).toThrow(Malformed)
  })

  it('refuses a value that contains itself, and one nested too deeply', () => {
    const loop: Json[] = []
    loop.push(loop)
    expect(() => canonicalText(loop)).toThrow(Malformed)
    expect(() => parseCanonical(utf8('['.repeat(30_000) + ']'.repeat(30_000)))).toThrow(Malformed)
  })

  it('refuses one byte too many, writing and reading', () => {
    const fits = 'x'.repeat(MAX_CANONICAL_BYTES - 2)
    expect(canonicalBytes(fits)).toHaveLength(MAX_CANONICAL_BYTES)
    expect(() => canonicalBytes(`${fits}x`)).toThrow(Malformed)
    expect(() => parseCanonical(utf8(`"${fits}x"`))).toThrow(Malformed)
  })

  it.each([
    ['spaces', '{"a": 1}'], ['other order', '{"b":1,"a":2}'], ['a name twice', '{"a":1,"a":1}'], ['1.0', '1.0'], ['1e2', '1e2'],
    ['minus zero', '-0'], ['a needless escape', '"\\u0061"'], ['capital hex', '"\\u001F"'], ['a newline', '1\n'], ['two values', '1 2'],
    ['a byte order mark', '\ufeff1'], ['a fraction', '0.5'], ['nothing', ''], ['a comment', '1//'],
  ])('does not read %s', (_, written) => {
    expect(() => parseCanonical(utf8(written))).toThrow(Malformed)
  })

  it('does not read bytes that are not UTF-8', () => {
    for (const bytes of [[0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22]]) {
      expect(() => parseCanonical(Uint8Array.from(bytes))).toThrow(Malformed)
    }
  })
})
