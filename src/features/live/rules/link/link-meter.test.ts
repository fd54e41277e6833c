import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { backOffMs } from './back-off.ts'
import { LinkMeter } from './link-meter.ts'

const MS = 1000

function metered(trips: readonly (number | null)[]): LinkMeter {
  const meter = new LinkMeter()
  for (const [index, trip] of trips.entries()) {
    meter.sent(index * 100 * MS)
    if (trip !== null) meter.answered(index * 100 * MS, index * 100 * MS + trip * MS)
  }
  return meter
}

describe('the meter of a link', () => {
  it('says nothing before an answer has come', () => {
    expect(metered([]).figures(0)).toEqual({ roundTripMs: null, lost: 0, oneWayNeedMs: null })
    expect(metered([null]).figures(0)).toMatchObject({ lost: 0, roundTripMs: null })
  })

  it('needs half of a slow round trip', () => {
    const { roundTripMs, lost, oneWayNeedMs } = metered([...Array.from({ length: 30 }, () => 10), 60, 60]).figures(60_000 * MS)
    expect([roundTripMs, lost]).toEqual([10, 0])
    expect(oneWayNeedMs).toBeGreaterThanOrEqual(30)
  })

  it('takes one stall as one moment, however many probes it held up, and forgets it among ten', () => {
    const need = (moments: number): number => {
      const meter = new LinkMeter()
      const probe = (sentMs: number, tripMs: number): void => {
        meter.sent(sentMs * MS)
        meter.answered(sentMs * MS, (sentMs + tripMs) * MS)
      }
      for (let stalled = 0; stalled < 12; stalled++) probe(stalled * 30, 400 - stalled * 30)
      for (let moment = 1; moment <= moments; moment++) probe(moment * 2000, 4)
      return meter.figures(60_000 * MS).oneWayNeedMs ?? NaN
    }
    expect([need(3) > 200, need(9) < 10]).toEqual([true, true])
  })

  it('leaves time for repeats where copies get lost', () => {
    const clean = metered(Array.from({ length: 20 }, () => 10)).figures(60_000 * MS).oneWayNeedMs ?? NaN
    const lossy = metered(Array.from({ length: 20 }, (_, i) => (i === 3 ? null : 10))).figures(60_000 * MS)
    const poor = metered(Array.from({ length: 20 }, (_, i) => (i % 4 === 3 ? null : 10))).figures(60_000 * MS)
    expect(lossy.lost).toBeCloseTo(0.05)
    expect((lossy.oneWayNeedMs ?? NaN) - clean).toBe(15)
    expect((poor.oneWayNeedMs ?? NaN) - clean).toBe(30)
  })

  it('does not call a probe lost that may still come', () => {
    expect(metered([10, null]).figures(100 * MS + 500 * MS).lost).toBe(0)
  })

  it('goes by the last forty', () => {
    expect(metered([...Array.from({ length: 50 }, () => 500), ...Array.from({ length: 40 }, () => 8)]).figures(60_000 * MS).roundTripMs).toBe(8)
    const meter = metered([500])
    meter.forget()
    expect(meter.figures(0).roundTripMs).toBeNull()
  })
})

describe('the wait before trying again', () => {
  it('is any part of a span that doubles up to four seconds', () => {
    expect([1, 2, 3, 12, 13, 14, 1e9].map((failures) => backOffMs(failures, 0.999_999))).toEqual([250, 500, 1000, 1000, 2000, 4000, 4000])
    fc.assert(fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, chance) => {
      const ms = backOffMs(failures, chance)
      expect(ms >= 0 && ms <= 4000).toBe(true)
    }))
  })
})
