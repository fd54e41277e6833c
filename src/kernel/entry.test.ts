import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import bad from '../../fixtures/entries/invalid/entries.json' with { type: 'json' }
import first from '../../fixtures/entries/valid/first-of-a-log.json' with { type: 'json' }
import inClass from '../../fixtures/entries/valid/of-a-class-with-private-field.json' with { type: 'json' }
import { nodeCrypto } from '../platform/crypto-node.ts'
import { hex, utf8 } from './bytes.ts'
import { Entry, encodeEntry, parseEntry } from './entry.ts'
import { Malformed } from './failures.ts'
import { leafHash } from './tree.ts'

const crypto = nodeCrypto()

describe('entries', () => {
  it.each([first, inClass])('are written byte for byte as $entry.kind of the vectors', ({ canonical, leafHash: expected, entry }) => {
    const bytes = encodeEntry(Entry.parse(entry))
    expect(Buffer.from(bytes).toString()).toBe(canonical)
    expect(hex(leafHash(bytes, crypto))).toBe(expected)
    expect(parseEntry(utf8(canonical))).toEqual(entry)
  })

  it.each(bad)('are refused: $why', ({ text }) => {
    expect(() => parseEntry(utf8(text))).toThrow(Malformed)
  })

  it('are not written when they would not be read', () => {
    const good = Entry.parse(first.entry)
    expect(() => encodeEntry({ ...good, sequence: -1 })).toThrow(Malformed)
    expect(() => encodeEntry({ ...good, body: { half: 0.5 } })).toThrow(Malformed)
    expect(() => encodeEntry({ ...good, body: { text: 'x'.repeat(65_536) } })).toThrow(Malformed)
  })

  it('never make the parser throw anything but Malformed', () => {
    const whole = utf8(inClass.canonical)
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }), (at, noise) => {
      const bytes = Uint8Array.from([...whole.subarray(0, at), ...noise, ...whole.subarray(at + 1)])
      try {
        expect(encodeEntry(parseEntry(bytes))).toEqual(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
  })
})
