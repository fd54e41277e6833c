import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import type { ClassView } from '../../wire/words.ts'
import { Floor } from './floor.ts'

let world: LobbyWorld
let made: ClassView

beforeEach(() => {
  world = new LobbyWorld()
  made = world.made
})
afterEach(() => world[Symbol.dispose]())

const learner: LobbyWorld['learner'] = (...who) => world.learner(...who)
const studio: LobbyWorld['studio'] = (...who) => world.studio(...who)
const begin = (): void => world.begin()


describe('entering', () => {
  it('tells a seated device how the class stands, and the studio who is there', () => {
    const host = studio()
    const phone = learner('room')
    world.clock.advance(100)
    const seat = phone.last('entered')?.seat
    expect(phone.last('entered')).toMatchObject({ class: { code: made.code, phase: 'lobby', title: 'Knees' }, cues: [] })
    expect(host.all('seat').map(({ line }) => line)).toContainEqual(expect.objectContaining({ seat, kind: 'room', link: 'arriving' }))
  })

  it('takes a code as people type it', () => {
    const phone = learner()
    phone.command({ type: 'enter', code: ` ${made.code.slice(0, 3).toLowerCase()}-${made.code.slice(3)}`, as: 'seat' })
    expect(phone.all('entered')).toHaveLength(2)
  })

  it.each([
    ['a code nobody has', (socket: MemorySocket) => socket.command({ type: 'enter', code: 'AAAAAA', as: 'seat' }), 'NO_SEAT'],
    ['a code nobody has, as the studio', (socket: MemorySocket) => socket.command({ type: 'enter', code: 'AAAAAA', as: 'studio' }), 'FORBIDDEN'],
    ['a device without a seat', (socket: MemorySocket) => socket.command({ type: 'enter', code: made.code, as: 'seat' }), 'NO_SEAT'],
    ['a device that runs nothing, as the studio', (socket: MemorySocket) => socket.command({ type: 'enter', code: made.code, as: 'studio' }), 'FORBIDDEN'],
  ])('refuses %s', (_, enter, refusal) => {
    const stranger = world.open(new Device())
    expect(stranger.answers(enter(stranger))).toEqual([refusal])
    expect(stranger.all('entered')).toEqual([])
  })

  it('tells the crew alone that a code is nobody\'s', () => {
    const host = world.open(world.host)
    expect(host.answers(host.command({ type: 'enter', code: 'AAAAAA', as: 'studio' }))).toEqual(['CLASS_UNKNOWN'])
  })

  it('hangs up on somebody who connects and never enters', () => {
    const silent = world.open(new Device())
    world.clock.advance(20_000)
    expect(silent.closed?.code).toBe(4002)
  })

  it('shows a device out of the studio when it loses its right', () => {
    const host = studio()
    world.setCrew(new Map<DeviceId, readonly Role[]>())
    expect(host.closed).toMatchObject({ code: 1008 })
  })

  it('serves a few tabs of one seat and closes the oldest of more', () => {
    const device = new Device()
    const tabs = [1, 2, 3, 4].map(() => learner('elsewhere', device))
    expect(tabs.map((tab) => tab.closed?.code)).toEqual([4001, undefined, undefined, undefined])
    expect(world.deps.floor.here(tabs[0]?.last('entered')?.class.id ?? made.id)).toBe(1)
  })
})

describe('a floor that was told nothing yet', () => {
  it('says that it is locked, so that a page tries again, rather than that its class is unknown', () => {
    const floor = new Floor({
      now: () => world.clock.now(), crypto: world.crypto, timers: world.clock, core: () => undefined, channels: () => undefined, onFault: () => undefined,
    })
    const phone = new MemorySocket(floor, new Device())
    const enter = (): string[] => phone.answers(phone.command({ type: 'enter', code: made.code, as: 'seat' }))
    expect(enter()).toEqual(['HUB_LOCKED'])
    floor.fromCore({ type: 'open' })
    expect(enter()).toEqual(['NO_SEAT'])
  })
})

describe('signatures on the socket', () => {
  it('refuses a command without one, by another key than before, or sent again', () => {
    const phone = learner()
    begin()
    phone.say({ type: 'raise-hand', up: true, at: world.clock.now() })
    expect(phone.last('refused')?.code).toBe('SIGNATURE_NEEDED')

    const foreign = phone.command({ type: 'raise-hand', up: true, at: world.clock.now() }, new Device())
    expect(phone.answers(foreign)).toContain('SIGNATURE_BAD')

    const { text, n } = phone.device.frame(phone.nonce, { type: 'raise-hand', up: true, at: world.clock.now() })
    phone.sendText(text)
    phone.sendText(text)
    expect(phone.answers(n)).toEqual(['done', 'REPLAYED'])
    expect(phone.last('refused')?.details).toEqual({ highest: n })
  })

  it('refuses a command signed under another connection\'s nonce', () => {
    const device = new Device()
    const first = learner('elsewhere', device)
    const second = world.open(device)
    const { text, n } = device.frame(first.nonce, { type: 'enter', code: made.code, as: 'seat' })
    second.sendText(text)
    expect(second.answers(n)).toEqual(['SIGNATURE_BAD'])
  })

  it.each([
    ['no JSON', 'hello'],
    ['no frame', '{"x":1}'],
    ['a message that is none', JSON.stringify({ m: '{"type":"shout"}' })],
    ['a message inside out', JSON.stringify({ m: JSON.stringify({ type: 'probe', p: 'now' }) })],
    ['a frame with more in it', JSON.stringify({ m: JSON.stringify({ type: 'probe', p: 1 }), admin: true })],
    ['a message that is too long', JSON.stringify({ m: 'x'.repeat(9000) })],
  ])('hangs up on %s', (_, text) => {
    const phone = learner()
    phone.sendText(text)
    expect(phone.closed?.code).toBe(1008)
    expect(world.faults).toHaveLength(1)
  })

  it('answers a key or signature of the wrong shape by hanging up, not by failing', () => {
    const phone = learner()
    phone.sendText(JSON.stringify({ m: JSON.stringify({ type: 'raise-hand', up: true, at: 1 }), key: 'AAAA', n: 9, s: 'AAAA' }))
    expect(phone.closed?.code).toBe(1008)
  })
})

describe('time probes', () => {
  it('come back in the same turn with the hub\'s time', () => {
    const phone = learner()
    phone.say({ type: 'probe', p: 12.5 })
    expect(phone.last('probe')).toEqual({ type: 'probe', p: 12.5, t: world.clock.now() })
  })

  it('are limited, and the limit refills', () => {
    const phone = learner()
    for (let sent = 0; sent < 200; sent += 1) phone.say({ type: 'probe', p: sent })
    expect(phone.all('probe')).toHaveLength(120)
    expect(phone.last('refused')?.code).toBe('TOO_MANY')
    world.clock.advance(5000)
    phone.say({ type: 'probe', p: 1 })
    expect(phone.all('probe')).toHaveLength(121)
  })
})

describe('a page that says more than it may', () => {
  it('is told to wait, and hung up on when it goes on regardless', () => {
    const phone = learner()
    const others = learner()
    for (let sent = 0; sent < 120 + 200; sent += 1) phone.say({ type: 'probe', p: sent })
    expect(phone.closed).toBeUndefined()
    phone.say({ type: 'probe', p: 0 })
    expect(phone.closed?.code).toBe(1008)
    others.say({ type: 'probe', p: 1 })
    expect(others.last('probe')?.p).toBe(1)
  })
})

describe('a device that comes again and again', () => {
  it('has no more to say by it', () => {
    const device = new Device()
    begin()
    const answers = [1, 2, 3].flatMap(() => {
      const phone = learner('elsewhere', device)
      return [true, false, true, false].map((up) => phone.answers(phone.command({ type: 'raise-hand', up, at: world.clock.now() }))[0])
    })
    expect(answers).toEqual([...Array<string>(10).fill('done'), 'TOO_MANY', 'TOO_MANY'])
  })
})

describe('a reader that does not read', () => {
  it('is hung up on and nobody else waits for it', () => {
    const slow = learner()
    const quick = learner()
    slow.waiting = 2_000_000
    begin()
    expect(slow.closed?.code).toBe(1013)
    expect(quick.last('class')?.class.phase).toBe('live')
  })
})
