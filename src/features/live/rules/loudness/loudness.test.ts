import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lufsOf, meanSquare, meanSquareOf, meanSquareOfTenths, SILENT_TENTHS, tenthsOf } from './blocks.ts'
import { kWeighted, kWeighting } from './k-weighting.ts'

const RATES = [16_000, 22_050, 44_100, 48_000, 96_000] as const

const sine = (hertz: number, decibels: number, rate: number, seconds = 1): Float64Array =>
  Float64Array.from({ length: Math.round(rate * seconds) }, (_, at) => 10 ** (decibels / 20) * Math.sin((2 * Math.PI * hertz * at) / rate))

/** Of the second half, when the filters have settled. */
function loudnessOf(samples: Float64Array, rate: number): number {
  const weighted = kWeighted(samples, rate)
  return lufsOf(meanSquare(weighted, weighted.length >> 1))
}

/** Gain in decibels of both filters at a frequency, from their transfer function. */
function gainAt(hertz: number, rate: number): number {
  const angle = (2 * Math.PI * hertz) / rate
  return kWeighting(rate).reduce((sum, { b, a }) => {
    const power = ([c0, c1, c2]: readonly [number, number, number]) =>
      (c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle)) ** 2 + (c1 * Math.sin(angle) + c2 * Math.sin(2 * angle)) ** 2
    return sum + 10 * Math.log10(power(b) / power(a))
  }, 0)
}

describe('K-weighting', () => {
  it.each(RATES)('reads a full-scale sine of 997 Hz on one channel as -3.01 LKFS, as the recommendation says, at %i samples a second', (rate) => {
    expect(loudnessOf(sine(997, 0, rate, 2), rate)).toBeCloseTo(-3.01, 1)
  })

  it('reads EBU Tech 3341’s tone of 1 kHz at -23 dBFS on two channels as -23 LUFS, hence as 3 LU less on one', () => {
    expect(loudnessOf(sine(1000, -23, 48_000), 48_000)).toBeCloseTo(-26.0, 1)
  })

  it('leaves out what is low and lifts what is high: some 4 dB from 2 kHz on, half of the power at about 40 Hz', () => {
    expect(gainAt(10, 48_000)).toBeLessThan(-20)
    expect(gainAt(38, 48_000)).toBeCloseTo(-6, 0)
    expect(gainAt(10_000, 48_000)).toBeCloseTo(4, 1)
  })

  it('answers alike at every rate, within a tenth of a decibel, at all that speech has', () => {
    fc.assert(fc.property(fc.constantFrom(44_100, 48_000, 96_000), fc.integer({ min: 30, max: 5000 }), (rate, hertz) => {
      expect(Math.abs(gainAt(hertz, rate) - gainAt(hertz, 48_000))).toBeLessThan(0.1)
    }))
  })

  it('is at rest in silence, and knows no rate of nothing', () => {
    expect(meanSquare(kWeighted(new Float64Array(480), 48_000))).toBe(0)
    expect(() => kWeighting(0)).toThrow(RangeError)
    expect(() => kWeighting(Number.NaN)).toThrow(RangeError)
  })
})

describe('a block', () => {
  it('says its loudness in whole tenths within the bounds of the message, also of silence and of what is too loud', () => {
    expect([tenthsOf(0), tenthsOf(Number.NaN), tenthsOf(1e-30), tenthsOf(1e30)]).toEqual([SILENT_TENTHS, SILENT_TENTHS, SILENT_TENTHS, 100])
    expect(tenthsOf(meanSquareOf(-23))).toBe(-230)
  })

  it('comes back as it was said, within half a tenth', () => {
    fc.assert(fc.property(fc.integer({ min: -699, max: 100 }), (tenths) => { expect(tenthsOf(meanSquareOfTenths(tenths))).toBe(tenths) }))
    expect(meanSquareOfTenths(SILENT_TENTHS)).toBe(0)
  })
})
