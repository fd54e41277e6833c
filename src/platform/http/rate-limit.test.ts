import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hubTime, MICROS_PER_SECOND } from '../../kernel/time.ts'
import { limitedAddress, RateLimit } from './rate-limit.ts'

const limit = { burst: 5, seconds: 10 }

describe('the rate limit', () => {
  it('lets a burst through, then says how long to wait', () => {
    const limits = new RateLimit(10)
    const now = hubTime(0)
    for (let call = 0; call < limit.burst; call += 1) expect(limits.take('a', limit, now)).toBe(0)
    expect(limits.take('a', limit, now)).toBe(2000)
    expect(limits.take('a', limit, hubTime(2 * MICROS_PER_SECOND))).toBe(0)
    expect(limits.take('b', limit, now)).toBe(0)
  })

  it('never grants more than the burst plus what filled up since, over any calls', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 3 * MICROS_PER_SECOND }), { maxLength: 200 }), (gaps) => {
      const limits = new RateLimit(10)
      let now = 0
      let granted = 0
      for (const gap of gaps) {
        now += gap
        if (limits.take('a', limit, hubTime(now)) === 0) granted += 1
        expect(granted).toBeLessThanOrEqual(limit.burst + (now / MICROS_PER_SECOND) * (limit.burst / limit.seconds) + 1e-6)
      }
    }))
  })

  it('remembers no more callers than it was given room for, and forgets the quietest first', () => {
    const limits = new RateLimit(3)
    const now = hubTime(0)
    const once = { burst: 1, seconds: 10 }
    for (const caller of ['a', 'b', 'c', 'a', 'd']) limits.take(caller, once, now)
    expect(limits.size).toBe(3)
    expect(limits.take('a', once, now)).toBeGreaterThan(0)
    for (let caller = 0; caller < 1000; caller += 1) limits.take(`x${caller}`, once, now)
    expect(limits.size).toBe(3)
  })

  it('is not moved by a clock that stands still or is asked out of order', () => {
    const limits = new RateLimit(3)
    const once = { burst: 1, seconds: 10 }
    expect(limits.take('a', once, hubTime(20 * MICROS_PER_SECOND))).toBe(0)
    expect(limits.take('a', once, hubTime(0))).toBe(10_000)
  })
})

describe('the address that limits count', () => {
  it.each([
    ['192.168.4.7', '192.168.4.7'],
    ['::ffff:192.168.4.7', '192.168.4.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is %s', (address, counted) => {
    expect(limitedAddress(address)).toBe(counted)
  })
})
