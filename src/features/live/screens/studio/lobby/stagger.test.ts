import { describe, expect, it } from 'vitest'
import { hubTime } from '../../../../../kernel/time.ts'
import { secondsUntil } from './stagger.ts'

describe('the countdown to the class', () => {
  it('is whole seconds that end at nought, and nothing without an instant or a clock', () => {
    const at = hubTime(90_000_000)
    expect([hubTime(0), hubTime(89_500_000), hubTime(90_000_000), hubTime(95_000_000)].map((now) => secondsUntil(at, now))).toEqual([90, 1, 0, 0])
    expect([secondsUntil(null, at), secondsUntil(at, null)]).toEqual([null, null])
  })
})
