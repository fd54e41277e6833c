import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classView } from '../../../../../../testkit/class-view.ts'
import { runOf, timer } from '../../../../../../testkit/together.ts'
import { hubTime } from '../../../../../kernel/time.ts'
import type { Run } from '../../../wire/run.ts'
import type { Timer } from '../../../wire/together.ts'
import { NOTHING_KNOWN } from '../../link/class-now.ts'
import { ringTo } from '../ring.ts'
import { type LearnerState, startState } from '../state.ts'
import { middleOf } from './middle.ts'

const at = (seconds: number) => hubTime(seconds * 1_000_000)
function state(known: { run?: Run | null; timer?: Timer | null } = {}): LearnerState {
  const start = startState('K7M4QX', null, { vibration: false, staysAwake: true })
  return { ...start, class: classView({ phase: 'live', beganAt: at(100) }), together: { ...start.together, now: { ...NOTHING_KNOWN, ...known } } }
}

describe('the middle of the page', () => {
  it('counts the class where there is no plan', () => {
    expect(middleOf(state(), at(190))).toMatchObject({ ring: { part: 0.5, seconds: 90, counts: 'since' }, title: null, next: null })
    expect(middleOf(state(), null)).toMatchObject({ ring: { part: 0, seconds: 0 } })
  })

  it('counts the item that is on down, and says what is next', () => {
    expect(middleOf(state({ run: runOf(at(200)) }), at(260))).toMatchObject({
      ring: { part: 0.25, seconds: 180, counts: 'left' }, title: 'Arms overhead', isHeld: false, next: { title: 'Seated twist', seconds: 240 },
    })
  })

  it('counts an item that is over up', () => {
    expect(middleOf(state({ run: runOf(at(200)) }), at(452))).toMatchObject({ ring: { part: 1, seconds: 12, counts: 'over' } })
  })

  it('stands while the item is held', () => {
    const held = state({ run: runOf(null) })
    expect(middleOf(held, at(300))).toEqual(middleOf(held, at(900)))
    expect(middleOf(held, at(300))).toMatchObject({ isHeld: true, ring: { seconds: 140 } })
  })

  it('goes on to the next item at its very instant where the plan cuts, though nobody said so', () => {
    const cut = state({ run: runOf(at(200), { overrun: 'cut' }) })
    expect(middleOf(cut, at(439.9)).title).toBe('Arms overhead')
    expect(middleOf(cut, at(440))).toMatchObject({ title: 'Seated twist', ring: { seconds: 240, counts: 'left' } })
  })

  it('gives the ring to a timer from its agreed start on, with its label, and gives it back when it is gone', () => {
    const run = runOf(at(200))
    const labelled = state({ run, timer: timer(at(260), 60, 'Plank') })
    expect(middleOf(labelled, at(259.9)).title).toBe('Arms overhead')
    expect(middleOf(labelled, at(260))).toMatchObject({ title: 'Plank', ring: { part: 0, seconds: 60 } })
    expect(middleOf(labelled, at(322))).toMatchObject({ title: 'Plank', ring: { part: 1, seconds: 0, counts: 'left' } })
    expect(middleOf(state({ run, timer: timer(at(260), 60) }), at(270)).title).toBe('Arms overhead')
    expect(middleOf(state({ run, timer: null }), at(270)).title).toBe('Arms overhead')
  })

  it('never shows a ring that is more than full, nor seconds that are none', () => {
    const instant = fc.integer({ min: 0, max: 2_000 })
    fc.assert(fc.property(instant, instant, instant, fc.boolean(), fc.constantFrom('cut' as const, 'push' as const, 'absorb' as const), (now, since, started, runs, overrun) => {
      const { ring } = middleOf(state({ run: runOf(runs ? at(since) : null, { overrun }), timer: timer(at(started), 60) }), at(now))
      expect(ring.part >= 0 && ring.part <= 1).toBe(true)
      expect(Number.isInteger(ring.seconds) && ring.seconds >= 0).toBe(true)
    }))
  })
})

describe('the way to a beginning', () => {
  it('is a ring until it is there, and none before anybody knows', () => {
    expect(ringTo(at(100), at(40), 120_000_000)).toEqual({ part: 0.5, seconds: 60, counts: 'left' })
    expect(ringTo(at(1000), at(40), 120_000_000)).toMatchObject({ part: 0 })
    expect([ringTo(at(100), at(100), 1), ringTo(null, at(100), 1), ringTo(at(100), null, 1)]).toEqual([null, null, null])
  })
})
