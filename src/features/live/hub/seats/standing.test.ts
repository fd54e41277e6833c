import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import type { Standing } from '../../wire/words.ts'
import { liveAnswers } from '../answers.ts'
import { endClass } from '../class/end-class.ts'
import { setDoor } from '../class/set-door.ts'
import { setStanding } from './set-standing.ts'
import { showFigures } from '../report/show-figures.ts'
import { seatsOf } from '../store.ts'
import { takeSeat } from './take-seat.ts'
import { watchRight } from '../media/watch.ts'

let world: LobbyWorld
let device: Device
let seat: SeatId

beforeEach(() => {
  world = new LobbyWorld()
  device = new Device()
  seat = sit()
})
afterEach(() => world[Symbol.dispose]())

const sit = (by = device, name?: string): SeatId =>
  takeSeat(world.deps, { device: by.id, code: world.made.code, choice: { kind: 'elsewhere', headphones: false } }, name).seat
const stand = (standing: Standing, of: string = seat) => setStanding(world.deps, { code: world.made.code, seat: of, standing }, world.host.id)
const lock = (locked: boolean) => setDoor(world.deps, world.made.code, locked, world.host.id)
const entered = () => {
  const phone = world.open(device)
  phone.command({ type: 'enter', code: world.made.code, as: 'seat' })
  return phone
}
const kinds = (): string[] => world.journal.read(0, 1000).map((entry) => entry.kind)
const hand = () => ({ type: 'raise-hand', up: true, at: world.clock.now() }) as const

describe('a seat that is removed', () => {
  it('is told so, loses its socket, its media and its name, and is no learner of the class any more', () => {
    sit(device, 'Ada')
    const phone = entered()
    world.deps.watchers.add(`${seat}-a`, world.made.id, { as: 'seat', seat, choice: { kind: 'elsewhere', headphones: false } })
    stand('removed')
    expect(phone.last('removed')).toEqual({ type: 'removed', blocked: false })
    expect(phone.closed?.code).toBe(4003)
    expect(world.closedMedia).toEqual([`${seat}-a`])
    expect(world.deps.names.has(seat)).toBe(false)
    expect(liveAnswers(world.journal.query).isLearner(device.id, world.made.code)).toBe(false)
    expect(() => watchRight(world.deps, world.made.code, { device: device.id, roles: [], bearer: null, address: '192.0.2.9', trust: 'plain' })).toThrow('NO_SEAT')
  })

  it('has nothing of what it says after that heard, though its socket still stands', () => {
    world.begin()
    const heard: string[] = []
    const slow = world.floor.connect({ address: '192.0.2.1', waiting: 0, send: (text) => heard.push(text), close: () => undefined })
    const nonce = (JSON.parse(heard[0] ?? '') as { nonce: string }).nonce
    slow?.receive(device.frame(nonce, { type: 'enter', code: world.made.code, as: 'seat' }).text)
    stand('removed')
    slow?.receive(device.frame(nonce, hand()).text)
    slow?.receive(device.frame(nonce, { type: 'enter', code: world.made.code, as: 'seat' }).text)
    expect(heard.slice(-2).map((text) => (JSON.parse(text) as { code: string }).code)).toEqual(['FORBIDDEN', 'NO_SEAT'])
  })

  it('leaves the host’s roster, and is on it again as anybody when it takes its seat anew', () => {
    const studio = world.studio()
    stand('removed')
    world.clock.advance(200)
    expect(studio.last('seat-left')).toEqual({ type: 'seat-left', seat })
    expect(world.studio().last('roster')?.lines).toEqual([])
    expect(sit()).toBe(seat)
    entered()
    world.clock.advance(200)
    expect(studio.last('seat')?.line).toMatchObject({ seat, standing: 'welcome' })
    expect(world.studio().last('roster')?.lines).toMatchObject([{ seat, name: null }])
  })
})

describe('a seat that is blocked', () => {
  it('cannot be taken again by its device until the host lets it in, and others can come', () => {
    const phone = entered()
    stand('blocked')
    expect(phone.last('removed')).toEqual({ type: 'removed', blocked: true })
    expect(() => sit()).toThrow('SEAT_BLOCKED')
    expect(sit(new Device())).not.toBe(seat)
    stand('welcome')
    expect(sit()).toBe(seat)
  })

  it('stays so over a restart, and on the host’s roster, where it can be let in again', () => {
    stand('blocked')
    world.crashAndRestart()
    expect(() => sit()).toThrow('SEAT_BLOCKED')
    expect(world.studio().last('roster')?.lines).toMatchObject([{ seat, standing: 'blocked', link: 'gone' }])
    expect(entered().last('refused')?.code).toBe('NO_SEAT')
  })
})

describe('a seat that is muted', () => {
  it('keeps its place and its cues, but has no hand up and can raise none', () => {
    world.begin()
    const studio = world.studio()
    const phone = entered()
    phone.command(hand())
    stand('muted')
    world.clock.advance(200)
    expect(studio.last('seat')?.line).toMatchObject({ standing: 'muted', handSince: null })
    expect(phone.last('mine')).toMatchObject({ standing: 'muted', handSince: null })
    expect(phone.answers(phone.command(hand()))).toEqual(['SEAT_MUTED'])
    expect(phone.answers(phone.command({ type: 'raise-hand', up: false, at: world.clock.now() }))).not.toContain('SEAT_MUTED')
    studio.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
    expect(phone.last('cue')).toBeDefined()
    expect(seatsOf(world.journal.query, world.made.id)).toMatchObject([{ standing: 'muted', handSince: null }])
  })

  it('takes no other name by coming again', () => {
    sit(device, 'Ada')
    stand('muted')
    sit(device, 'Somebody rude')
    expect(world.deps.names.get(seat)).toBe('Ada')
  })
})

describe('how a seat stands', () => {
  it('is on record once for each change, and refused for a seat or a class that is not there', async () => {
    stand('muted')
    stand('muted')
    stand('welcome')
    expect(kinds().filter((kind) => kind === 'live.standing-set.1')).toHaveLength(2)
    expect(() => stand('muted', 'seat_zzzzzzzzzzzzzzzz')).toThrow('SEAT_UNKNOWN')
    expect(() => stand('muted', 'not an id')).toThrow('SEAT_UNKNOWN')
    world.begin()
    await endClass(world.deps, world.made.code, world.host.id)
    expect(() => stand('muted')).toThrow('CLASS_OVER')
  })

  it('is the same after the tables are rebuilt from entries, and a removed one still counts as having come', async () => {
    const others = [new Device(), new Device()].map((each) => sit(each))
    stand('muted')
    stand('blocked', others[0])
    stand('removed', others[1])
    lock(true)
    const before = seatsOf(world.journal.query, world.made.id)
    world.journal.rebuild()
    expect(seatsOf(world.journal.query, world.made.id)).toEqual(before)
    world.begin()
    await endClass(world.deps, world.made.code, world.host.id)
    expect((await showFigures(world.deps, world.made.code, ['host'])).came).toBe(3)
  })
})

describe('a locked door', () => {
  it('keeps out whoever has no seat and whoever was removed, and lets those inside come and go', () => {
    const removed = new Device()
    stand('removed', sit(removed))
    expect(lock(true).locked).toBe(true)
    expect(() => sit(new Device())).toThrow('DOOR_LOCKED')
    expect(() => sit(removed)).toThrow('DOOR_LOCKED')
    expect(sit()).toBe(seat)
    lock(false)
    expect(sit(removed)).toBeDefined()
  })

  it('is known to every page at once, locked still after a restart, and not to be moved once the class is over', async () => {
    const phone = entered()
    lock(true)
    expect(phone.last('class')?.class.locked).toBe(true)
    lock(true)
    expect(kinds().filter((kind) => kind === 'live.door-set.1')).toHaveLength(1)
    world.crashAndRestart()
    expect(() => sit(new Device())).toThrow('DOOR_LOCKED')
    world.begin()
    await endClass(world.deps, world.made.code, world.host.id)
    expect(() => lock(false)).toThrow('CLASS_OVER')
  })
})
