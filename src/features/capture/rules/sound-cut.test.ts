import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutSound } from './sound-cut.ts'
import type { CutSound } from './sound-cut.ts'

const SILENCE = { data: Uint8Array.of(0), duration: 960 }
const sound = (time: number, duration = 960): CutSound => ({ data: Uint8Array.of(1), time, duration })
const times = (cut: ReturnType<typeof cutSound>) => cut.sounds.map(({ time }) => time)

describe('the sound between two cuts', () => {
  it('is what came, and ends where the next one begins', () => {
    const cut = cutSound([sound(0), sound(960), sound(1920)], { from: 0, to: 2400 }, sound(2880), SILENCE)
    expect(times(cut)).toEqual([0, 960, 1920])
    expect(cut.end).toBe(2880)
  })

  it('has silence where nothing came', () => {
    const cut = cutSound([sound(0), sound(3000)], { from: 0, to: 5900 }, undefined, SILENCE)
    expect(cut.sounds.map(({ time, data }) => [time, data[0]])).toEqual([[0, 1], [960, 0], [1920, 0], [3000, 1], [3960, 0], [4920, 0]])
    expect(cut.end).toBe(5880)
  })

  it('is silence throughout when nothing came at all', () => {
    expect(times(cutSound([], { from: 0, to: 2880 }, undefined, SILENCE))).toEqual([0, 960, 1920])
    expect(times(cutSound([], { from: 0, to: 100 }, undefined, SILENCE))).toEqual([0])
  })

  it('is in order without a hole wider than a silence, whatever came', () => {
    const any = fc.tuple(fc.nat(200_000), fc.constantFrom(120, 480, 960, 2880, 5760)).map(([time, duration]) => sound(time, duration))
    fc.assert(fc.property(fc.array(any, { maxLength: 60 }), fc.option(any.map((one) => ({ ...one, time: one.time + 100_000 }))), (sounds, next) => {
      const inOrder = sounds.toSorted((a, b) => a.time - b.time)
      const cut = cutSound(inOrder, { from: 10_000, to: 100_000 }, next ?? undefined, SILENCE)
      expect(cut.sounds[0]?.time).toBe(10_000)
      for (const [index, { time, data }] of cut.sounds.entries()) {
        const after = cut.sounds[index + 1]?.time ?? cut.end
        expect(after).toBeGreaterThan(time)
        if (data[0] === 0) expect(after - time).toBeLessThan(2 * SILENCE.duration)
      }
      expect(cut.end).toBeGreaterThan(100_000 - SILENCE.duration)
    }))
  })
})
