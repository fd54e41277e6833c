import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stripScale } from './strip-scale.ts'

const after = fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 200 })

describe('the scale of the strip', () => {
  it('shows every phone exactly once, inside the line', () => {
    fc.assert(
      fc.property(after, (times) => {
        const scale = stripScale(times, 150, 340)
        expect(scale.marks.reduce((sum, mark) => sum + mark.count, 0)).toBe(times.length)
        for (const mark of scale.marks) {
          expect(mark.x).toBeGreaterThanOrEqual(0)
          expect(mark.x).toBeLessThanOrEqual(340)
        }
      }),
    )
  })

  it('keeps the limit on the line, whatever was measured', () => {
    fc.assert(
      fc.property(after, (times) => {
        const { limitX } = stripScale(times, 150, 340)
        expect(limitX).toBeGreaterThanOrEqual(170)
        expect(limitX).toBeLessThan(340)
      }),
    )
  })

  it('never puts an earlier phone after a later one', () => {
    fc.assert(
      fc.property(after, (times) => {
        const { marks } = stripScale(times, 150, 340)
        for (const [at, mark] of marks.entries()) expect(mark.ms).toBeGreaterThanOrEqual(marks[at - 1]?.ms ?? 0)
      }),
    )
  })

  it('counts what lies beyond the end and flags what missed the limit', () => {
    const scale = stripScale([20, 22, 400], 150, 340)
    expect(scale.endMs).toBe(300)
    expect(scale.beyond).toBe(1)
    expect(scale.marks.map((mark) => mark.late)).toEqual([false, false, true])
  })

  it('draws an empty line when nobody has played yet', () => {
    expect(stripScale([], 150, 340)).toEqual({ marks: [], limitX: expect.any(Number), endMs: 180, beyond: 0 })
  })
})
