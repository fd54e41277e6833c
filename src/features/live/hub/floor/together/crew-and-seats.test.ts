import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { ItemId } from '../../../../../kernel/ids.ts'
import type { PlanItem } from '../../../wire/run.ts'
import { endClass } from '../../class/end-class.ts'
import { setPlan } from '../../run/set-plan.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => {
  world[Symbol.dispose]()
  // A page that sends nonsense is logged; anything else is a defect.
  expect(world.faults.map(String).filter((fault) => !fault.includes('live frame'))).toEqual([])
})

const said = (page: MemorySocket, ...message: Parameters<MemorySocket['command']>): string[] => page.answers(page.command(...message))

function item(title: string, seconds: number, rest: Partial<PlanItem> = {}): PlanItem {
  return { id: newId('item', world.crypto), title, kind: 'talk', seconds, overrun: 'push', cues: [], poll: null, music: null, ...rest }
}

function plan(...items: PlanItem[]): readonly ItemId[] {
  setPlan(world.deps, world.made.code, { objective: '', items }, world.host.id)
  return items.map(({ id }) => id)
}

describe('control', () => {
  const control = (page: MemorySocket) => page.last('control')

  it('is nobody\'s until somebody takes it; each studio hears whether it is the one', () => {
    const second = new Device()
    world.setCrew(new Map([[world.host.id, ['host']], [second.id, ['co-host']]]))
    const [host, tablet] = [world.studio(), world.studio(second)]
    expect([control(host), control(tablet)]).toEqual([{ type: 'control', label: null, isThis: false }, { type: 'control', label: null, isThis: false }])
    expect(said(tablet, { type: 'take-control', label: 'Tablet' })).toEqual(['done'])
    expect([control(host), control(tablet)]).toEqual([{ type: 'control', label: 'Tablet', isThis: false }, { type: 'control', label: 'Tablet', isThis: true }])
    tablet.hangUp()
    expect(control(world.studio(second))).toEqual({ type: 'control', label: 'Tablet', isThis: true })
    world.setCrew(new Map([[world.host.id, ['host']]]))
    expect(control(host)).toEqual({ type: 'control', label: null, isThis: false })
  })

  it('is not a learner\'s to take', () => {
    const phone = world.learner()
    expect(said(phone, { type: 'take-control', label: 'Mine' })).toEqual(['FORBIDDEN'])
    expect(phone.all('control')).toEqual([])
  })

  it('is still the same device\'s after a restart of the box', () => {
    said(world.studio(), { type: 'take-control', label: 'Laptop' })
    world.clock.advance(250)
    world.crashAndRestart()
    expect(control(world.studio())).toEqual({ type: 'control', label: 'Laptop', isThis: true })
  })
})

describe('the live check', () => {
  it('shows the host who is ready, and the phone that it is counted', async () => {
    const [check, talk] = plan(item('Live check', 45, { kind: 'check' }), item('Talk', 60))
    if (!check || !talk) throw new Error('no plan')
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    const ready = (of: ItemId) => said(phone, { type: 'ready', item: of, at: world.clock.now() })
    expect(ready(talk)).toEqual(['NO_CHECK'])
    expect(ready(check)).toEqual(['done'])
    world.clock.advance(250)
    expect(host.last('seat')?.line).toMatchObject({ ready: true, actedAt: expect.any(Number) })
    expect(phone.last('mine')?.ready).toBe(true)
    expect(ready(check)).toEqual(['done', 'kept'])
    said(host, { type: 'move-run', revision: phone.last('run')?.run?.revision ?? 0, move: { do: 'next' } })
    expect(ready(check)).toEqual(['NO_CHECK'])
    world.clock.advance(250)
    world.crashAndRestart()
    expect(world.studio().last('roster')?.lines.map((line) => line.ready)).toEqual([true])
    await endClass(world.deps, world.made.code, world.host.id)
    expect(figures().ready).toBe(1)
  })

  it('that comes a second time begins with nobody ready', () => {
    const [first] = plan(item('Live check', 45, { kind: 'check' }), item('After the break', 45, { kind: 'check' }))
    if (!first) throw new Error('no plan')
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    said(phone, { type: 'ready', item: first, at: world.clock.now() })
    said(host, { type: 'move-run', revision: phone.last('run')?.run?.revision ?? 0, move: { do: 'next' } })
    world.clock.advance(250)
    expect(host.last('seat')?.line.ready).toBe(false)
  })

  it('needs a plan that is at one', () => {
    const phone = world.learner()
    expect(said(phone, { type: 'ready', item: newId('item', world.crypto), at: world.clock.now() })).toEqual(['CLASS_NOT_LIVE'])
    world.begin()
    expect(said(phone, { type: 'ready', item: newId('item', world.crypto), at: world.clock.now() })).toEqual(['NO_CHECK'])
  })
})

describe('a name', () => {
  const named = (page: MemorySocket, name: string) => said(page, { type: 'name-me', name })

  it('told by its owner reaches the studio, stays while the class does, and can be taken away', () => {
    const [host, phone] = [world.studio(), world.learner()]
    expect(named(phone, '  Ada ')).toEqual(['done'])
    world.clock.advance(200)
    expect(host.last('seat')?.line.name).toBe('Ada')
    expect([...world.deps.names.values()]).toEqual(['Ada'])
    expect(named(phone, '')).toEqual(['done'])
    world.clock.advance(200)
    expect(host.last('seat')?.line.name).toBeNull()
    expect(world.deps.names.size).toBe(0)
  })

  it('of ten thousand characters is no message: the page is hung up on, the others are served', () => {
    const [host, phone, other] = [world.studio(), world.learner(), world.learner()]
    phone.command({ type: 'name-me', name: 'A'.repeat(10_000) })
    expect(phone.closed?.code).toBe(1008)
    expect(named(other, 'Grace')).toEqual(['done'])
    world.clock.advance(200)
    expect(host.all('seat').map(({ line }) => line.name)).toContain('Grace')
  })

  it('of 61 characters neither', () => {
    const phone = world.learner()
    phone.command({ type: 'name-me', name: 'A'.repeat(61) })
    expect(phone.closed?.code).toBe(1008)
  })

  it('that comes while the class is being ended is not kept beyond it', () => {
    const phone = world.learner()
    world.begin()
    const { id, code, title } = world.made
    world.floor.fromCore({ type: 'collect', classId: id, ask: 0, dates: { code, title, beganAt: null, endedAt: null } })
    named(phone, 'Ada')
    expect(world.deps.names.size).toBe(0)
    world.floor.fromCore({ type: 'not-ended', classId: id })
    named(phone, 'Ada')
    expect(world.deps.names.size).toBe(1)
  })

  it('is on no record', () => {
    named(world.learner(), 'Ada Lovelace')
    world.begin()
    world.clock.advance(500)
    expect(JSON.stringify(world.journal.read(0, 1000).map((entry) => [entry, world.journal.disclosed(entry)]))).not.toContain('Lovelace')
  })
})

function figures() {
  const entry = world.journal.read(0, 1000).findLast(({ kind }) => kind === 'live.class-ended.1')
  return entry?.body['figures'] as { ready: number } // As the end of a class writes it.
}
