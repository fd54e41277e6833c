import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import invalid from '../../../../fixtures/places/invalid/places.json' with { type: 'json' }
import valid from '../../../../fixtures/places/valid/places.json' with { type: 'json' }
import { hex } from '../../../kernel/bytes.ts'
import { nodeCrypto } from '../../../platform/crypto-node.ts'
import { nobleCrypto } from '../../../ui/crypto-noble.ts'
import { readPlace, writePlace } from './place.ts'

const { sha256 } = nodeCrypto()

describe('a place as text', () => {
  it.each(valid)('is read: $what', ({ text, secretKey }) => {
    const reading = readPlace(text, sha256)
    expect(reading.ok && hex(reading.secretKey)).toBe(secretKey)
  })

  it.each(valid.slice(0, 4))('is written as others write it: $what', ({ text, secretKey }) => {
    expect(writePlace(Uint8Array.from(Buffer.from(secretKey, 'hex')), nobleCrypto().sha256)).toBe(text)
  })

  it.each(invalid)('is refused with its fault: $why', ({ text, fault }) => {
    expect(readPlace(text, sha256)).toEqual({ ok: false, fault })
  })

  it('of any key comes back as that key, whatever stands around it', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom('', ' ', '\n', 'http://192.168.4.1/keep#'), (key, before) => {
      const reading = readPlace(`${before}${writePlace(key, sha256)}\n`, sha256)
      expect(reading.ok && hex(reading.secretKey)).toBe(hex(key))
    }))
  })

  it('with any one letter changed is no longer that place', () => {
    const place = writePlace(new Uint8Array(32).fill(7), sha256)
    fc.assert(fc.property(fc.nat(place.length - 1), fc.constantFrom(...'ABCXYZabcxyz019-_:/#+ é'), (at, letter) => {
      fc.pre(place[at] !== letter)
      expect(readPlace(place.slice(0, at) + letter + place.slice(at + 1), sha256).ok).toBe(false)
    }))
  })

  it('is never found in any other text, nor does one break the reading', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 3000 }), fc.string({ maxLength: 90 }).map((text) => `lectern-place/1:${text}`)), (text) => {
      expect(readPlace(text, sha256).ok).toBe(false)
    }))
  })

  it('is not written of what is no secret key', () => {
    expect(() => writePlace(new Uint8Array(31), sha256)).toThrow(RangeError)
  })
})
