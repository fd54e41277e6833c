import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { ItemId } from '../../../../kernel/ids.ts'
import { scheduleOf } from '../../rules/run/run.ts'
import type { Plan, PlanItem, RunMove } from '../../wire/run.ts'
import { endClass } from '../class/end-class.ts'
import { setPlan } from '../run/set-plan.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

function item(title: string, seconds: number, rest: Partial<PlanItem> = {}): PlanItem {
  return { id: newId('item', world.crypto), title, kind: 'talk', seconds, overrun: 'push', cues: [], poll: null, music: null, ...rest }
}

function plan(...items: PlanItem[]): Plan {
  const made = { objective: 'Stand up without hands', items }
  setPlan(world.deps, world.made.code, made, world.host.id)
  return made
}

const titleNow = (page: MemorySocket): string | undefined => {
  const run = page.last('run')?.run
  return run ? scheduleOf(run, world.clock.now()).current?.item.title : undefined
}

const move = (page: MemorySocket, one: RunMove): string[] => {
  const run = page.last('run')?.run
  return page.answers(page.command({ type: 'move-run', revision: run ? scheduleOf(run, world.clock.now()).run.revision : 0, move: one }))
}

describe('a plan', () => {
  it('is known to every page that is there, and to every page that comes, before the class begins', () => {
    const [host, phone] = [world.studio(), world.learner()]
    plan(item('Warm up', 60), item('Lunges', 120))
    const late = world.learner()
    for (const page of [host, phone, late]) expect(page.last('run')?.run?.items.map(({ title }) => title)).toEqual(['Warm up', 'Lunges'])
    expect(late.last('entered')?.class.objective).toBe('Stand up without hands')
    expect(titleNow(phone)).toBeUndefined()
  })

  it('begins with the class, on the instant the class began', () => {
    plan(item('Warm up', 60), item('Lunges', 120))
    const phone = world.learner()
    world.begin()
    expect(titleNow(phone)).toBe('Warm up')
    expect(phone.last('run')?.run?.line.since).toBe(phone.last('class')?.class.beganAt)
  })

  it('that nobody made is no run: moves say so', () => {
    const host = world.studio()
    world.begin()
    expect(host.last('run')?.run).toBeNull()
    expect(move(host, { do: 'next' })).toEqual(['NO_PLAN'])
  })
})

describe('a move', () => {
  it('is told to everybody in its turn, done at once and kept after the commit', () => {
    plan(item('Warm up', 60), item('Lunges', 120))
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    const n = host.command({ type: 'move-run', revision: 1, move: { do: 'next' } })
    expect(titleNow(phone)).toBe('Lunges')
    expect(host.answers(n)).toEqual(['done'])
    world.clock.advance(250)
    expect(host.answers(n)).toEqual(['done', 'kept'])
    expect(world.journal.read(0, 100).at(-1)).toMatchObject({ kind: 'live.run-moved.1', body: { type: 'entered' } })
  })

  it('of two hosts who press at once is done once; the second hears that the class has moved on, and where it is', () => {
    const made = plan(item('Warm up', 60), item('Lunges', 120), item('Close', 60))
    const hosts = [world.studio(), world.studio()]
    world.begin()
    const answers = hosts.map((host) => host.answers(host.command({ type: 'move-run', revision: 1, move: { do: 'next' } })))
    expect(answers).toEqual([['done'], ['RUN_MOVED_ON']])
    expect(hosts[1]?.last('refused')?.details).toMatchObject({ item: made.items[1]?.id })
    expect(titleNow(world.learner())).toBe('Lunges')
  })

  it('needs a live class and somebody who runs the room', () => {
    plan(item('Warm up', 60))
    const [host, phone] = [world.studio(), world.learner()]
    expect(move(host, { do: 'next' })).toEqual(['CLASS_NOT_LIVE'])
    world.begin()
    expect(move(phone, { do: 'next' })).toEqual(['FORBIDDEN'])
  })

  it('keeps the texts of an inserted item out of the entry, and a restart still knows them', () => {
    plan(item('Warm up', 60), item('Lunges', 120))
    const host = world.studio()
    world.begin()
    expect(move(host, { do: 'insert', after: null, item: item('Water for Ada', 30) })).toEqual(['done'])
    world.clock.advance(250)
    expect(JSON.stringify(world.journal.read(0, 100))).not.toContain('Ada')
    world.crashAndRestart()
    expect(world.studio().last('run')?.run?.items.map(({ title }) => title)).toEqual(['Warm up', 'Water for Ada', 'Lunges'])
  })
})

describe('an item', () => {
  it('that cuts ends by itself, and everybody is told at that instant', () => {
    plan(item('Work', 30, { overrun: 'cut' }), item('Rest', 30, { overrun: 'cut' }), item('Close', 60))
    const phone = world.learner()
    world.begin()
    world.clock.advance(29_999)
    expect(phone.last('run')?.run?.current).toBe(0)
    world.clock.advance(1)
    expect(phone.last('run')?.run?.current).toBe(1)
    world.clock.advance(30_000)
    expect(phone.last('run')?.run?.current).toBe(2)
  })

  it('opens its poll when its time comes, once', () => {
    const poll = { question: 'Left or right?', options: ['Left', 'Right'] }
    plan(item('Work', 30, { overrun: 'cut' }), item('Ask', 30, { kind: 'poll', poll }))
    const phone = world.learner()
    world.begin()
    expect(phone.last('poll')?.poll ?? null).toBeNull()
    world.clock.advance(40_000)
    expect(phone.last('poll')?.poll).toMatchObject({ question: 'Left or right?', open: true })
    expect(new Set(phone.all('poll').flatMap(({ poll: one }) => one?.id ?? []))).toHaveProperty('size', 1)
  })

  it('gives its cues ahead of their instants, each once, also when it is held and extended in between', () => {
    plan(item('Work', 60, { cues: [{ at: 0, word: '' }, { at: 10, word: 'Lift' }, { at: 20, word: '' }] }))
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    const began = phone.last('class')?.class.beganAt ?? 0
    world.clock.advance(9700) // The second is told already.
    expect(phone.all('cue').map(({ cue }) => [cue.kind, cue.word])).toEqual([['planned', undefined], ['planned', 'Lift']])
    expect(phone.last('cue')?.cue.at).toBe(began + 10_000_000)
    expect(move(host, { do: 'hold' })).toEqual(['done'])
    world.clock.advance(5000)
    expect(move(host, { do: 'go-on' })).toEqual(['done'])
    expect(move(host, { do: 'extend', item: phone.last('run')?.run?.items[0]?.id as ItemId, seconds: 60 })).toEqual(['done'])
    world.clock.advance(60_000)
    expect(phone.all('cue').map(({ cue }) => cue.at - began)).toEqual([0, 10_000_000, 25_000_000].map((at, index) => (index === 0 ? expect.any(Number) : at)))
  })

  it('counts its cues as apart, and not as pressed', async () => {
    plan(item('Work', 60, { cues: [{ at: 5, word: '' }] }))
    const phones = [world.learner(), world.learner()]
    world.studio()
    world.begin()
    for (const phone of phones) phone.say({ type: 'report', roundTripMs: 8, clockErrorMs: 1, leadMs: 20, videoMs: null, joinMs: 300, channel: true, asleep: false })
    world.clock.advance(5010)
    for (const phone of phones) {
      const cue = phone.last('cue')?.cue
      if (cue) phone.say({ type: 'played', cue: cue.id, at: cue.at, output: 'light' })
    }
    world.clock.advance(2000)
    await endClass(world.deps, world.made.code, world.host.id)
    const figures = world.deps.journal.query.get<{ figures: string }>('SELECT figures FROM live_class')?.figures ?? ''
    expect(JSON.parse(figures)).toMatchObject({ cueMs: null, apartMs: { count: 1 }, cues: 0 })
  })
})

describe('the end of a class', () => {
  it('ends the run: figures tell what was planned and what it took', async () => {
    plan(item('Warm up', 60), item('Lunges', 120), item('Close', 60))
    const host = world.studio()
    world.begin()
    world.clock.advance(45_000)
    expect(move(host, { do: 'next' })).toEqual(['done'])
    world.clock.advance(150_000)
    const phone = world.learner()
    await endClass(world.deps, world.made.code, world.host.id)
    expect(phone.last('run')?.run?.items.map(({ state }) => state)).toEqual(['done', 'done', 'skipped'])
    const { figures } = world.deps.journal.query.get<{ figures: string }>('SELECT figures FROM live_class') ?? { figures: '{}' }
    expect((JSON.parse(figures) as { items: unknown }).items).toEqual([
      { kind: 'talk', planned: 60, ran: 45 }, { kind: 'talk', planned: 120, ran: 150 }, { kind: 'talk', planned: 60, ran: null },
    ])
  })
})

describe('a restart', () => {
  it('brings everybody back to the same item and second', () => {
    plan(item('Warm up', 60), item('Lunges', 120, { cues: [{ at: 30, word: '' }] }), item('Close', 60))
    const host = world.studio()
    world.begin()
    world.clock.advance(20_000)
    expect(move(host, { do: 'next' })).toEqual(['done'])
    world.clock.advance(40_000)
    const before = scheduleOf(host.last('run')?.run ?? (() => { throw new Error('no run') })(), world.clock.now())
    world.crashAndRestart()
    const phone = world.studio()
    const run = phone.last('run')?.run
    expect(run && scheduleOf(run, world.clock.now())).toEqual(before)
    expect(before.elapsed).toBe(40_000_000)
    world.clock.advance(10_000)
    expect(phone.all('cue')).toEqual([]) // It was given before the restart.
  })

  it('goes on with what is due by itself', () => {
    plan(item('Work', 30, { overrun: 'cut' }), item('Rest', 30, { overrun: 'cut', cues: [{ at: 10, word: 'Up' }] }), item('Close', 60))
    world.begin()
    world.clock.advance(25_000)
    world.crashAndRestart()
    const phone = world.studio()
    world.clock.advance(5000)
    expect(titleNow(phone)).toBe('Rest')
    world.clock.advance(10_000)
    expect(phone.all('cue').map(({ cue }) => cue.word)).toEqual(['Up'])
  })

  it('begins the poll and the music of an item whose time came while the box was away, and ends those of the one before', () => {
    const poll = { question: 'Left or right?', options: ['Left', 'Right'] }
    plan(item('Work', 30, { overrun: 'cut', music: 'beat-120' }), item('Ask', 600, { kind: 'poll', poll, music: 'beat-60' }))
    world.begin()
    world.clock.advance(25_000)
    expect(world.learner().last('music')?.music?.track).toBe('beat-120')
    world.clock.forget()
    world.clock.advance(10_000)
    world.crashAndRestart()
    const phone = world.learner()
    expect(phone.last('music')?.music?.track).toBe('beat-60')
    expect(phone.last('poll')?.poll).toMatchObject({ question: 'Left or right?', open: true })
    world.clock.advance(1000)
    world.crashAndRestart()
    world.clock.advance(1000)
    expect(world.journal.read(0, 100).filter(({ kind }) => kind === 'live.poll-opened.1')).toHaveLength(1)
  })

  it('puts nothing back that a host has ended', () => {
    plan(item('Work', 600, { music: 'beat-120' }))
    const host = world.studio()
    world.begin()
    world.clock.advance(1000)
    expect(host.answers(host.command({ type: 'music', start: null }))).toEqual(['done'])
    world.clock.advance(1000)
    world.crashAndRestart()
    expect(world.learner().last('music')?.music).toBeNull()
  })
})
