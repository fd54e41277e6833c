import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { box, fullBox, u32, u64 } from './boxes.ts'
import { fragment } from './fragment.ts'
import { samplesOf } from './read-samples.ts'

const pictures = fc.array(fc.record({ data: fc.uint8Array({ minLength: 1, maxLength: 40 }), length: fc.integer({ min: 1, max: 9000 }), key: fc.boolean() }), { minLength: 1, maxLength: 12 })

describe('the samples of a fragment', () => {
  it('are those that were written, whole, in their order and at their times, over any number of fragments', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 45 }), pictures, pictures, (start, one, two) => {
      let time = start
      const written = (some: typeof one) => some.map(({ data, length, key }) => ({ data, time: (time += length) - length, key }))
      const [first, middle, second, end] = [written(one), time, written(two), time]
      const { samples: found, end: lasts } = samplesOf(Buffer.concat([fragment(first, middle, 1), fragment(second, end, 2)]))
      expect(found.map(({ data, time: at, key }) => [[...data], at, key])).toEqual([...first, ...second].map(({ data, time: at, key }) => [[...data], at, key]))
      expect(lasts).toBe(end)
    }))
  })

  it('keep their times of showing where a source sends them in another order', () => {
    const shown = [0, 6000, 3000, 9000]
    expect(samplesOf(fragment(shown.map((time) => ({ data: Uint8Array.of(1), time, key: time === 0 })), 12_000, 1)).samples.map(({ time }) => time)).toEqual(shown)
  })

  it('are read by the defaults that other writers leave', () => {
    const moof = box('moof', fullBox('mfhd', 0, 0, u32(1)), box('traf',
      fullBox('tfhd', 0, 0x20000 | 0x2 | 0x8 | 0x10 | 0x20, u32(1), u32(1), u32(960), u32(2), u32(0x101_0000)), fullBox('tfdt', 1, 0, u64(7)),
      fullBox('trun', 0, 0x5, u32(2), u32(0), u32(0x200_0000))))
    moof.writeInt32BE(moof.length + 8, moof.length - 8)
    expect(samplesOf(Buffer.concat([moof, box('mdat', Uint8Array.of(1, 2, 3, 4))]))).toEqual({
      end: 1927, samples: [{ data: Buffer.of(1, 2), time: 7, key: true }, { data: Buffer.of(3, 4), time: 967, key: false }],
    })
  })

  it('of other bytes are refused, however they came about', () => {
    const whole = fragment([{ data: Uint8Array.of(1, 2, 3), time: 7, key: true }], 9, 1)
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 4 }), (length) => {
      expect(() => samplesOf(whole.subarray(0, length))).toThrow(Malformed)
    }))
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
      try {
        expect(samplesOf(whole.with(at, value)).samples.length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => samplesOf(bytes)).toThrow(Malformed)
    }))
  })
})
