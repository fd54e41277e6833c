import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { correctionOf, DRIFT_TOLERANCE_SECONDS, PACE_CHANGE, placeAt } from './music-place.ts'

const seconds = (count: number) => Math.round(count * MICROS_PER_SECOND)
const line = { position: 0, since: hubTime(seconds(100)) }

describe('the place in a piece of music', () => {
  it('is where everybody is, also for who comes late', () => {
    expect(placeAt(line, { length: seconds(180), loops: false }, hubTime(seconds(130)))).toBe(seconds(30))
    expect(placeAt({ ...line, position: seconds(5) }, { length: seconds(180), loops: false }, hubTime(seconds(130)))).toBe(seconds(35))
  })

  it('goes round in a loop, and is none before the start, after the end, and of no sound', () => {
    expect(placeAt(line, { length: seconds(4), loops: true }, hubTime(seconds(111)))).toBe(seconds(3))
    expect(placeAt(line, { length: seconds(4), loops: false }, hubTime(seconds(104)))).toBeNull()
    expect(placeAt(line, { length: seconds(4), loops: true }, hubTime(seconds(99)))).toBeNull()
    expect(placeAt({ position: 0, since: null }, { length: seconds(4), loops: true }, hubTime(seconds(99)))).toBeNull()
    expect(placeAt(line, { length: 0, loops: true }, hubTime(seconds(111)))).toBeNull()
  })

  it('never leaves the sound, at any instant', () => {
    fc.assert(fc.property(fc.nat(10_000_000_000), fc.integer({ min: 1, max: 600_000_000 }), fc.boolean(), (after, length, loops) => {
      const place = placeAt(line, { length, loops }, hubTime(line.since + after))
      if (loops) expect(place).not.toBeNull()
      if (place !== null) expect(place >= 0 && place < length).toBe(true)
    }))
  })
})

describe('drift', () => {
  it('within the tolerance is let be, far away the piece begins anew at its place', () => {
    expect(correctionOf(DRIFT_TOLERANCE_SECONDS)).toEqual({ do: 'nothing' })
    expect(correctionOf(-DRIFT_TOLERANCE_SECONDS)).toEqual({ do: 'nothing' })
    for (const far of [0.2, -0.2, NaN, Infinity]) expect(correctionOf(far)).toEqual({ do: 'again' })
  })

  it('near it is made good by a pace nobody hears, exactly, and then no more', () => {
    fc.assert(fc.property(fc.double({ min: 0.0151, max: 0.119, noNaN: true }), fc.boolean(), (far, isAhead) => {
      const ahead = isAhead ? far : -far
      const correction = correctionOf(ahead)
      if (correction.do !== 'pace') throw new Error(correction.do)
      expect(Math.abs(correction.rate - 1)).toBeCloseTo(PACE_CHANGE, 12)
      expect(ahead + correction.forSeconds * (correction.rate - 1)).toBeCloseTo(0, 9)
    }))
  })
})
