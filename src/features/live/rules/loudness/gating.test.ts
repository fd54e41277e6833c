import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lufsOf, meanSquare, meanSquareOfTenths, SILENT_TENTHS, tenthsOf } from './blocks.ts'
import { ProgrammeLoudness } from './gating.ts'
import { kWeighted } from './k-weighting.ts'

/** So many seconds of a tone at a loudness in LUFS. */
type Stretch = readonly [seconds: number, lufs: number]
const blocksOf = (stretches: readonly Stretch[]): number[] =>
  stretches.flatMap(([seconds, lufs]) => Array<number>(Math.round(seconds * 10)).fill(Math.max(SILENT_TENTHS, Math.round(lufs * 10))))

function measured(blocks: readonly number[]): ProgrammeLoudness {
  const loudness = new ProgrammeLoudness()
  for (const block of blocks) loudness.take(block, true)
  return loudness
}
const of = (...stretches: Stretch[]) => measured(blocksOf(stretches)).programme()

/** The definitions, word for word, with all windows in memory; tenths, not rounded. `edge`: the gates are this many LU higher. */
function byDefinition(blocks: readonly number[], edge: number): { integrated: number; p10: number; p95: number } | null {
  const powers = blocks.map(meanSquareOfTenths)
  const windows = (length: number) => powers.flatMap((_, at) => {
    const part = powers.slice(at, at + length)
    const power = part.reduce((sum, one) => sum + one, 0) / length
    return part.length === length && lufsOf(power) > -70 ? [power] : []
  })
  const mean = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length
  const gated = (some: readonly number[], by: number) => some.filter((power) => lufsOf(power) > lufsOf(mean(some)) + by)
  const loud = gated(windows(4), edge - 10)
  const spread = gated(windows(30), edge - 20).map(lufsOf).toSorted((a, b) => a - b)
  const at = (part: number) => (spread[Math.round((spread.length - 1) * part)] ?? Number.NaN) * 10
  return loud.length === 0 || spread.length === 0 ? null : { integrated: lufsOf(mean(loud)) * 10, p10: at(0.1), p95: at(0.95) }
}

describe('the loudness of a programme', () => {
  it('is what EBU Tech 3341 says of its test signals 1 to 5', () => {
    expect(of([20, -23]).integrated).toBe(-230)
    expect(of([20, -33]).integrated).toBe(-330)
    expect(of([10, -36], [60, -23], [10, -36]).integrated).toBe(-230)
    expect(of([10, -72], [10, -36], [60, -23], [10, -36], [10, -72]).integrated).toBe(-230)
    expect(of([20, -26], [20.1, -20], [20, -26]).integrated).toBe(-230)
  })

  it('ranges as EBU Tech 3342 says of its test signals 1 to 4', () => {
    expect(of([20, -20], [20, -30]).range).toBe(100)
    expect(of([20, -20], [20, -15]).range).toBe(50)
    expect(of([20, -40], [20, -20]).range).toBe(200)
    expect(of([20, -50], [20, -35], [20, -20], [20, -35], [20, -50]).range).toBe(150)
  })

  it('is unknown of silence and of less than a block', () => {
    expect(of()).toEqual({ integrated: null, range: null })
    expect(of([60, -70])).toEqual({ integrated: null, range: null })
    expect(of([0.3, -20])).toEqual({ integrated: null, range: null })
    expect(of([0.4, -20])).toEqual({ integrated: -200, range: null })
  })

  it('is what the definitions give with everything in memory, as near as steps of a tenth allow', () => {
    const tenths = fc.oneof(fc.integer({ min: -700, max: 100 }), fc.integer({ min: -350, max: -150 }))
    fc.assert(fc.property(fc.array(tenths, { minLength: 40, maxLength: 300 }), (blocks) => {
      const told = measured(blocks).programme()
      // What lies within a step of a gate may pass it or not; all three grow with the gate.
      const [low, high] = [byDefinition(blocks, -0.1), byDefinition(blocks, 0.1)]
      if (!low || !high) return expect(told.range).toBeNull()
      expect(told.integrated).toBeGreaterThanOrEqual(low.integrated - 0.6)
      expect(told.integrated).toBeLessThanOrEqual(high.integrated + 0.6)
      expect(told.range).toBeGreaterThanOrEqual(low.p95 - high.p10 - 2.5)
      expect(told.range).toBeLessThanOrEqual(high.p95 - low.p10 + 2.5)
    }))
  })

  it('leaves out what does not belong to it, and joins nothing over an interruption', () => {
    const loudness = new ProgrammeLoudness()
    for (const block of blocksOf([[30, -10]])) loudness.take(block, false)
    expect(loudness.shortTerm()).toBe(-100)
    expect(loudness.programme().integrated).toBeNull()
    loudness.interrupt()
    expect(loudness.shortTerm()).toBeNull()
    for (const block of blocksOf([[30, -25]])) loudness.take(block, true)
    expect(loudness.programme()).toEqual({ integrated: -250, range: 0 })
  })

  it('of the last three seconds follows what is heard now', () => {
    expect(measured(blocksOf([[60, -40], [3, -20]])).shortTerm()).toBe(-200)
    expect(measured(blocksOf([[60, -20], [3, -70]])).shortTerm()).toBeNull()
  })
})

const RATE = 48_000
const NO_FFMPEG = spawnSync('ffmpeg', ['-version']).status !== 0

/** Noise in strides of a second, each as loud as it likes: the same every time. */
function madeSpeech(seconds: number): Float32Array {
  let state = 12_345
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  const gains = Array.from({ length: seconds }, () => 10 ** ((-12 - 30 * random()) / 20))
  return Float32Array.from({ length: RATE * seconds }, (_, at) => (gains[Math.floor(at / RATE)] ?? 0) * (2 * random() - 1))
}

describe.skipIf(NO_FFMPEG)('beside ffmpeg’s ebur128', () => {
  it('finds the same loudness and range in the same sound, within a tenth or two', () => {
    const sound = madeSpeech(40)
    const asked = spawnSync('ffmpeg', ['-hide_banner', '-f', 'f32le', '-ar', `${RATE}`, '-ac', '1', '-i', 'pipe:0', '-af', 'ebur128', '-f', 'null', '-'], { input: Buffer.from(sound.buffer), encoding: 'utf8' })
    const [, summary = ''] = asked.stderr.split('Summary:')
    const figure = (name: string): number => Number(new RegExp(`\\b${name}:\\s+(-?[\\d.]+) LU`).exec(summary)?.[1])
    const weighted = kWeighted(sound, RATE)
    const block = RATE / 10
    const told = measured(Array.from({ length: weighted.length / block }, (_, at) => tenthsOf(meanSquare(weighted, at * block, (at + 1) * block)))).programme()
    expect(Math.abs((told.integrated ?? 0) / 10 - figure('I'))).toBeLessThanOrEqual(0.15)
    expect(Math.abs((told.range ?? 0) / 10 - figure('LRA'))).toBeLessThanOrEqual(0.25)
  })
})
