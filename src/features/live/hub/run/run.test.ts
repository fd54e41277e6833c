import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import { MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { planOf } from '../../rules/run/templates.ts'
import { scheduleOf } from '../../rules/run/run.ts'
import type { Plan, PlanItem } from '../../wire/run.ts'
import { endClass } from '../class/end-class.ts'
import { makeClass } from '../class/make-class.ts'
import { classPlan } from './class-plan.ts'
import { runOf } from './run-store.ts'
import { setPlan } from './set-plan.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

const newItemId = () => newId('item', world.crypto)
const item = (title: string, seconds: number, rest: Partial<PlanItem> = {}): PlanItem =>
  ({ id: newItemId(), title, kind: 'talk', seconds, overrun: 'push', cues: [], poll: null, music: null, ...rest })
const planned = (...items: PlanItem[]): Plan => ({ objective: 'Kneel', items })
const set = (plan: Plan) => setPlan(world.deps, world.made.code, plan, world.host.id)

function refusalOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'done'
}

describe('the plan of a class', () => {
  it('is set until the class begins, one in the place of the other, and says what people can do afterwards', () => {
    const first = planned(item('Warm up', 60))
    expect(set(first).objective).toBe('Kneel')
    const second = { objective: 'Stand', items: [item('Lunges', 60)] }
    expect(set(second).objective).toBe('Stand')
    expect(classPlan(world.deps, world.made.code)).toEqual({ title: 'Knees', plan: second })
    const entries = world.journal.head().size
    set(second)
    expect(world.journal.head().size).toBe(entries)
    world.begin()
    expect(refusalOf(() => set(first))).toBe('PLAN_RUNNING')
    expect(classPlan(world.deps, world.made.code).plan).toEqual(second)
  })

  it('can be read of a class that is over, to run it again, and not be changed', async () => {
    const plan = planned(item('Warm up', 60))
    set(plan)
    world.begin()
    await endClass(world.deps, world.made.code, world.host.id)
    expect(refusalOf(() => set(plan))).toBe('CLASS_OVER')
    const again = makeClass(world.deps, 'Knees again', world.host.id, classPlan(world.deps, world.made.code).plan)
    expect(again.objective).toBe('Kneel')
    expect(classPlan(world.deps, again.code)).toEqual({ title: 'Knees again', plan })
  })

  it('is empty for a class that never had one', () => {
    expect(classPlan(world.deps, world.made.code).plan).toEqual({ objective: '', items: [] })
    expect(refusalOf(() => classPlan(world.deps, 'ZZZZZZ'))).toBe('CLASS_UNKNOWN')
  })

  it('with a cue outside its item, an item twice, or a poll that asks nothing is refused, and the one before stays', () => {
    const good = planned(item('Warm up', 60))
    set(good)
    const twice = item('Lunges', 60)
    for (const bad of [planned(item('a', 30, { cues: [{ at: 30, word: '' }] })), planned(twice, twice), planned(item('a', 30, { kind: 'poll' }))]) {
      expect(refusalOf(() => set(bad))).toBe('BAD_INPUT')
      expect(refusalOf(() => makeClass(world.deps, 'Hips', world.host.id, bad))).toBe('BAD_INPUT')
    }
    expect(classPlan(world.deps, world.made.code).plan).toEqual(good)
  })

  it('stands in the record as counts; its texts are a private field', () => {
    set(planOf('workout', (text) => `word for ${text}`.slice(0, 24), newItemId))
    const entry = world.journal.read(0, 100).at(-1)
    expect(entry).toMatchObject({ kind: 'live.plan-set.1', body: { items: 13, seconds: 1500, cues: 45 } })
    expect(JSON.stringify(entry)).not.toContain('word for')
  })

  it('whose texts were erased leaves a class without a plan, at once and when the tables are made anew', () => {
    set(planned(item('Warm up', 60)))
    const { sequence } = world.journal.read(0, 100).at(-1) ?? { sequence: -1 }
    world.begin()
    world.journal.transact((tx) => tx.erase({ entries: [sequence], cause: 'test', classId: world.made.id, actor: world.host.id }))
    const empty = (): void => {
      expect(classPlan(world.deps, world.made.code).plan).toEqual({ objective: '', items: [] })
      expect(runOf(world.journal.query, world.made.id)).toBeUndefined()
    }
    empty()
    world.journal.rebuild()
    empty()
  })
})

describe('after a power cut', () => {
  it('the class goes on at the item it is at by the wall clock, and every later move is kept on the new clock', () => {
    set(planned(item('Work', 30, { overrun: 'cut' }), item('Lunges', 600), item('Close', 60)))
    world.begin()
    world.clock.advance(20_000)
    world.clock.boot = 'bbbbbbbbbbbbbbbb'
    world.clock.jumpWall(100_000)
    world.crashAndRestart()

    const host = world.studio()
    const scheduleNow = () => {
      const run = host.last('run')?.run
      return run ? scheduleOf(run, world.clock.now()) : undefined
    }
    expect(scheduleNow()).toMatchObject({ current: { item: { title: 'Lunges' } }, elapsed: 90 * MICROS_PER_SECOND })

    world.clock.advance(10_000)
    host.command({ type: 'move-run', revision: scheduleNow()?.run.revision ?? -1, move: { do: 'extend', item: scheduleNow()?.current?.item.id ?? newItemId(), seconds: 60 } })
    world.clock.advance(250)
    const before = scheduleNow()
    expect(before).toMatchObject({ elapsed: 100_250_000, remaining: 559_750_000 })
    world.crashAndRestart()
    const again = world.studio().last('run')?.run
    expect(again && scheduleOf(again, world.clock.now())).toEqual(before)
    world.journal.rebuild()
    expect(runOf(world.journal.query, world.made.id)?.run).toEqual(again)
  })

  it('in which the wall clock jumped back, the class is where it was at its last entry', () => {
    set(planned(item('Lunges', 600)))
    world.begin()
    world.clock.advance(20_000)
    const host = world.studio()
    host.command({ type: 'move-run', revision: 1, move: { do: 'insert', after: null, item: item('Water', 30) } })
    world.clock.advance(250)
    world.clock.boot = 'bbbbbbbbbbbbbbbb'
    world.clock.jumpWall(-3_600_000)
    world.crashAndRestart()
    const run = world.studio().last('run')?.run
    expect(run && scheduleOf(run, world.clock.now()).elapsed).toBe(20_020_000) // Facts gather for 20 ms before they are written.
  })
})
