import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockCutter } from './block-cutter.ts'
import { lufsOf, meanSquare, meanSquareOf, SILENT_TENTHS, tenthsOf } from './blocks.ts'
import { kWeighted } from './k-weighting.ts'
import { levelSays, LOOK_BLOCKS, LOUD_ABOVE_LUFS, momentaryOf, QUIET_BELOW_LUFS, speechLevel, TARGET_LUFS } from './speech-level.ts'

const blocks = (lufs: number, count = LOOK_BLOCKS): number[] => Array.from({ length: count }, () => Math.round(lufs * 10))
const silence = (count: number): number[] => Array.from({ length: count }, () => SILENT_TENTHS)

describe('how loud the speech is', () => {
  it('is what a steady voice measures', () => {
    expect(speechLevel(blocks(-23))).toBeCloseTo(-23)
    expect(momentaryOf(blocks(-23))).toBeCloseTo(-23)
  })

  it('leaves a speaker’s pauses out', () => {
    const talking = [...blocks(-22, 12), ...silence(8), ...blocks(-22, 10)]
    expect(speechLevel(talking)).toBeGreaterThan(-23.5)
    expect(lufsOf(meanSquareOf(-22) * (22 / 30))).toBeLessThan(-23.3)
  })

  it('is nothing while nobody speaks, also in a room that hums', () => {
    expect([speechLevel([]), speechLevel(silence(30)), speechLevel(blocks(-55))]).toEqual([null, null, null])
    expect(momentaryOf([])).toBe(-Infinity)
  })

  it('forgets what is older than three seconds', () => {
    expect(speechLevel([...blocks(-10, 50), ...silence(LOOK_BLOCKS)])).toBeNull()
  })

  it('is never louder than the loudest block, and never softer than the softest that spoke', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -490, max: 100 }), { minLength: 1, maxLength: 60 }), (told) => {
      const level = speechLevel(told) ?? Number.NaN
      expect(level).toBeLessThanOrEqual(Math.max(...told) / 10 + 1e-9)
      expect(level).toBeGreaterThanOrEqual(Math.min(...told) / 10 - 1e-9)
    }))
  })

  it('is good within 5 LU of the target, and says which way it is not', () => {
    expect([levelSays(null), levelSays(TARGET_LUFS), levelSays(QUIET_BELOW_LUFS), levelSays(LOUD_ABOVE_LUFS)]).toEqual(['silent', 'good', 'good', 'good'])
    expect([levelSays(QUIET_BELOW_LUFS - 0.1), levelSays(LOUD_ABOVE_LUFS + 0.1)]).toEqual(['quiet', 'loud'])
  })
})

describe('blocks of 100 ms', () => {
  const tone = (count: number): Float32Array => Float32Array.from({ length: count }, (_, at) => Math.sin(at))

  it('are the same however the samples came in pieces', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2500 }), { maxLength: 20 }), (pieces) => {
      const all = tone(pieces.reduce((sum, one) => sum + one, 0))
      const [whole, cut] = [new BlockCutter(8000), new BlockCutter(8000)]
      let from = 0
      const inPieces = pieces.flatMap((piece) => cut.take(all.subarray(0, from += piece), piece))
      expect(inPieces).toEqual(whole.take(all, all.length))
    }))
  })

  it('are one for each tenth of a second of sound, and none without', () => {
    const cutter = new BlockCutter(44_100)
    expect(cutter.take(tone(44_100), 44_100)).toHaveLength(10)
    expect([cutter.take(tone(1000), 0), cutter.take(tone(1000), -5), cutter.take(new Float32Array(0), 99)]).toEqual([[], [], []])
  })

  it('leave out what was gone before anybody looked, and make nothing up', () => {
    expect(new BlockCutter(8000).take(tone(1600), 8000)).toHaveLength(2)
  })
})

const NO_FFMPEG = spawnSync('ffmpeg', ['-version']).status !== 0
describe.skipIf(NO_FFMPEG)('beside ffmpeg’s ebur128', () => {
  it.each([16_000, 44_100, 48_000])('the weighting hears the same in the same noise, at %i samples a second', (rate) => {
    let state = 99
    const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
    let brown = 0
    const sound = Float32Array.from({ length: rate * 5 }, () => (brown = 0.97 * brown + 0.04 * (2 * random() - 1)) + 0.02 * (2 * random() - 1))
    const asked = spawnSync('ffmpeg', ['-hide_banner', '-f', 'f32le', '-ar', `${rate}`, '-ac', '1', '-i', 'pipe:0', '-af', 'ebur128', '-f', 'null', '-'], { input: Buffer.from(sound.buffer), encoding: 'utf8' })
    const theirs = Number(/\bI:\s+(-?[\d.]+) LUFS/.exec(asked.stderr.split('Summary:')[1] ?? '')?.[1])
    const ours = tenthsOf(meanSquare(kWeighted(sound, rate), rate)) / 10
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(0.15)
  })
})
