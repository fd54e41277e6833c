import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { type HubTime, hubTime } from '../../../../kernel/time.ts'
import { markOf, PageClock, untilNext } from './page-clock.ts'

describe('the clock of a page', () => {
  it('draws each whole second of what is counted, a little after it begins, and at once when that changes', () => {
    const clock = new HandClock({ startMs: 1_000_000 })
    const drawn: (HubTime | null)[] = []
    let marks = [hubTime(clock.now() + 250_000)]
    const page = new PageClock({ hubNow: () => clock.now(), marks: () => marks, timers: clock, onTick: (now) => drawn.push(now) })
    const from = clock.now()
    page.tick()
    clock.advance(2400)
    expect(drawn.map((now) => now === null ? null : (now - from) / 1000)).toEqual([0, 260, 1260, 2260])
    marks = [hubTime(clock.now())]
    page.tick(hubTime(clock.now() + 8000))
    expect(drawn.at(-1)).toBe(clock.now() + 8000)
    page.end()
    clock.advance(5000)
    expect(drawn).toHaveLength(5)
  })

  it('shows nothing as long as the shared time is unknown, and goes on asking', () => {
    const clock = new HandClock()
    const drawn: (HubTime | null)[] = []
    const shared: { now: HubTime | undefined } = { now: undefined }
    const page = new PageClock({ hubNow: () => shared.now, marks: () => [], timers: clock, onTick: (at) => drawn.push(at) })
    page.tick()
    shared.now = clock.now()
    clock.advance(1000)
    page.end()
    expect(drawn).toEqual([null, shared.now])
  })

  it('waits never more than a second, and always to the next second of some mark', () => {
    fc.assert(fc.property(fc.nat(2_000_000_000), fc.array(fc.nat(2_000_000_000), { minLength: 1, maxLength: 4 }), (now, marks) => {
      const wait = untilNext(hubTime(now), marks.map(hubTime)) * 1000
      expect(wait > 0 && wait <= 1_000_000).toBe(true)
      expect(marks.some((mark) => Math.abs(Math.round(now + wait - mark)) % 1_000_000 === 0)).toBe(true)
    }))
  })

  it('counts a line from where it began, and one that stands not at all', () => {
    expect(markOf({ position: 3_000_000, since: hubTime(10_000_000) })).toEqual([7_000_000])
    expect(markOf({ position: 3_000_000, since: null })).toEqual([])
    expect(markOf(null)).toEqual([])
  })
})
