import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { SeatId } from '../../../kernel/ids.ts'
import { type HubTime, hubTime } from '../../../kernel/time.ts'
import type { LinkRung, SeatKind } from '../wire/words.ts'
import { Histogram, percentile } from './histogram.ts'
import { Roster, type RosterEvent, SILENCE, SLEEP_REMEMBERED } from './roster.ts'
import { needsMedia, seatBehaviour } from './seat-behaviour.ts'

const SECOND = 1_000_000
const ada = 'seat_aaaaaaaaaaaaaaaa' as SeatId
const ben = 'seat_bbbbbbbbbbbbbbbb' as SeatId
const at = (seconds: number): HubTime => hubTime(seconds * SECOND)
const seated = (seat: SeatId, kind: SeatKind = 'elsewhere'): RosterEvent => ({ type: 'seated', seat, choice: { kind, headphones: false }, name: null })
const reported = (seat: SeatId, changes: Partial<Extract<RosterEvent, { type: 'reported' }>['report']> = {}): RosterEvent =>
  ({ type: 'reported', seat, report: { roundTripMs: 8.4, videoMs: [90, 80, 110], channel: true, asleep: false, ...changes } })

function rosterWith(...events: RosterEvent[]): Roster {
  const roster = new Roster()
  for (const event of events) roster.apply(event, at(0))
  return roster
}

describe('the roster', () => {
  it('shows a seat arriving, then good with what it measured', () => {
    const roster = rosterWith(seated(ada))
    expect(roster.apply({ type: 'entered', seat: ada }, at(1))).toMatchObject({ link: 'arriving', linkMs: null })
    expect(roster.apply(reported(ada), at(2))).toMatchObject({ link: 'good', linkMs: 4, videoMs: 90 })
    expect(roster.apply(reported(ada, { channel: false, videoMs: null }), at(3))).toMatchObject({ link: 'socket', videoMs: 90 })
  })

  it('calls a page gone after five seconds of silence, and good again when it speaks', () => {
    const roster = rosterWith(seated(ada), { type: 'entered', seat: ada }, reported(ada))
    expect(roster.tick(hubTime(SILENCE))).toEqual([])
    expect(roster.tick(hubTime(SILENCE + 1))).toMatchObject([{ seat: ada, link: 'gone' }])
    expect(roster.tick(at(6))).toEqual([])
    expect(roster.apply(reported(ada), at(7))).toMatchObject({ link: 'good' })
  })

  it('calls a phone asleep that said so, even when its socket dies, and gone after three minutes', () => {
    const roster = rosterWith(seated(ada), { type: 'entered', seat: ada }, reported(ada, { asleep: true }))
    expect(roster.line(ada)).toMatchObject({ link: 'asleep' })
    roster.apply({ type: 'left', seat: ada }, at(30))
    expect(roster.tick(at(100))).toEqual([])
    expect(roster.tick(hubTime(SLEEP_REMEMBERED + 1))).toMatchObject([{ link: 'gone' }])
  })

  it('keeps a seat here while its page changes sockets', () => {
    const roster = rosterWith(seated(ada), { type: 'entered', seat: ada }, reported(ada))
    roster.apply({ type: 'entered', seat: ada }, at(1))
    roster.apply({ type: 'left', seat: ada }, at(1))
    expect(roster.line(ada)?.link).toBe('good')
    expect(roster.here()).toEqual([ada])
    expect(roster.apply({ type: 'left', seat: ada }, at(2))).toMatchObject({ link: 'gone' })
    expect(roster.here()).toEqual([])
  })

  it('keeps a hand since its first raising, and reps from shrinking', () => {
    const roster = rosterWith(seated(ada))
    roster.apply({ type: 'hand', seat: ada, up: true, at: at(1) }, at(1))
    expect(roster.apply({ type: 'hand', seat: ada, up: true, at: at(2) }, at(2))).toBeUndefined()
    expect(roster.line(ada)?.handSince).toBe(at(1))
    expect(roster.apply({ type: 'hand', seat: ada, up: false, at: at(3) }, at(3))).toMatchObject({ handSince: null })
    roster.apply({ type: 'reps', seat: ada, count: 5 }, at(4))
    expect(roster.apply({ type: 'reps', seat: ada, count: 3 }, at(4))).toBeUndefined()
    expect(roster.line(ada)?.reps).toBe(5)
  })

  it('changes a seat without losing the name or the figures', () => {
    const roster = new Roster()
    roster.apply({ type: 'seated', seat: ada, choice: { kind: 'elsewhere', headphones: false }, name: 'Ada' }, at(0))
    roster.apply({ type: 'cue-played', seat: ada, afterMs: 61.7 }, at(0))
    expect(roster.apply(seated(ada, 'room'), at(1))).toMatchObject({ kind: 'room', name: 'Ada', cueMs: 62 })
  })

  it('takes a page’s rung, jitter and files as they are told, and is news only when something of it is seen', () => {
    const roster = rosterWith(seated(ada), { type: 'entered', seat: ada }, reported(ada))
    const rung: LinkRung = { rung: 'low', cause: 'link', since: at(1), way: 'webrtc' }
    expect(roster.line(ada)).toMatchObject({ rung: null, jitterMs: null, prepared: null })
    expect(roster.apply(reported(ada, { rung, jitterMs: 3.6, prepared: { have: 1, of: 2 } }), at(1))).toMatchObject({ rung, jitterMs: 4, prepared: { have: 1, of: 2 } })
    expect(roster.apply(reported(ada, { rung: { ...rung, since: at(2) }, jitterMs: 4.2, prepared: { have: 1, of: 2 } }), at(2))).toBeUndefined()
    expect(roster.apply(reported(ada, { jitterMs: null }), at(2))).toBeUndefined()
    expect(roster.apply(reported(ada, { rung: { ...rung, way: 'hls' } }), at(3))).toMatchObject({ rung: { way: 'hls' }, jitterMs: 4, prepared: { have: 1 } })
    expect(roster.apply({ type: 'left', seat: ada }, at(4))).toMatchObject({ link: 'gone', rung: { rung: 'low' } })
  })

  it('takes nothing from a seat nobody took', () => {
    const roster = rosterWith(seated(ada))
    expect(roster.apply({ type: 'entered', seat: ben }, at(1))).toBeUndefined()
    expect(roster.lines()).toHaveLength(1)
  })

  it('hands out exactly the changes: whoever follows them sees the roster itself', () => {
    const seat = fc.constantFrom(ada, ben)
    const event: fc.Arbitrary<RosterEvent> = fc.oneof(
      fc.record({ type: fc.constant('seated' as const), seat, choice: fc.record({ kind: fc.constantFrom<SeatKind[]>('room', 'venue', 'elsewhere'), headphones: fc.boolean() }), name: fc.constant(null) }),
      fc.record({ type: fc.constantFrom('entered' as const, 'left' as const), seat }),
      fc.tuple(seat, fc.boolean(), fc.boolean()).map(([who, channel, asleep]) => reported(who, { channel, asleep })),
      fc.record({ type: fc.constant('hand' as const), seat, up: fc.boolean(), at: fc.nat().map(hubTime) }),
      fc.record({ type: fc.constant('reps' as const), seat, count: fc.nat(100) }),
    )
    fc.assert(fc.property(fc.array(fc.tuple(event, fc.nat(8 * SECOND))), (steps) => {
      const roster = new Roster()
      const seen = new Map<SeatId, unknown>()
      let now = 0
      for (const [given, wait] of steps) {
        now += wait
        for (const line of roster.tick(hubTime(now))) seen.set(line.seat, line)
        const line = roster.apply(given, hubTime(now))
        if (line) seen.set(line.seat, line)
        expect([...seen.values()]).toEqual(roster.lines())
      }
    }))
  })
})

describe('percentiles', () => {
  it('go by nearest rank, as the definition says', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
    expect([50, 95, 99, 100].map((percent) => percentile(hundred, percent))).toEqual([50, 95, 99, 100])
    expect(percentile([15, 20, 35, 40, 50], 30)).toBe(20)
    expect(percentile([7], 1)).toBe(7)
    expect(percentile([], 50)).toBeUndefined()
  })

  it('are the same from counts as from all values', () => {
    fc.assert(fc.property(fc.array(fc.nat(60_000), { minLength: 1 }), (values) => {
      const counts = new Histogram()
      for (const value of values) counts.add(value)
      expect(counts.percentiles()).toEqual({ p50: percentile(values, 50), p95: percentile(values, 95), p99: percentile(values, 99), count: values.length })
    }))
  })

  it('leave out what is no number and are null for nothing', () => {
    const counts = new Histogram()
    counts.add(NaN)
    counts.add(Infinity)
    expect(counts.percentiles()).toBeNull()
  })
})

describe('what a phone does in a seat', () => {
  const able = { vibration: true, audio: true, video: true }

  it('is silent and without picture in the room', () => {
    const silent = seatBehaviour({ kind: 'room', headphones: false }, able)
    expect(silent).toEqual({ sound: false, video: false, light: true, vibrate: true })
    expect(needsMedia(silent)).toBe(false)
  })

  it('sounds in the room on headphones, still without picture', () => {
    expect(seatBehaviour({ kind: 'room', headphones: true }, able)).toMatchObject({ sound: true, video: false })
  })

  it('sees and hears everywhere else, as far as it can', () => {
    expect(seatBehaviour({ kind: 'venue', headphones: false }, able)).toMatchObject({ sound: true, video: true })
    expect(seatBehaviour({ kind: 'elsewhere', headphones: false }, { vibration: false, audio: true, video: false })).toEqual({ sound: true, video: false, light: true, vibrate: false })
  })
})
