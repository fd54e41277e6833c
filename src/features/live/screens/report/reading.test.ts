import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassFigures, SeatKind } from '../../wire/words.ts'
import { SMALLEST_GROUP, withoutSmallGroups } from '../../rules/figures/small-groups.ts'
import { cuesCame, itemRows, pollRows, shared, seatRows, stayedRows, unmeasured } from './reading.ts'
import { fullReport } from './sample-report.ts'

const percentiles = (p50: number, p95: number, p99: number) => ({ cueMs: { p50, p95, p99, count: 9 } })

describe('the one sentence', () => {
  it('says of the cues what the figures say, and nothing where none was measured', () => {
    expect(cuesCame({ cueMs: null })).toBe('unknown')
    expect(cuesCame(percentiles(40, 90, 150))).toBe('all')
    expect(cuesCame(percentiles(40, 150, 151))).toBe('most')
    expect(cuesCame(percentiles(150, 151, 900))).toBe('half')
    expect(cuesCame(percentiles(151, 300, 900))).toBe('late')
  })
})

describe('the kinds of seat', () => {
  const row = (kind: SeatKind, came: number): ClassFigures['bySeat'][number] => ({ kind, came, joinTried: came, joinSucceeded: came, ...percentiles(1, 2, 3), videoMs: null, jitterMs: null, hands: came * 2, reps: came * 3, answers: came, retention: stayed(came), rungs: [{ rung: 'full', seconds: came * 60, falls: 0 }] })
  const stayed = (count: number) => ({ began: count, at1: count, at3: count, at7: null })
  const shown = (room: number, venue: number, elsewhere: number) => {
    const bySeat = [row('room', room), row('venue', venue), row('elsewhere', elsewhere)]
    const all = room + venue + elsewhere
    return seatRows({
      bySeat: withoutSmallGroups(bySeat), ...percentiles(7, 8, 9), videoMs: null, jitterMs: null,
      hands: all * 2, reps: all * 3, answers: all, retention: stayed(all), rungs: [{ rung: 'full', seconds: all * 60, falls: 0 }],
    })
  }

  it('are shown on their own from five people on', () => {
    expect(shown(5, 6, 7).map(({ kinds, came }) => [...kinds, came])).toEqual([['room', 5], ['venue', 6], ['elsewhere', 7]])
  })

  it('join a small group with the next smallest, so that subtracting the rest does not give it away', () => {
    expect(shown(20, 2, 9).map(({ kinds, came, cueMs }) => [...kinds, came, cueMs?.p95])).toEqual([['room', 20, 2], ['venue', 'elsewhere', 11, undefined]])
    expect(shown(3, 2, 9).map(({ kinds, came, cueMs }) => [...kinds, came, cueMs?.p95])).toEqual([['elsewhere', 9, 2], ['room', 'venue', 5, undefined]])
  })

  it('show a small class as one, with its own figures, and leave out what nobody chose', () => {
    expect(shown(2, 0, 1).map(({ kinds, came, cueMs }) => [...kinds, came, cueMs?.p95])).toEqual([['room', 'elsewhere', 3, 8]])
    expect(shown(0, 0, 0)).toEqual([])
  })

  it('add up to the class and never show fewer than five, unless the class is that small', () => {
    const people = fc.nat(12)
    fc.assert(fc.property(people, people, people, (room, venue, elsewhere) => {
      const rows = shown(room, venue, elsewhere)
      const all = room + venue + elsewhere
      for (const [what, each] of [['came', 1], ['hands', 2], ['reps', 3], ['answers', 1]] as const) {
        expect(rows.reduce((total, one) => total + (one[what] ?? Number.NaN), 0)).toBe(all * each)
        for (const one of rows) expect(one[what]).toBe(one.came * each)
      }
      for (const one of rows) expect([one.retention, one.rungs]).toEqual([stayed(one.came), [{ rung: 'full', seconds: one.came * 60, falls: 0 }]])
      for (const one of rows) expect(one.came).toBeGreaterThanOrEqual(Math.min(SMALLEST_GROUP, all))
      const chosen = [room, venue, elsewhere].filter((came) => came > 0).length
      for (const one of rows) if (one.kinds.length < 2 && chosen > 1) expect(one.cueMs).not.toBeNull()
      expect(rows.flatMap(({ kinds }) => kinds)).toHaveLength(chosen)
    }))
  })
})

describe('who stayed and what the links carried', () => {
  it('is told in parts of those who were there, with a minute that was not reached told apart from nobody', () => {
    expect(stayedRows({ retention: { began: 20, at1: 20, at3: 15, at7: null } })).toEqual([{ minute: 1, here: 20, part: 1 }, { minute: 3, here: 15, part: 0.75 }, { minute: 7, here: null, part: null }])
    expect(stayedRows({ retention: { began: 0, at1: 0, at3: 0, at7: 0 } })).toEqual([])
    expect(stayedRows({ retention: null })).toEqual([])
  })

  it('shares out all the time', () => {
    expect(shared([{ rung: 'full', seconds: 90, falls: 0 }, { rung: 'audio', seconds: 30, falls: 2 }]).map(({ rung, part }) => [rung, part])).toEqual([['full', 0.75], ['audio', 0.25]])
    expect(shared([{ rung: 'low', seconds: 0, falls: 1 }])).toEqual([{ rung: 'low', seconds: 0, falls: 1, part: 0 }])
  })

  it('says what was not measured, but not of a class that had nobody or never began', () => {
    expect(unmeasured(fullReport)).toEqual([])
    const bare = { ...fullReport, loudness: null, retention: null, rungs: [], jitterMs: null, videoMs: null }
    expect(unmeasured(bare)).toEqual(['sound', 'stayed', 'links', 'jitter', 'picture'])
    expect(unmeasured({ ...fullReport, loudness: { integrated: null, range: null } })).toEqual(['sound'])
    expect([unmeasured({ ...bare, came: 0 }), unmeasured({ ...bare, beganAt: null })]).toEqual([[], []])
  })
})

describe('items and polls', () => {
  it('come with their words where they still exist, and without where they are gone', () => {
    expect(itemRows(fullReport)[1]).toEqual({ title: 'Why shoulders ache', kind: 'talk', planned: 480, ran: 610 })
    expect(itemRows({ ...fullReport, texts: null })[1]?.title).toBeNull()
    expect(pollRows(fullReport)[0]?.options[1]).toEqual({ words: 'Between the blades', count: 6 })
    expect(pollRows({ ...fullReport, texts: { items: [], polls: [] } })[0]).toMatchObject({ question: null, answered: 21 })
  })
})
