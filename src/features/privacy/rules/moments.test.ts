import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WallTime } from '../../../kernel/time.ts'
import type { Span } from '../wire/words.ts'
import { momentsOf } from './moments.ts'
import type { Act } from './moments.ts'

const span = (from: number, to: number): Span => ({ from: from as WallTime, to: to as WallTime })
const CLASS = span(0, 600_000)
const act = (why: Act['why'], from: number, to = from): Act => ({ why, ...span(from, to) })
const acts: fc.Arbitrary<Act[]> = fc.array(fc.record({ why: fc.constantFrom('stage', 'hand', 'answer', 'question'), at: fc.integer({ min: -30_000, max: 630_000 }), for: fc.nat(60_000) })
  .map(({ why, at, for: lasting }) => act(why, at, why === 'stage' ? at + lasting : at)), { maxLength: 12 })
/** Whether an instant is within a moment by the words of the rule. */
const isIn = (each: Act, at: number): boolean => (each.why === 'stage' ? at >= each.from && at < each.to : at >= each.from - 10_000 && at < each.to + 10_000)

describe('moments', () => {
  it('are ten seconds before and after, and a time on stage as a whole', () => {
    expect(momentsOf([act('hand', 60_000), act('stage', 100_000, 190_000), act('answer', 3000)], CLASS)).toEqual([
      { why: 'answer', span: span(0, 13_000) }, { why: 'hand', span: span(50_000, 70_000) }, { why: 'stage', span: span(100_000, 190_000) },
    ])
  })

  it('that touch are one, by the reason that shows most', () => {
    expect(momentsOf([act('hand', 60_000), act('question', 80_000), act('hand', 95_000)], CLASS)).toEqual([{ why: 'question', span: span(50_000, 105_000) }])
    expect(momentsOf([act('hand', 60_000), act('stage', 62_000, 63_000)], CLASS)).toEqual([{ why: 'stage', span: span(50_000, 70_000) }])
  })

  it('are none of a class that has not begun', () => {
    expect(momentsOf([act('hand', 1)], null)).toEqual([])
  })

  it('hold every instant of what was done within the class, and no other, apart from each other and in order', () => {
    fc.assert(fc.property(acts, fc.array(fc.integer({ min: -30_000, max: 700_000 }), { minLength: 1, maxLength: 30 }), (done, instants) => {
      const moments = momentsOf(done, CLASS)
      for (const [index, { span: { from, to } }] of moments.entries()) {
        expect(from).toBeLessThan(to)
        expect(from).toBeGreaterThanOrEqual(CLASS.from)
        expect(to).toBeLessThanOrEqual(CLASS.to)
        expect(from).toBeGreaterThan(moments[index - 1]?.span.to ?? -1)
      }
      const edges = moments.flatMap(({ span: { from, to } }) => [from - 1, from, to - 1, to])
      for (const at of [...instants, ...edges]) {
        const isThere = moments.some(({ span: { from, to } }) => at >= from && at < to)
        expect(isThere).toBe(at >= CLASS.from && at < CLASS.to && done.some((each) => isIn(each, at)))
      }
    }))
  })
})
