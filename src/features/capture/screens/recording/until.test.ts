import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WallTime } from '../../../../kernel/time.ts'
import { dateText, PRESETS, presetOf, untilOf, untilOfDate } from './until.ts'

const now = new Date(2026, 0, 31, 14, 30).getTime() as WallTime
const day = (wall: number | null) => (wall === null ? null : new Date(wall).toDateString())

describe('until when a class may be watched again', () => {
  it('is the end of a day: of tomorrow, of this day in a week, of this day in a month', () => {
    expect([day(untilOf('tomorrow', now)), day(untilOf('week', now)), untilOf('always', now)]).toEqual(['Sun Feb 01 2026', 'Sat Feb 07 2026', null])
    expect(new Date(untilOf('tomorrow', now) ?? 0).toTimeString()).toMatch(/^23:59:59/)
  })

  it('is the last day of a month that has no such day', () => {
    expect(day(untilOf('month', now))).toBe('Sat Feb 28 2026')
  })

  it('is read from a date field, and nothing else is', () => {
    expect(day(untilOfDate('2026-12-01', now) ?? null)).toBe('Tue Dec 01 2026')
    for (const text of ['', '2026-2-01', '2026-02-30', '2026-13-01', '0000-00-00', '2026-01-30', 'tomorrow', '2026-12-01T10:00']) expect(untilOfDate(text, now)).toBeUndefined()
  })

  it('may be the end of today', () => {
    expect(day(untilOfDate('2026-01-31', now) ?? null)).toBe('Sat Jan 31 2026')
  })

  it('comes back as the choice it was made by, for as long as that day lasts', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2060, 0) }), fc.constantFrom(...PRESETS), (wall, preset) => {
      const made = untilOf(preset, wall as WallTime)
      expect(presetOf(made, wall as WallTime)).toBe(preset)
      if (made !== null) {
        expect(made).toBeGreaterThan(wall)
        expect(untilOfDate(dateText(made), wall as WallTime)).toBe(made)
      }
    }))
    expect(presetOf(now, now)).toBeUndefined()
  })
})
