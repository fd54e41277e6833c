import { describe, expect, it } from 'vitest'
import { hubTime } from '../kernel/time.ts'
import { WallClock } from './wall-clock.ts'

const TRUE = 1_800_000_000_000
function clock(at = { now: 5_000_000, system: 1000 }) {
  const wall = new WallClock({ boot: 'aaaaaaaaaaaaaaaa', now: () => hubTime(at.now), system: () => at.system })
  return { at, wall }
}

describe('the wall clock', () => {
  it('is the system’s, of which nothing is claimed, until something stands behind it', () => {
    const { wall } = clock()
    expect([wall.wall(), wall.quality()]).toEqual([1000, { quality: 'none', uncertainty: null }])
    wall.standsOn({ quality: 'rtc', uncertainty: null })
    expect(wall.quality()).toEqual({ quality: 'rtc', uncertainty: null })
  })

  it('is what was agreed on from then on, and runs on by the shared clock, whatever is done to the system’s', () => {
    const { at, wall } = clock()
    wall.agree({ boot: 'aaaaaaaaaaaaaaaa', atZero: TRUE, uncertaintyMs: 3000 })
    expect([wall.wall(), wall.quality()]).toEqual([TRUE + 5000, { quality: 'peer', uncertainty: 3000 }])
    at.now += 1_000_000
    at.system = 99
    expect(wall.wall()).toBe(TRUE + 6000)
    expect(wall.systemAtZero()).toBe(99 - 6000)
  })

  it('does not believe what was agreed in another run of the machine', () => {
    const { wall } = clock()
    wall.agree({ boot: 'bbbbbbbbbbbbbbbb', atZero: TRUE, uncertaintyMs: 3000 })
    expect(wall.wall()).toBe(1000)
  })

  it('is the system’s again once that is synchronised', () => {
    const { wall } = clock()
    wall.agree({ boot: 'aaaaaaaaaaaaaaaa', atZero: TRUE, uncertaintyMs: 3000 })
    wall.standsOn({ quality: 'ntp', uncertainty: 16_000 })
    expect([wall.wall(), wall.quality().quality]).toEqual([1000, 'ntp'])
  })
})
