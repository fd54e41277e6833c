import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { CueId, SeatId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime } from '../../../../kernel/time.ts'
import type { Cue } from '../../wire/words.ts'
import { CUE_IS_OVER, CueInbox } from './cue-inbox.ts'
import { CueLead, LEAD_CAP_MS, LEAD_FLOOR_MS, LEAD_START_MS } from './cue-lead.ts'
import { CueCollector, LATE_TOLERANCE, SETTLES_AFTER } from './cue-result.ts'
import { type CueContext, decideCue, LEAST_GAP, OLDEST_PRESS } from './cue-schedule.ts'

const MS = 1000
const NOW = hubTime(1_000_000_000)
const seat = (n: number): SeatId => `seat_${String(n)}` as SeatId
const cueId = (n: number): CueId => `cue_${String(n)}` as CueId
const cue = (n: number, at: number): Cue => ({ id: cueId(n), at: hubTime(at), kind: 'now' })
const plus = (time: HubTime, ms: number): HubTime => hubTime(time + ms * MS)

describe('the lead of cues', () => {
  it('starts moderate while no device has reported', () => {
    expect(new CueLead().leadMs(NOW)).toBe(LEAD_START_MS)
  })

  it('waits for the slowest of a small class', () => {
    const lead = new CueLead()
    for (const [n, ms] of [20, 25, 80].entries()) lead.report(seat(n), ms, NOW)
    expect(lead.leadMs(NOW)).toBeGreaterThanOrEqual(80)
  })

  it('does not let one hopeless phone in a large class slow everybody down', () => {
    const lead = new CueLead()
    for (let n = 0; n < 40; n++) lead.report(seat(n), n === 0 ? 5000 : 35, NOW)
    expect(lead.leadMs(NOW)).toBeLessThan(45)
  })

  it('forgets what was reported long ago and who has left', () => {
    const lead = new CueLead()
    lead.report(seat(1), 110, NOW)
    lead.report(seat(2), 100, plus(NOW, 20_000))
    lead.report(seat(3), 50, plus(NOW, 20_000))
    expect(lead.leadMs(plus(NOW, 20_000))).toBeLessThan(110)
    lead.forget(seat(2))
    expect(lead.leadMs(plus(NOW, 20_000))).toBeLessThan(60)
  })

  it('grows when cues come late all the same, and shrinks back when they do not', () => {
    const lead = new CueLead()
    lead.report(seat(1), 50, NOW)
    const before = lead.leadMs(NOW)
    lead.settled(10, 3)
    expect(lead.leadMs(NOW)).toBeGreaterThan(before)
    for (let n = 0; n < 30; n++) lead.settled(10, 0)
    expect(lead.leadMs(NOW)).toBeCloseTo(before, 1)
  })

  it('stays between floor and cap whatever devices claim', () => {
    const claims = fc.array(fc.tuple(fc.nat(9), fc.oneof(fc.double(), fc.constant(null))))
    fc.assert(fc.property(claims, fc.array(fc.tuple(fc.nat(50), fc.nat(50))), (reports, settled) => {
      const lead = new CueLead()
      for (const [n, ms] of reports) lead.report(seat(n), ms, NOW)
      for (const [played, late] of settled) lead.settled(played, late)
      expect(lead.leadMs(NOW)).toBeGreaterThanOrEqual(LEAD_FLOOR_MS)
      expect(lead.leadMs(NOW)).toBeLessThanOrEqual(LEAD_CAP_MS)
    }))
  })
})

describe('the schedule of cues', () => {
  const live: CueContext = { phase: 'live', now: NOW, lead: 50 * MS, lastAt: undefined }
  const press = (pressedAt: number, kind: 'now' | 'trial' = 'now') => ({ id: cueId(1), kind, pressedAt: hubTime(pressedAt) })

  it('sets the instant one lead after now', () => {
    expect(decideCue(press(NOW - 3 * MS), live)).toMatchObject({ ok: true, cue: { at: NOW + 50 * MS }, pressedAt: NOW - 3 * MS })
  })

  it('keeps press to play under 150 ms when the press came slowly, by a shorter lead', () => {
    const decision = decideCue(press(NOW - 80 * MS), { ...live, lead: 120 * MS })
    expect(decision.ok && decision.cue.at - decision.pressedAt).toBeLessThan(150 * MS)
  })

  it('refuses a cue of a class that is not live, but tries one in the lobby', () => {
    expect(decideCue(press(NOW), { ...live, phase: 'lobby' })).toEqual({ ok: false, refusal: 'CLASS_NOT_LIVE' })
    expect(decideCue(press(NOW, 'trial'), { ...live, phase: 'lobby' }).ok).toBe(true)
    expect(decideCue(press(NOW, 'trial'), { ...live, phase: 'draft' }).ok).toBe(false)
  })

  it('refuses a cue less than half a second from the last one', () => {
    const lastAt = hubTime(NOW + 50 * MS - LEAST_GAP + 1)
    expect(decideCue(press(NOW), { ...live, lastAt })).toEqual({ ok: false, refusal: 'CUES_TOO_FAST' })
    expect(decideCue(press(NOW), { ...live, lastAt: hubTime(lastAt - 1) }).ok).toBe(true)
  })

  it('keeps its invariants for any press at any time', () => {
    const times = fc.record({ now: fc.nat(1e12), pressedAt: fc.nat(1e12), lead: fc.integer({ min: 0, max: 200 * MS }), lastAt: fc.option(fc.nat(1e12), { nil: undefined }) })
    fc.assert(fc.property(times, ({ now, pressedAt, lead, lastAt }) => {
      const last = lastAt === undefined ? undefined : hubTime(lastAt)
      const decision = decideCue(press(pressedAt), { phase: 'live', now: hubTime(now), lead, lastAt: last })
      if (!decision.ok) return
      expect(decision.cue.at).toBeGreaterThanOrEqual(now + LEAD_FLOOR_MS * MS)
      expect(decision.pressedAt).toBeLessThanOrEqual(now)
      expect(decision.pressedAt).toBeGreaterThanOrEqual(now - OLDEST_PRESS)
      if (last !== undefined) expect(decision.cue.at - last).toBeGreaterThanOrEqual(LEAST_GAP)
    }))
  })
})

describe('the letter box for cues', () => {
  it('plays at the instant, once, however often the cue comes', () => {
    const inbox = new CueInbox()
    expect(inbox.receive(cue(1, NOW + 40 * MS), NOW)).toEqual({ do: 'play-at', at: NOW + 40 * MS })
    for (const later of [0, 15, 30, 45, 900]) expect(inbox.receive(cue(1, NOW + 40 * MS), plus(NOW, later))).toEqual({ do: 'ignore', why: 'again' })
  })

  it('plays a late one at once and says by how much', () => {
    expect(new CueInbox().receive(cue(1, NOW), plus(NOW, 70))).toEqual({ do: 'play-now', late: 70 * MS })
  })

  it('does not play what is over, nor when it is sent again', () => {
    const inbox = new CueInbox()
    expect(inbox.receive(cue(1, NOW), hubTime(NOW + CUE_IS_OVER + 1))).toEqual({ do: 'ignore', why: 'over' })
    expect(inbox.receive(cue(1, NOW), NOW)).toEqual({ do: 'ignore', why: 'again' })
  })

  it('plays at once while it knows no clock, or a wrong one', () => {
    expect(new CueInbox().receive(cue(1, NOW), undefined)).toEqual({ do: 'play-now', late: null })
    expect(new CueInbox().receive(cue(1, NOW + 3_600_000 * MS), NOW)).toEqual({ do: 'play-now', late: null })
  })

  it('gives a cue of the plan once, whether the page or the box was first', () => {
    const planned = (n: number, at: number): Cue => ({ ...cue(n, at), kind: 'planned' })
    const inbox = new CueInbox()
    expect([inbox.own(plus(NOW, 100)), inbox.receive(planned(1, plus(NOW, 250)), NOW)]).toEqual([true, { do: 'ignore', why: 'again' }])
    expect(inbox.receive(planned(2, plus(NOW, 900)), NOW).do).toBe('play-at')
    expect([inbox.own(plus(NOW, 850)), inbox.own(plus(NOW, 1600))]).toEqual([false, true])
    expect(inbox.receive(cue(3, plus(NOW, 1600)), plus(NOW, 1500)).do, 'a pressed one is another').toBe('play-at')
  })

  it('plays each cue exactly once when copies come by two ways, some lost and in any order', () => {
    const copies = fc.array(fc.record({ n: fc.nat(9), delay: fc.integer({ min: 0, max: 400 }) }), { minLength: 1, maxLength: 60 })
    fc.assert(fc.property(copies, (arrivals) => {
      const inbox = new CueInbox()
      const played = new Map<number, number>()
      const times = arrivals.map(({ n, delay }) => ({ n, at: n * 500 + delay })).toSorted((a, b) => a.at - b.at)
      for (const { n, at } of times) {
        const verdict = inbox.receive(cue(n, plus(NOW, n * 500 + 50)), plus(NOW, at))
        if (verdict.do !== 'ignore') played.set(n, (played.get(n) ?? 0) + 1)
        if (verdict.do === 'play-at') expect(verdict.at).toBe(plus(NOW, n * 500 + 50))
        if (verdict.do === 'play-now') expect(at).toBeGreaterThan(n * 500 + 50)
      }
      expect(played).toEqual(new Map(times.map(({ n }) => [n, 1])))
    }))
  })
})

describe('the result of a cue', () => {
  const at = plus(NOW, 60)
  const collector = (...seats: number[]): CueCollector => new CueCollector(cue(1, at), NOW, seats.map(seat))

  it('tells how many played, how far apart, how long after the press', () => {
    const result = collector(1, 2, 3)
    expect(result.played(seat(1), plus(at, 0), 'sound', plus(at, 10))).toBe(60)
    result.played(seat(2), plus(at, 12.3), 'light', plus(at, 20))
    expect(result.result()).toMatchObject({ of: 3, played: 2, late: 0, apartMs: 12.3, afterMs: [60, 72.3], settled: false })
  })

  it('counts a late one as late and as apart', () => {
    const result = collector(1, 2)
    result.played(seat(1), at, 'sound', plus(at, 5))
    result.played(seat(2), hubTime(at + LATE_TOLERANCE + 1), 'sound', plus(at, 100))
    expect(result.result()).toMatchObject({ played: 2, late: 1, apartMs: 25, settled: true })
  })

  it('settles when all have answered, or after a second and a half, and then never changes', () => {
    const result = collector(1, 2)
    result.played(seat(1), at, 'sound', at)
    expect(result.settleBy(hubTime(at + SETTLES_AFTER - 1))).toBe(false)
    expect(result.settleBy(hubTime(at + SETTLES_AFTER))).toBe(true)
    const settled = result.result()
    expect(result.played(seat(2), plus(at, 3), 'sound', plus(at, 2000))).toBeUndefined()
    expect(result.result()).toEqual(settled)
  })

  it('does not believe an instant before the press or in the future', () => {
    const result = collector(1, 2)
    expect(result.played(seat(1), hubTime(NOW - 1), 'light', at)).toBeUndefined()
    expect(result.played(seat(2), plus(at, 3_600_000), 'light', at)).toBeUndefined()
    expect(result.result().played).toBe(0)
  })

  it('is settled at once, with nothing measured, when nobody was here', () => {
    const result = collector()
    expect(result.settleBy(NOW)).toBe(true)
    expect(result.result()).toMatchObject({ of: 0, played: 0, apartMs: null, afterMs: [] })
  })

  it('never counts more than were here, whoever answers whatever', () => {
    const answers = fc.array(fc.record({ who: fc.nat(8), off: fc.integer({ min: -200, max: 2000 }), now: fc.integer({ min: 0, max: 2000 }) }))
    fc.assert(fc.property(fc.uniqueArray(fc.nat(5)), answers, (here, given) => {
      const result = collector(...here)
      for (const { who, off, now } of given) result.played(seat(who), plus(at, off), 'light', plus(at, now))
      const { of, played, late, afterMs } = result.result()
      expect(of).toBe(here.length)
      expect(late <= played && played <= of && afterMs.length === played).toBe(true)
      expect(afterMs.every((ms) => ms >= 0)).toBe(true)
    }))
  })
})
