import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { box } from './boxes.ts'
import { fragment } from './fragment.ts'
import { avcConfig } from './h264/parameter-sets.ts'
import { initSegment } from './init-segment.ts'
import { movieHead, parameterSets, placeFragments } from './movie.ts'
import { firstSample } from './read-fragment.ts'

/** 96x64, baseline (fixtures/segments/valid/h264-baseline-96x64.json). */
const [SPS, PPS] = [Buffer.from('6742c00ad90626c044000003000400000300783c489920', 'hex'), Buffer.from('68cb80e4b2', 'hex')]
const VIDEO = initSegment(avcConfig([SPS], [PPS]))
const AUDIO = initSegment({ track: 'audio', codec: 'opus', channels: 2 })
const sample = fc.record({ data: fc.uint8Array({ minLength: 1, maxLength: 50 }), length: fc.integer({ min: 1, max: 9000 }) })

describe('fragments placed in a film', () => {
  it('keep every sample and move to where they belong, with what they bring before the first', () => {
    const place = fc.record({ track: fc.constantFrom('video' as const, 'audio' as const), sequence: fc.integer({ min: 1, max: 1e6 }), brings: fc.option(fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes))) })
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 45 }), fc.array(sample, { minLength: 1, maxLength: 9 }), place, (start, made, { track, sequence, brings }) => {
      let time = start
      const samples = made.map(({ data, length }) => ({ data, time: (time += length) - length, key: true }))
      const whole = Buffer.concat([fragment(samples, time, 7), fragment(samples, time, 8)])
      const placed = placeFragments(whole, { track, sequence, shift: 1000 - start, brings })
      expect(placed.count).toBe(2)
      const first = firstSample(placed.bytes)
      expect(first.time).toBe(1000)
      expect(Buffer.from(first.data)).toEqual(Buffer.concat([brings ?? Buffer.of(), made[0]?.data ?? Buffer.of()]))
      expect(placed.bytes).toHaveLength(whole.length + 2 * (brings?.length ?? 0))
      expect(placed.bytes.readUInt32BE(placed.bytes.indexOf('mfhd') + 8)).toBe(sequence)
      expect(placed.bytes.readUInt32BE(placed.bytes.lastIndexOf('mfhd') + 8)).toBe(sequence + 1)
      expect(placed.bytes.readUInt32BE(placed.bytes.indexOf('tfhd') + 8)).toBe(track === 'video' ? 1 : 2)
    }))
  })

  it('never begin before the film', () => {
    const placed = placeFragments(fragment([{ data: Uint8Array.of(1), time: 100, key: true }], 200, 1), { track: 'audio', sequence: 1, shift: -150, brings: null })
    expect(firstSample(placed.bytes).time).toBe(0)
  })
})

describe('the head of a film', () => {
  it('has a track for each init segment, in H.264 with or without its configuration', () => {
    expect(movieHead({ video: VIDEO, audio: AUDIO }, false).moov.toString('latin1')).toMatch(/trak.*vide.*avc1.*avcC.*trak.*soun.*Opus.*mvex.*trex.*trex/s)
    expect(movieHead({ video: VIDEO }, true).moov.toString('latin1')).toMatch(/avc3/)
    expect(movieHead({ audio: AUDIO }, true).moov.toString('latin1')).not.toMatch(/vide/)
  })

  it('knows the parameter sets of H.264, and that other codecs bring theirs', () => {
    expect(parameterSets(VIDEO)).toEqual(Buffer.concat([Buffer.of(0, 0, 0, SPS.length), SPS, Buffer.of(0, 0, 0, PPS.length), PPS]))
    expect(parameterSets(AUDIO)).toBeNull()
  })
})

describe('a film', () => {
  it('turns down bytes that are none, however they came about', () => {
    const whole = fragment([{ data: Uint8Array.of(1, 2, 3), time: 7, key: true }], 9, 1)
    const tried = (work: () => unknown): void => {
      try {
        work()
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
    }
    const place = { track: 'video', sequence: 1, shift: 0, brings: Buffer.of(1) } as const
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
      tried(() => placeFragments(whole.with(at, value), place))
      tried(() => placeFragments(whole.subarray(0, at), place))
    }))
    fc.assert(fc.property(fc.integer({ min: 0, max: VIDEO.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
      tried(() => movieHead({ video: VIDEO.with(at, value) }, true))
      tried(() => parameterSets(VIDEO.with(at, value)))
      expect(() => parameterSets(VIDEO.subarray(0, at))).toThrow(Malformed)
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => movieHead({ video: bytes }, false)).toThrow(Malformed)
    }))
    expect(() => movieHead({}, false)).toThrow(Malformed)
    expect(() => placeFragments(box('moof', box('traf')), place)).toThrow(Malformed)
  })
})
