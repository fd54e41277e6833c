import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WallTime } from '../../../kernel/time.ts'
import { MOST_CLAIM_MS } from '../wire/words.ts'
import type { Removal, Span } from '../wire/words.ts'
import { claimRefusal, MOST_WAITING, removalOf, stepRefusal } from './claims.ts'
import type { Claiming } from './claims.ts'

const span = (from: number, to: number): Span => ({ from: from as WallTime, to: to as WallTime })
const CLASS = span(1000, 3_600_000)
const good: Claiming = {
  span: span(5000, 25_000), remove: { sound: true, picture: false, text: false }, afterlife: 'contestable', window: { state: 'open' },
  classSpan: CLASS, isTheirs: true, waiting: 0,
}
const removal: fc.Arbitrary<Removal> = fc.record({ sound: fc.boolean(), picture: fc.boolean(), text: fc.boolean() })

describe('a claim', () => {
  it('can be made in the window, about a span of theirs', () => {
    expect(claimRefusal(good)).toBeNull()
    expect(claimRefusal({ ...good, afterlife: 'running', waiting: MOST_WAITING - 1 })).toBeNull()
  })

  it.each([
    ['CLASS_FORGOTTEN', { afterlife: 'forgotten' }],
    ['WINDOW_OVER', { window: { state: 'over' } }],
    ['WINDOW_NOT_OPEN', { window: { state: 'not-yet' } }],
    ['WINDOW_NOT_OPEN', { classSpan: null }],
    ['NOTHING_TO_REMOVE', { remove: { sound: false, picture: false, text: false } }],
    ['SPAN_NOT_YOURS', { isTheirs: false }],
    ['CLAIMS_TOO_MANY', { waiting: MOST_WAITING }],
  ] as const)('is refused with %s', (refusal, change) => {
    expect(claimRefusal({ ...good, ...change })).toBe(refusal)
  })

  it('is about nothing but a stretch of the class, not empty and no longer than a moment', () => {
    const at = fc.integer({ min: -10_000, max: 4_000_000 })
    fc.assert(fc.property(at, at, (from, to) => {
      const isGood = from < to && to - from <= MOST_CLAIM_MS && from >= CLASS.from && to <= CLASS.to
      expect(claimRefusal({ ...good, span: span(from, to) })).toBe(isGood ? null : 'SPAN_WRONG')
    }))
  })

  it('moves once, and never again', () => {
    expect(stepRefusal('waiting')).toBeNull()
    for (const state of ['removed', 'refused', 'taken-back'] as const) expect(stepRefusal(state)).toBe('CLAIM_DECIDED')
  })

  it('loses nothing that it did not ask for, and something that it did, or it is not removed', () => {
    fc.assert(fc.property(removal, removal, (asked, granted) => {
      const removed = removalOf(asked, granted)
      for (const part of ['sound', 'picture', 'text'] as const) expect(removed?.[part] ?? false).toBe(asked[part] && granted[part])
      if (removed) expect(Object.values(removed)).toContain(true)
    }))
  })
})
