import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hubTime, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { SeatKind } from '../wire/words.ts'
import { admissionOf, admittedAt, FURTHEST_START_SECONDS, isAdmitted, MISSED_START_SECONDS, startNow } from './admission.ts'

const kinds: readonly SeatKind[] = ['room', 'venue', 'elsewhere']
const beganAt = hubTime(1_000_000)
const after = (seconds: number) => hubTime(beganAt + seconds * MICROS_PER_SECOND)

describe('admission from the lobby', () => {
  it('is nobody’s before the class is live, whatever was agreed', () => {
    for (const phase of ['draft', 'lobby', 'closed'] as const) {
      expect(admittedAt({ phase, beganAt, admitAt: null }, 'room')).toBeNull()
      expect(isAdmitted({ phase, beganAt, admitAt: null }, 'room', after(9999))).toBe(false)
    }
  })

  it('is everybody’s at the beginning when no stagger was agreed', () => {
    for (const kind of kinds) {
      expect(admittedAt({ phase: 'live', beganAt, admitAt: null }, kind)).toBe(beganAt)
      expect(isAdmitted({ phase: 'live', beganAt, admitAt: null }, kind, beganAt)).toBe(true)
    }
  })

  it('comes at the instant of the seat’s kind, not before, and at once for whoever comes later', () => {
    const opening = { phase: 'live', beganAt, admitAt: admissionOf(beganAt, { room: 0, venue: 5, elsewhere: 10 }) } as const
    const admitted = (seconds: number) => kinds.map((kind) => isAdmitted(opening, kind, after(seconds)))
    expect(admitted(0)).toEqual([true, false, false])
    expect(admitted(4.999_999)).toEqual([true, false, false])
    expect(admitted(5)).toEqual([true, true, false])
    expect(admitted(10)).toEqual([true, true, true])
    expect(admitted(600)).toEqual([true, true, true])
  })

  it('never precedes the beginning, and once given is never taken back', () => {
    const seconds = fc.integer({ min: -900, max: 900 })
    fc.assert(fc.property(fc.record({ room: seconds, venue: seconds, elsewhere: seconds }), fc.constantFrom(...kinds), fc.nat(2000), fc.nat(2000), (stagger, kind, one, more) => {
      const opening = { phase: 'live', beganAt, admitAt: admissionOf(beganAt, stagger) } as const
      expect(admittedAt(opening, kind)).toBeGreaterThanOrEqual(beganAt)
      if (isAdmitted(opening, kind, after(one))) expect(isAdmitted(opening, kind, after(one + more))).toBe(true)
    }))
  })
})

describe('an agreed start', () => {
  const now = after(10_000)
  const inSeconds = (seconds: number) => hubTime(now + seconds * MICROS_PER_SECOND)

  it('is waited for, and made at its instant', () => {
    expect(startNow('lobby', inSeconds(0.000_001), now)).toBe('wait')
    expect(startNow('lobby', now, now)).toBe('begin')
  })

  it('is made good when the box was dark for less than five minutes, and given up after that', () => {
    expect(startNow('lobby', inSeconds(-MISSED_START_SECONDS + 1), now)).toBe('begin')
    expect(startNow('lobby', inSeconds(-MISSED_START_SECONDS), now)).toBe('drop')
  })

  it('is given up when the class is not in its lobby, or when it lies further ahead than anybody can set it', () => {
    expect(startNow('live', inSeconds(5), now)).toBe('drop')
    expect(startNow('lobby', inSeconds(FURTHEST_START_SECONDS + 1), now)).toBe('drop')
  })
})
