import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassFigures, SeatKind } from '../../wire/words.ts'
import { grouped, SMALLEST_GROUP, withoutSmallGroups } from './small-groups.ts'

const times = { p50: 1, p95: 2, p99: 3, count: 4 }
const row = (kind: SeatKind, came: number): ClassFigures['bySeat'][number] => ({
  kind, came, joinTried: came, joinSucceeded: came, cueMs: times, videoMs: times, jitterMs: times,
  hands: 1, reps: 2, answers: 3, retention: { began: came, at1: came, at3: null, at7: null }, rungs: [{ rung: 'full', seconds: 60, falls: 0 }],
})
const all = (room: number, venue: number, elsewhere: number) => [row('room', room), row('venue', venue), row('elsewhere', elsewhere)]

describe('what is kept of the kinds of seat', () => {
  it('is everything where each has enough people', () => {
    expect(withoutSmallGroups(all(5, 6, 7))).toEqual(all(5, 6, 7))
  })

  it('is no time of a few, and no count that could be subtracted to them', () => {
    const [room, venue, elsewhere] = withoutSmallGroups(all(20, 2, 9))
    expect(room).toEqual(row('room', 20))
    expect(venue).toMatchObject({ came: 2, cueMs: null, videoMs: null, jitterMs: null, hands: null, reps: null, answers: null, retention: null, rungs: [] })
    expect(elsewhere).toMatchObject({ came: 9, cueMs: times, jitterMs: times, hands: null, answers: null, retention: null, rungs: [] })
  })

  it('never leaves exactly one kind to be found by subtraction', () => {
    const people = fc.nat(12)
    fc.assert(fc.property(people, people, people, (room, venue, elsewhere) => {
      const rows = all(room, venue, elsewhere)
      const hidden = withoutSmallGroups(rows).filter(({ came, hands }) => came > 0 && hands === null)
      const chosen = rows.filter(({ came }) => came > 0)
      expect(hidden.length === 1 && chosen.length > 1).toBe(false)
      const people = hidden.reduce((sum, { came }) => sum + came, 0)
      if (hidden.length > 0) expect(people).toBeGreaterThanOrEqual(Math.min(SMALLEST_GROUP, room + venue + elsewhere))
      expect(grouped(rows).alone.every(({ came }) => came >= SMALLEST_GROUP)).toBe(true)
    }))
  })
})
