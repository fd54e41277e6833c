import { describe, expect, it } from 'vitest'
import type { ItemId } from '../../../../../kernel/ids.ts'
import { hubTime } from '../../../../../kernel/time.ts'
import { applyRun, beginRun, plannedRun } from '../../../rules/run/run.ts'
import { scheduleOf } from '../../../rules/run/schedule.ts'
import type { Plan, PlanItem } from '../../../wire/run.ts'
import { linesOf, nextCue, wholeTime } from './run-lines.ts'

const SECOND = 1_000_000
const id = (letter: string) => `item_${letter.repeat(16)}` as ItemId
const item = (letter: string, over: Partial<PlanItem> = {}): PlanItem =>
  ({ id: id(letter), title: letter, kind: 'talk', seconds: 60, overrun: 'absorb', cues: [], poll: null, music: null, ...over })
const plan: Plan = { objective: '', items: [item('a', { cues: [{ at: 10, word: 'Lift' }, { at: 40, word: '' }] }), item('b', { seconds: 120 }), item('c')] }
const begun = beginRun(plannedRun(plan), hubTime(0))
const at = (seconds: number) => scheduleOf(begun, hubTime(seconds * SECOND))

describe('the run of show as the studio draws it', () => {
  it('shows what is on, what comes next and what comes later', () => {
    expect(linesOf(at(5)).map((line) => [line.item.title, line.at, line.seconds])).toEqual([['a', 'now', 60], ['b', 'next', 120], ['c', 'ahead', 60]])
    expect(wholeTime(at(5), hubTime(5 * SECOND))).toEqual({ elapsed: 5, left: 235 })
  })

  it('shows that the next item is shorter when this one takes its time, and that the end holds', () => {
    const lines = linesOf(at(80))
    expect(lines.map((line) => [line.item.title, line.seconds, line.isShortened])).toEqual([['a', 80, false], ['b', 100, true], ['c', 60, false]])
    expect(wholeTime(at(80), hubTime(80 * SECOND))).toEqual({ elapsed: 80, left: 160 })
  })

  it('counts what is over in the whole time, and knows none when nothing is on', () => {
    const next = applyRun(begun, { type: 'entered', at: hubTime(30 * SECOND), item: id('b') })
    expect(wholeTime(scheduleOf(next, hubTime(50 * SECOND)), hubTime(50 * SECOND))?.elapsed).toBe(50)
    expect(wholeTime(scheduleOf(plannedRun(plan), hubTime(0)), hubTime(0))).toBeNull()
  })

  it('names the next cue of the plan while the item runs, and none while it is held or past', () => {
    expect(nextCue(at(4))).toEqual({ cue: { at: 10, word: 'Lift' }, inSeconds: 6 })
    expect(nextCue(at(10))?.cue.at).toBe(40)
    expect(nextCue(at(41))).toBeNull()
    const held = applyRun(begun, { type: 'held', at: hubTime(4 * SECOND) })
    expect(nextCue(scheduleOf(held, hubTime(6 * SECOND)))).toBeNull()
  })
})
