import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { fragment } from './fragment.ts'
import { firstSample } from './read-fragment.ts'

const samples = fc.array(fc.record({ data: fc.uint8Array({ minLength: 1, maxLength: 50 }), length: fc.integer({ min: 1, max: 9000 }) }), { minLength: 1, maxLength: 10 })

describe('the first sample of a fragment', () => {
  it('is what was written first, where it was, whatever follows', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 45 }), samples, (start, made) => {
      let time = start
      const written = made.map(({ data, length }) => ({ data, time: (time += length) - length, key: true }))
      const bytes = Buffer.concat([fragment(written, time, 1), fragment(written, time, 2)])
      const found = firstSample(bytes)
      expect([found.time, [...found.data]]).toEqual([start, [...(made[0]?.data ?? [])]])
    }))
  })

  it('of other bytes is refused, however they came about', () => {
    const whole = fragment([{ data: Uint8Array.of(1, 2, 3), time: 7, key: true }], 9, 1)
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 4 }), (length) => {
      expect(() => firstSample(whole.subarray(0, length))).toThrow(Malformed)
    }))
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
      try {
        expect(firstSample(whole.with(at, value)).data.length).toBeGreaterThanOrEqual(0)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => firstSample(bytes)).toThrow(Malformed)
    }))
  })
})
