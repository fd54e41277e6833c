import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../../kernel/ids.ts'
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
const timer = { type: 'timer', start: { seconds: 60, label: '' } } as const

describe('a screen for the room', () => {
  const screen = (code = world.made.code as string): MemorySocket => {
    const socket = world.open(new Device())
    socket.command({ type: 'enter', code, as: 'screen' })
    return socket
  }

  it('hears what everybody in the room may see, has no seat, and counts for nobody', () => {
    const item = { id: newId('item', world.crypto), title: 'Warm up', kind: 'talk' as const, seconds: 60, overrun: 'push' as const, cues: [], poll: null, music: null }
    setPlan(world.deps, world.made.code, { objective: '', items: [item] }, world.host.id)
    const host = world.studio()
    const wall = screen()
    world.begin()
    expect(wall.last('entered')).toMatchObject({ seat: null, class: { code: world.made.code } })
    said(host, timer)
    host.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
    expect([wall.last('class')?.class.here, wall.last('timer')?.timer === null, wall.all('cue').length, wall.last('run')?.run?.items.length]).toEqual([0, false, 1, 1])
    expect(host.last('cue-result')?.result.of).toBe(0)
    for (const of of ['roster', 'seat', 'questions', 'guests', 'publishers', 'control', 'lamps'] as const) expect(wall.all(of)).toEqual([])
  })

  it('can say nothing that a learner or a host can', () => {
    const wall = screen()
    world.begin()
    for (const message of [timer, { type: 'raise-hand', up: true, at: world.clock.now() }, { type: 'name-me', name: 'X' }] as const) {
      expect(said(wall, message)).toEqual(['FORBIDDEN'])
    }
  })

  it('is one of twenty at most, and makes room when it goes', () => {
    const walls = Array.from({ length: 20 }, () => screen())
    expect(screen().last('refused')?.code).toBe('SCREENS_TOO_MANY')
    walls[0]?.hangUp()
    expect(screen().last('entered')).toBeDefined()
  })

  it('that finds no place leaves a page in the seat it had', () => {
    for (let wall = 0; wall < 20; wall++) screen()
    const host = world.studio()
    const learner = world.learner()
    world.begin()
    expect(said(learner, { type: 'enter', code: world.made.code, as: 'screen' })).toEqual(['SCREENS_TOO_MANY'])
    expect(said(learner, { type: 'raise-hand', up: true, at: world.clock.now() })).toContain('done')
    world.clock.advance(1000)
    expect(host.last('class')?.class.here).toBe(1)
  })

  it('of a code nobody has is told so, and an address cannot try them all', () => {
    const codes = Array.from({ length: 201 }, () => screen('AAAAAA').last('refused')?.code)
    expect([new Set(codes.slice(0, 200)), codes[200]]).toEqual([new Set(['CLASS_UNKNOWN']), 'TOO_MANY'])
  })

  it('of a class that is over is told so', async () => {
    world.begin()
    await endClass(world.deps, world.made.code, world.host.id)
    expect(screen().last('refused')?.code).toBe('CLASS_OVER')
  })
})

describe('a class in which nothing happens', () => {
  it('lets nobody go without a word for more than a second', () => {
    const pages = [world.studio(), world.learner()]
    world.begin()
    world.clock.advance(3000)
    for (const page of pages) {
      const before = page.heard.length
      for (let second = 0; second < 5; second++) {
        world.clock.advance(1000)
        expect(page.heard.length - before).toBeGreaterThan(second)
      }
      expect(page.last('beat')?.t).toBeGreaterThan(0)
    }
  })

  it('is quiet to those who heard something else, and stops when everybody has gone', () => {
    const phone = world.learner()
    for (let probe = 0; probe < 20; probe++) {
      world.clock.advance(200)
      phone.say({ type: 'probe', p: probe })
    }
    expect(phone.all('beat')).toEqual([])
    phone.hangUp()
    world.clock.advance(60_000)
    expect(phone.all('beat')).toEqual([])
  })
})
