import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AGREE_WITHIN_MS, BEARABLE_MS, peerClock } from './peer-clock.ts'

const TRUE = 1_800_000_000_000
const YEARS = 8 * 365 * 86_400_000

describe('what the devices of a class say of the box’s clock', () => {
  it('is by how much it is behind, from those that agree', () => {
    expect(peerClock([TRUE, TRUE + 400, TRUE - 900, TRUE + 1200], TRUE - YEARS)).toEqual({ atZero: TRUE, offMs: YEARS, devices: 4, spreadMs: 1200 })
  })

  it('is nothing while they are few, disagree, or the box is near enough', () => {
    expect(peerClock([TRUE, TRUE], 0)).toBeNull()
    expect(peerClock([TRUE, TRUE + 3_600_000, TRUE - 3_600_000, TRUE + 7_200_000], 0)).toBeNull()
    expect(peerClock([TRUE, TRUE, TRUE], TRUE - BEARABLE_MS + 1)).toBeNull()
    expect(peerClock([], 0)).toBeNull()
  })

  it('cannot be moved by a third of the devices, whatever they say', () => {
    const honest = fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 5, maxLength: 40 })
    fc.assert(fc.property(honest, fc.array(fc.integer({ min: 0, max: 4 * TRUE }), { maxLength: 20 }), (offsets, lies) => {
      const liars = lies.slice(0, Math.floor((offsets.length - 1) / 2))
      const told = [...offsets.map((one) => TRUE + one), ...liars]
      const found = peerClock(told, 0)
      if (found === null) return
      expect(Math.abs(found.atZero - TRUE)).toBeLessThanOrEqual(5000)
      expect(found.spreadMs).toBeLessThanOrEqual(AGREE_WITHIN_MS)
    }))
  })
})
