import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WallTime } from '../../../kernel/time.ts'
import { afterlife } from './afterlife.ts'
import { decideWindow, disputeWindow } from './dispute-window.ts'

const HOUR = 3_600_000
const wall = fc.integer({ min: 0, max: 1_000 * HOUR }).map((at) => at as WallTime)
const hours = fc.nat(8760)
const ORDER = ['running', 'contestable', 'settled', 'forgotten']

describe('the window in which removal can be asked for', () => {
  it('is open from the beginning of the class until its hours after the end, and at no other time', () => {
    fc.assert(fc.property(hours, fc.option(wall), fc.option(wall), wall, (length, begunAt, ended, now) => {
      const endedAt = begunAt === null || ended === null ? null : Math.max(begunAt, ended) as WallTime
      const window = disputeWindow({ hours: length, begunAt, endedAt, now })
      const expected = begunAt === null ? 'not-yet' : endedAt === null || now < endedAt + length * HOUR ? 'open' : 'over'
      expect(window).toEqual({ state: expected, hours: length, until: endedAt === null ? null : endedAt + length * HOUR })
    }))
  })

  it('only grows once the class has begun, whatever is asked for when, and what is over is never opened again', () => {
    fc.assert(fc.property(fc.array(fc.record({ ask: hours, pass: fc.nat(100 * HOUR) }), { maxLength: 20 }), fc.nat(50 * HOUR), (steps, length) => {
      let now = 0 as WallTime
      let held = 168
      let wasOver = false
      for (const { ask, pass } of steps) {
        now = now + pass as WallTime
        const facts = { begunAt: 0 as WallTime, endedAt: now >= length ? length as WallTime : null, now }
        const before = disputeWindow({ ...facts, hours: held })
        if (wasOver) expect(before.state).toBe('over')
        const decision = decideWindow(before, ask, false)
        if (decision.ok) {
          expect(ask).toBeGreaterThanOrEqual(held)
          held = ask
        }
        wasOver = disputeWindow({ ...facts, hours: held }).state === 'over'
      }
    }))
  })

  it.each([
    ['CLASS_FORGOTTEN', 'open', 200, true], ['WINDOW_OVER', 'over', 200, false], ['WINDOW_SHORTER', 'open', 167, false],
  ] as const)('is not set with %s', (refusal, state, ask, isForgotten) => {
    expect(decideWindow({ state, hours: 168, until: null }, ask, isForgotten)).toEqual({ ok: false, refusal })
  })

  it('may be any length before the class', () => {
    fc.assert(fc.property(hours, (ask) => { expect(decideWindow({ state: 'not-yet', hours: 168, until: null }, ask, false)).toEqual({ ok: true }) }))
  })
})

describe('the afterlife of a class', () => {
  it('goes from running over contestable to settled, never back, and to forgotten from anywhere', () => {
    fc.assert(fc.property(hours, fc.nat(100 * HOUR), fc.array(fc.nat(100 * HOUR), { maxLength: 20 }), fc.nat(20), (length, end, passing, forgottenAfter) => {
      let now = 0
      let reached = 0
      for (const [step, pass] of passing.entries()) {
        now += pass
        const hasEnded = now >= end
        const window = disputeWindow({ hours: length, begunAt: 0 as WallTime, endedAt: hasEnded ? end as WallTime : null, now: now as WallTime })
        const at = ORDER.indexOf(afterlife({ hasEnded, isForgotten: hasEnded && step >= forgottenAfter, window }))
        expect(at).toBeGreaterThanOrEqual(reached)
        reached = at
      }
    }))
  })
})
