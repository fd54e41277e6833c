import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ItemId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime, later, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Overrun, PlanItem, Run } from '../../wire/run.ts'
import { CueGiver, dueCues, nextCueAt } from './planned-cues.ts'
import { applyRun, beginRun, plannedRun } from './run.ts'

const START = hubTime(1_000_000)
const at = (seconds: number): HubTime => later(START, seconds * MICROS_PER_SECOND)
const id = (letter: string): ItemId => `item_${letter.repeat(16)}` as ItemId
const item = (letter: string, seconds: number, cues: readonly number[], overrun: Overrun = 'cut'): PlanItem =>
  ({ id: id(letter), title: letter, kind: 'practice', seconds, overrun, cues: cues.map((one) => ({ at: one, word: `${letter}${one}` })), poll: null, music: null })
const begun = (...items: PlanItem[]): Run => beginRun(plannedRun({ objective: '', items }), START)
const words = (run: Run, from: number, to: number): string[] => dueCues(run, at(from), at(to)).map(({ word }) => word)

describe('the cues that are due', () => {
  const run = begun(item('a', 20, [0, 10, 19]), item('b', 20, [0, 5]), item('c', 60, [30], 'push'))

  it('are those of every item that comes in the span, each at its instant', () => {
    expect(words(run, 0, 100)).toEqual(['a0', 'a10', 'a19', 'b0', 'b5', 'c30'])
    expect(dueCues(run, at(19.5), at(21))).toEqual([{ item: id('b'), index: 0, at: at(20), word: 'b0' }])
  })

  it('come once in whatever spans one asks', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 12 })
    fc.assert(fc.property(instants, (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), 90_000].map((ms) => later(START, ms * MICROS_PER_MS))
      const pieces = edges.slice(1).flatMap((to, index) => dueCues(run, edges[index] ?? START, to))
      expect(pieces).toEqual(dueCues(run, START, at(90)))
    }))
  })

  it('wait while the item is held, and move with it', () => {
    const held = applyRun(run, { type: 'held', at: at(5) })
    expect(words(held, 0, 100)).toEqual([])
    expect(nextCueAt(held, at(5))).toBeNull()
    const on = applyRun(held, { type: 'went-on', at: at(50) })
    expect(nextCueAt(on, at(50))).toBe(at(55))
    expect(words(on, 50, 100)).toEqual(['a10', 'a19', 'b0', 'b5'])
  })

  it('are none before the class begins', () => {
    expect(dueCues(plannedRun({ objective: '', items: [item('a', 20, [0])] }), START, at(100))).toEqual([])
  })
})

describe('giving cues', () => {
  const run = begun(item('a', 60, [1, 10, 20], 'push'))
  const take = (giver: CueGiver, of: Run, now: number): string[] => giver.take(of, at(now), at(now + 0.4)).map(({ word }) => word)

  it('does not give again what was given ahead, though its instant moved', () => {
    const giver = new CueGiver(START)
    expect(take(giver, run, 0.7)).toEqual(['a1'])
    expect(take(giver, run, 9.7)).toEqual(['a10'])
    const on = applyRun(applyRun(run, { type: 'held', at: at(9.8) }), { type: 'went-on', at: at(15) })
    expect(take(giver, on, 15)).toEqual([])
    expect(take(giver, on, 25)).toEqual(['a20'])
  })

  it('leaves out what passed more than two seconds ago, and what came before it was there', () => {
    const late = new CueGiver(START)
    expect(take(late, run, 13)).toEqual([])
    expect(take(new CueGiver(at(10.5)), run, 10.5)).toEqual([])
    expect(take(new CueGiver(START), run, 11)).toEqual(['a10'])
  })

  it('gives them again to an item that begins anew', () => {
    const giver = new CueGiver(START)
    const two = begun(item('a', 20, [1]), item('b', 60, [], 'push'))
    expect(take(giver, two, 0.7)).toEqual(['a1'])
    expect(take(giver, two, 25)).toEqual([])
    const again = applyRun(two, { type: 'entered', at: at(30), item: id('a') })
    expect(take(giver, again, 30.7)).toEqual(['a1'])
  })
})
