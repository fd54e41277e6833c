import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sequenceDistance, SequenceUnroller, TimestampUnroller } from './sequence.ts'

describe('unrolled numbers', () => {
  it('follow a stream over any number of wraps, reordering included', () => {
    const steps = fc.array(fc.integer({ min: -200, max: 3000 }), { minLength: 1, maxLength: 200 })
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff }), steps, (start, moves) => {
      const unroller = new SequenceUnroller()
      const first = unroller.unroll(start)
      let highest = 0
      for (const move of moves) {
        const position = highest + move
        expect(unroller.unroll((start + position) & 0xffff) - first).toBe(position)
        highest = Math.max(highest, position)
      }
      expect(unroller.highest).toBe(first + highest)
    }))
  })

  it('stay positive for packets that came before the first', () => {
    const unroller = new SequenceUnroller()
    unroller.unroll(3)
    expect(unroller.near(0xfff0)).toBeGreaterThan(0)
  })

  it('of timestamps follow 32-bit wraps', () => {
    const unroller = new TimestampUnroller()
    const first = unroller.unroll(0xffff_ff00)
    expect(unroller.unroll(0x100) - first).toBe(0x200)
    expect(unroller.unroll(0xffff_fff0) - first).toBe(0xf0)
  })

  it('measure distances the shorter way round', () => {
    expect(sequenceDistance(0xffff, 1)).toBe(2)
    expect(sequenceDistance(1, 0xffff)).toBe(-2)
  })
})
