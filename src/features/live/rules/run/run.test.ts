import { describe, expect, it } from 'vitest'
import type { ItemId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime, later, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { PlanItem, Run, RunMove } from '../../wire/run.ts'
import { applyRun, beginRun, currentItem, decideRun, endRun, plannedRun, runAt, scheduleOf } from './run.ts'
import type { RunDecision } from './run.ts'

const START = hubTime(1_000_000)
const at = (seconds: number): HubTime => later(START, seconds * MICROS_PER_SECOND)
const id = (letter: string): ItemId => `item_${letter.repeat(16)}` as ItemId
const item = (letter: string, seconds: number, rest: Partial<PlanItem> = {}): PlanItem =>
  ({ id: id(letter), title: letter, kind: 'talk', seconds, overrun: 'push', cues: [], poll: null, music: null, ...rest })

const begun = (...items: PlanItem[]): Run => beginRun(plannedRun({ objective: '', items }), START)

function press(run: Run, seconds: number, move: RunMove): Run {
  const now = at(seconds)
  const decision = decideRun(run, { revision: runAt(run, now).revision, move }, now)
  if (!decision.ok) throw new Error(decision.refusal)
  return decision.events.reduce(applyRun, run)
}

function answer(run: Run, seconds: number, move: RunMove, revision?: number): RunDecision {
  const now = at(seconds)
  return decideRun(run, { revision: revision ?? runAt(run, now).revision, move }, now)
}

const titleAt = (run: Run, seconds: number): string | undefined => currentItem(runAt(run, at(seconds)))?.title
/** Title, seconds from the start, and length in seconds, of what is on and ahead. */
const lines = (run: Run, seconds: number): [string, number, number][] => scheduleOf(run, at(seconds)).lines.flatMap(({ item: { title }, from, length }) =>
  (from === null ? [] : [[title, (from - START) / MICROS_PER_SECOND, length / MICROS_PER_SECOND]]))

describe('an item that takes longer', () => {
  const after = [item('b', 120), item('c', 60)]

  it('with push moves all that follows back', () => {
    expect(lines(begun(item('a', 60), ...after), 75)).toEqual([['a', 0, 75], ['b', 75, 120], ['c', 195, 60]])
  })

  it('with absorb takes its time from the next one, and the end holds', () => {
    const run = begun(item('a', 60, { overrun: 'absorb' }), ...after)
    expect(lines(run, 75)).toEqual([['a', 0, 75], ['b', 75, 105], ['c', 180, 60]])
    expect(lines(press(run, 75, { do: 'next' }), 75)).toEqual([['b', 75, 105], ['c', 180, 60]])
  })

  it('with absorb leaves every item a third of its length or half a minute, and moves the end back from then on', () => {
    const run = begun(item('a', 60, { overrun: 'absorb' }), ...after)
    expect(lines(run, 170)).toEqual([['a', 0, 170], ['b', 170, 40], ['c', 210, 30]])
    expect(scheduleOf(run, at(170)).endsAt).toBe(at(240))
    expect(scheduleOf(run, at(171)).endsAt).toBe(at(241))
  })

  it('with cut ends by itself, and the next begins at that very instant; several in a row', () => {
    const cut = { overrun: 'cut' } as const
    const run = begun(item('a', 30, cut), item('b', 20, cut), item('c', 60))
    expect([29, 30, 49, 50].map((seconds) => titleAt(run, seconds))).toEqual(['a', 'b', 'b', 'c'])
    expect(runAt(run, at(55))).toMatchObject({ revision: run.revision + 2, line: { since: at(50) } })
  })

  it('is over when it is the last and cuts', () => {
    const run = begun(item('a', 30, { overrun: 'cut' }))
    expect(runAt(run, at(30))).toMatchObject({ current: null, items: [{ state: 'done', ran: 30_000_000 }] })
    expect(answer(run, 31, { do: 'next' })).toMatchObject({ refusal: 'ITEM_DONE' })
  })
})

describe('next', () => {
  it('before the end moves the rest up', () => {
    const run = press(begun(item('a', 60), item('b', 30)), 45, { do: 'next' })
    expect(lines(run, 45)).toEqual([['b', 45, 30]])
  })

  it('on the last item ends the run, and what is inserted then can still begin', () => {
    const over = press(begun(item('a', 60)), 10, { do: 'next' })
    expect(over.current).toBeNull()
    const more = press(over, 20, { do: 'insert', after: null, item: item('b', 30) })
    expect(titleAt(press(more, 25, { do: 'next' }), 26)).toBe('b')
  })

  it('pressed on an item that has ended by itself meanwhile does nothing to the one after it', () => {
    const run = begun(item('a', 30, { overrun: 'cut' }), item('b', 60), item('c', 60))
    expect(answer(run, 30, { do: 'next' }, run.revision)).toEqual({ ok: false, refusal: 'RUN_MOVED_ON', details: { revision: 2, item: id('b') } })
  })
})

describe('going back', () => {
  it('after a wrong press finds everything as it was, the end included', () => {
    const before = begun(item('a', 60), item('b', 60), item('c', 60))
    const wrong = press(before, 20, { do: 'next' })
    const back = press(wrong, 24, { do: 'go-to', item: id('a') })
    expect(lines(back, 24)).toEqual([['a', 4, 60], ['b', 64, 56], ['c', 120, 60]])
    expect(scheduleOf(back, at(24)).endsAt).toBe(scheduleOf(before, at(24)).endsAt)
  })

  it('brings back what a jump had passed over', () => {
    const jumped = press(begun(item('a', 60), item('b', 60), item('c', 60)), 20, { do: 'go-to', item: id('c') })
    expect(jumped.items.map(({ state }) => state)).toEqual(['done', 'skipped', 'now'])
    expect(press(jumped, 22, { do: 'go-to', item: id('a') }).items.map(({ state }) => state)).toEqual(['now', 'ahead', 'ahead'])
  })

  it('to one that ended by itself begins it anew', () => {
    const run = begun(item('a', 30, { overrun: 'cut' }), item('b', 60))
    expect(lines(press(run, 40, { do: 'go-to', item: id('a') }), 40)).toEqual([['a', 40, 30], ['b', 70, 50]])
  })

  it('does not take time for the same overrun twice', () => {
    const run = press(begun(item('a', 60, { overrun: 'absorb' }), item('b', 120)), 75, { do: 'next' })
    const back = press(run, 80, { do: 'go-to', item: id('a') })
    expect(lines(back, 80)).toEqual([['a', 5, 75], ['b', 80, 100]])
  })
})

describe('a move', () => {
  const run = begun(item('a', 60), item('b', 60), item('c', 60))

  it('skips what is ahead, once, and never what is done', () => {
    const skipped = press(run, 5, { do: 'skip', item: id('b') })
    expect(titleAt(press(skipped, 10, { do: 'next' }), 10)).toBe('c')
    expect(answer(skipped, 5, { do: 'skip', item: id('b') })).toEqual({ ok: true, events: [] })
    expect(answer(press(run, 5, { do: 'next' }), 6, { do: 'skip', item: id('a') })).toMatchObject({ refusal: 'ITEM_DONE' })
    expect(titleAt(press(run, 5, { do: 'skip', item: id('a') }), 5)).toBe('b')
  })

  it('extends from now on what is over already, and from its end what is not', () => {
    expect(lines(press(run, 30, { do: 'extend', item: id('a'), seconds: 60 }), 30)[0]).toEqual(['a', 0, 120])
    expect(lines(press(run, 70, { do: 'extend', item: id('a'), seconds: 60 }), 70)[0]).toEqual(['a', 0, 130])
  })

  it('never shortens an item to before now, nor to less than five seconds', () => {
    expect(answer(run, 30, { do: 'extend', item: id('a'), seconds: -40 })).toMatchObject({ refusal: 'ITEM_TOO_SHORT' })
    expect(answer(run, 30, { do: 'extend', item: id('b'), seconds: -56 })).toMatchObject({ refusal: 'ITEM_TOO_SHORT' })
    expect(answer(run, 30, { do: 'extend', item: id('b'), seconds: -55 })).toMatchObject({ ok: true })
  })

  it('takes a minute that an absorbing item gets from the next, and gives it back when it is taken away again', () => {
    const absorbing = begun(item('a', 60, { overrun: 'absorb' }), item('b', 120), item('c', 60))
    const longer = press(absorbing, 10, { do: 'extend', item: id('a'), seconds: 60 })
    expect(lines(longer, 10)).toEqual([['a', 0, 120], ['b', 120, 60], ['c', 180, 60]])
    expect(lines(press(longer, 12, { do: 'extend', item: id('a'), seconds: -60 }), 12)).toEqual(lines(absorbing, 12))
  })

  it('inserts after what is on or ahead, once however often it is told, up to what a plan holds', () => {
    const more = press(run, 5, { do: 'insert', after: id('b'), item: item('x', 30) })
    expect(more.items.map(({ title }) => title)).toEqual(['a', 'b', 'x', 'c'])
    expect(press(run, 5, { do: 'insert', after: null, item: item('x', 30) }).items.map(({ title }) => title)).toEqual(['a', 'x', 'b', 'c'])
    expect(answer(more, 6, { do: 'insert', after: id('b'), item: item('x', 30) })).toEqual({ ok: true, events: [] })
    expect(answer(press(run, 5, { do: 'next' }), 6, { do: 'insert', after: id('z'), item: item('x', 30) })).toMatchObject({ refusal: 'ITEM_UNKNOWN' })
    const third = press(press(run, 5, { do: 'next' }), 6, { do: 'next' })
    expect(answer(third, 7, { do: 'insert', after: id('a'), item: item('x', 30) })).toMatchObject({ refusal: 'ITEM_DONE' })
    const letters = 'abcdefghijklmnopqrstuvwxyz234567'
    const full = begun(...Array.from({ length: 60 }, (_, n) => item(`${letters[n % 32]}${letters[Math.floor(n / 32)]}`, 30)))
    expect(answer(full, 1, { do: 'insert', after: null, item: item('9', 30) })).toMatchObject({ refusal: 'PLAN_FULL' })
  })

  it('holds: the item stands still and all that follows waits, until it goes on', () => {
    const held = press(run, 20, { do: 'hold' })
    expect(scheduleOf(held, at(50))).toMatchObject({ held: true, elapsed: 20_000_000, remaining: 40_000_000, endsAt: at(210) })
    const on = press(held, 50, { do: 'go-on' })
    expect(scheduleOf(on, at(60))).toMatchObject({ held: false, elapsed: 30_000_000, endsAt: at(210) })
    expect(answer(on, 60, { do: 'go-on' })).toEqual({ ok: true, events: [] })
  })

  it('of somebody who looked at an older run is refused, whatever it was, with where the class is', () => {
    const moved = press(run, 5, { do: 'next' })
    for (const move of [{ do: 'next' }, { do: 'hold' }, { do: 'go-to', item: id('c') }] as const) {
      expect(answer(moved, 6, move, run.revision)).toEqual({ ok: false, refusal: 'RUN_MOVED_ON', details: { revision: 2, item: id('b') } })
    }
  })

  it('knows no item that is not there, and none once all is over', () => {
    expect(answer(run, 5, { do: 'go-to', item: id('z') })).toMatchObject({ refusal: 'ITEM_UNKNOWN' })
    expect(answer(run, 5, { do: 'extend', item: id('z'), seconds: 5 })).toMatchObject({ refusal: 'ITEM_UNKNOWN' })
    expect(answer(endRun(run, at(10)), 11, { do: 'hold' })).toMatchObject({ refusal: 'ITEM_DONE' })
  })
})

describe('a run', () => {
  it('ends with the class: what is on is done, what was ahead is skipped', () => {
    const over = endRun(begun(item('a', 60), item('b', 60)), at(70))
    expect(over.items).toMatchObject([{ state: 'done', ran: 70_000_000 }, { state: 'skipped', ran: null }])
    expect(endRun(over, at(90))).toEqual(over)
  })

  it('of no items never begins', () => {
    expect(begun()).toMatchObject({ current: null, revision: 0 })
  })

  it('is carried over to a clock that began anew at the second it was at', () => {
    const carried = applyRun(begun(item('a', 60), item('b', 60)), { type: 'carried-over', from: at(20), at: hubTime(500) })
    expect(scheduleOf(carried, hubTime(500))).toMatchObject({ elapsed: 20_000_000, remaining: 40_000_000 })
  })

  it('takes an event about an item that it does not know as nothing', () => {
    const run = begun(item('a', 60))
    expect(applyRun(run, { type: 'entered', at: at(5), item: id('z') })).toEqual(run)
    expect(applyRun(run, { type: 'extended', at: at(5), item: id('z'), seconds: 10 })).toEqual(run)
  })
})

describe('what came after the last item', () => {
  it('is skipped when somebody goes past it: all before the item that is on are done or skipped', () => {
    const over = press(begun(item('a', 60)), 10, { do: 'next' })
    const added = press(press(over, 11, { do: 'insert', after: null, item: item('b', 30) }), 12, { do: 'insert', after: null, item: item('c', 30) })
    const gone = press(added, 13, { do: 'go-to', item: id('c') })
    expect(gone.items.map(({ state }) => state)).toEqual(['done', 'skipped', 'now'])
  })
})

describe('an item that ends by itself and was left', () => {
  it('keeps what it has left while an item before it takes longer, and does not begin anew', () => {
    const run = begun(item('a', 5, { overrun: 'absorb' }), item('c', 31, { overrun: 'cut' }), item('d', 31, { overrun: 'absorb' }))
    const back = press(press(run, 0, { do: 'go-to', item: id('c') }), 30, { do: 'go-to', item: id('a') })
    expect(lines(back, 36)).toEqual([['a', 30, 6], ['c', 36, 1], ['d', 37, 30]])
  })
})
