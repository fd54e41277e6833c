import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOLD_FOR, CLIMB_AFTER, lower, RUNGS, startClimb, startLadder, stepClimb, stepLadder } from './ladder.ts'
import type { Affordable, Climb, LadderState, RungCause } from './ladder.ts'

const MS = 1000
const SECOND = 1000 * MS
const full: Affordable = { rung: 'full', cause: 'none' }
const low: Affordable = { rung: 'low', cause: 'link' }
const audio: Affordable = { rung: 'audio', cause: 'loss' }

/** Feeds the same every 50 ms from `from` up to and with `to`. */
function feed(state: LadderState, affordable: Affordable, from: number, to: number): LadderState {
  let after = state
  for (let now = from; now <= to; now += 50 * MS) after = stepLadder(after, affordable, now)
  return after
}

describe('the ladder', () => {
  it('goes down at once, however far, and says why', () => {
    expect(stepLadder(startLadder('full', 'none', 0), audio, 5)).toMatchObject({ rung: 'audio', cause: 'loss', since: 5 })
  })

  it('goes up only after the wait, and keeps its cause meanwhile', () => {
    const fallen = stepLadder(startLadder('full', 'none', 0), low, 10 * MS)
    const waiting = feed(fallen, full, 20 * MS, 1000 * MS)
    expect(waiting).toMatchObject({ rung: 'low', cause: 'link', since: 10 * MS })
    expect(feed(waiting, full, 1020 * MS, 1020 * MS)).toMatchObject({ rung: 'full', cause: 'none', since: 1020 * MS })
  })

  it('waits anew when what was affordable is not for a moment', () => {
    const fallen = stepLadder(startLadder('full', 'none', 0), low, 0)
    const interrupted = stepLadder(feed(fallen, full, 50 * MS, 950 * MS), low, 960 * MS)
    expect(feed(interrupted, full, 970 * MS, 1920 * MS).rung).toBe('low')
    expect(feed(interrupted, full, 970 * MS, 1970 * MS).rung).toBe('full')
  })

  it('steps up to the least of what was affordable while it waited, with the cause it had', () => {
    const fallen = stepLadder(startLadder('full', 'none', 0), audio, 0)
    const most = stepLadder(feed(fallen, low, 50 * MS, 500 * MS), full, 1050 * MS)
    expect(most).toMatchObject({ rung: 'low', cause: 'loss' })
  })

  it('doubles the wait with each fall soon after a step up, and is bold again after a step that held', () => {
    let state = stepLadder(startLadder('full', 'none', 0), low, 0)
    let now = 0
    const waits: number[] = []
    for (let falls = 0; falls < 6; falls += 1) {
      const waited = now
      while (state.rung === 'low') state = stepLadder(state, full, (now += 50 * MS))
      waits.push(Math.floor((now - waited) / SECOND))
      state = stepLadder(state, low, (now += SECOND))
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 16])
    while (state.rung === 'low') state = stepLadder(state, full, (now += 50 * MS))
    state = stepLadder(state, low, (now += BOLD_FOR))
    expect(state.climb.wait).toBe(CLIMB_AFTER.least)
  })

  it('changes its cause without counting that as a step', () => {
    const state = stepLadder(startLadder('audio', 'link', 7), { rung: 'audio', cause: 'source' }, 9 * SECOND)
    expect(state).toMatchObject({ rung: 'audio', cause: 'source', since: 7 })
  })

  it('takes the lower of two, with its cause', () => {
    expect(lower(low, audio)).toBe(audio)
    expect(lower(full, low)).toBe(low)
  })
})

const evidence = fc.array(fc.record({
  rung: fc.constantFrom(...RUNGS), cause: fc.constantFrom<RungCause>('link', 'loss', 'source'), passed: fc.integer({ min: 1, max: 1500 * MS }),
}), { maxLength: 200 })

describe('the ladder, whatever a link does', () => {
  it('never stands above what is affordable, and never takes what was not affordable during the whole wait', () => {
    fc.assert(fc.property(evidence, (seen) => {
      let state = startLadder('audio', 'link', 0)
      let now = 0
      const past: Array<{ at: number; height: number }> = []
      for (const { rung, cause, passed } of seen) {
        now += passed
        const before = state
        past.push({ at: now, height: -RUNGS.indexOf(rung) })
        state = stepLadder(state, { rung, cause }, now)
        expect(RUNGS.indexOf(state.rung)).toBeGreaterThanOrEqual(RUNGS.indexOf(rung))
        if (RUNGS.indexOf(state.rung) >= RUNGS.indexOf(before.rung)) continue
        const since = now - before.climb.wait
        const during = past.filter((moment) => moment.at > since)
        const first = past.findLast((moment) => moment.at <= since)
        for (const moment of first ? [first, ...during] : during) expect(-RUNGS.indexOf(state.rung)).toBeLessThanOrEqual(moment.height)
      }
    }))
  })

  it('steps up at most once a second, and ever less often while every step fails', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 10, max: 900 }), { minLength: 50, maxLength: 400 }), (pauses) => {
      let climb: Climb = startClimb(0, 0)
      let now = 0
      const ups: number[] = []
      for (const pause of pauses) {
        const before = climb
        climb = stepClimb(climb, climb.height === 0 ? 1 : 0, (now += pause * MS))
        if (climb.height > before.height) ups.push(now)
      }
      for (let index = 1; index < ups.length; index += 1) expect((ups[index] ?? 0) - (ups[index - 1] ?? 0)).toBeGreaterThanOrEqual(Math.min(CLIMB_AFTER.most, CLIMB_AFTER.least * 2 ** index))
    }))
  })

  it('is moved by time that repeats or runs backwards only downwards', () => {
    fc.assert(fc.property(evidence, fc.constantFrom(...RUNGS), fc.nat(20 * SECOND), (seen, rung, back) => {
      let state = startLadder('plan', 'silent', 0)
      let now = 0
      for (const step of seen) state = stepLadder(state, step, (now += step.passed))
      const after = stepLadder(state, { rung, cause: 'link' }, state.since - back)
      expect(RUNGS.indexOf(after.rung)).toBeGreaterThanOrEqual(RUNGS.indexOf(state.rung))
      expect(after.since).toBeGreaterThanOrEqual(state.since)
    }))
  })
})
