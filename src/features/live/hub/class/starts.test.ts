import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import { MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { WANTS_ALL, WANTS_NOTHING } from '../../../../media/engine.ts'
import type { SeatKind } from '../../wire/words.ts'
import { beginClass } from './begin-class.ts'
import { changeSeat } from '../seats/change-seat.ts'
import { lookUpClass } from './look-up-class.ts'
import { setStart } from './set-start.ts'
import { takeSeat } from '../seats/take-seat.ts'
import { findClass, openingOf } from '../views.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

const start = (inSeconds: number | null) => setStart(world.deps, world.made.code, inSeconds, world.host.id)
const now = () => lookUpClass(world.deps, world.made.code)
const kinds = (): string[] => world.journal.read(0, 1000).map((entry) => entry.kind)

describe('an agreed start', () => {
  it('is told to every page, and the class begins by itself at that instant', () => {
    const phone = world.learner()
    const { startsAt } = start(60)
    expect(phone.last('class')?.class).toMatchObject({ phase: 'lobby', startsAt })
    world.clock.advance(59_999)
    expect(now().phase).toBe('lobby')
    world.clock.advance(1)
    expect(phone.last('class')?.class).toMatchObject({ phase: 'live', beganAt: startsAt, startsAt: null })
    expect(world.faults).toEqual([])
  })

  it('can be moved and taken back, and the last word counts', () => {
    start(60)
    start(10)
    start(null)
    world.clock.advance(120_000)
    expect(now()).toMatchObject({ phase: 'lobby', startsAt: null })
    start(30)
    start(90)
    world.clock.advance(60_000)
    expect(now().phase).toBe('lobby')
    world.clock.advance(30_000)
    expect(now().phase).toBe('live')
  })

  it('is forgotten when the host begins before it', () => {
    start(60)
    world.begin()
    world.clock.advance(120_000)
    expect(kinds().filter((kind) => kind === 'live.class-begun.1')).toHaveLength(1)
    expect(world.faults).toEqual([])
  })

  it('belongs to a lobby alone', () => {
    world.begin()
    expect(() => start(60)).toThrow('CLASS_NOT_LOBBY')
  })

  it('survives a crash, to the same instant', () => {
    const { startsAt } = start(60)
    world.clock.advance(20_000)
    world.crashAndRestart()
    expect(now().startsAt).toBe(startsAt)
    world.clock.advance(39_999)
    expect(now().phase).toBe('lobby')
    world.clock.advance(1)
    expect(now()).toMatchObject({ phase: 'live', beganAt: startsAt })
  })

  it('keeps its place by the wall when the machine starts anew', () => {
    start(60)
    world.clock.advance(20_000)
    world.clock.boot = 'bbbbbbbbbbbbbbbb'
    world.crashAndRestart()
    expect(((now().startsAt ?? 0) - world.clock.now()) / MICROS_PER_SECOND).toBe(40)
    world.clock.advance(40_000)
    expect(now().phase).toBe('live')
  })

  it('is made good at once when the box was dark at its instant for less than five minutes', () => {
    start(60)
    world.clock.forget()
    world.clock.advance(60_000 + 299_000)
    world.crashAndRestart()
    expect(now()).toMatchObject({ phase: 'live', beganAt: world.clock.now() })
  })

  it('is given up when the box was dark for longer, and that is on record', () => {
    start(60)
    world.clock.forget()
    world.clock.advance(60_000 + 301_000)
    world.crashAndRestart()
    expect(now()).toMatchObject({ phase: 'lobby', startsAt: null })
    expect(kinds().slice(-2)).toEqual(['live.start-set.1', 'live.start-set.1'])
  })
})

describe('seats that are let in one after another', () => {
  const watching = (kind: SeatKind, device = new Device()) => {
    const { seat } = takeSeat(world.deps, { device: device.id, code: world.made.code, choice: { kind, headphones: false } }, undefined)
    const subscriber = `${seat}-a`
    world.deps.watchers.add(subscriber, world.made.id, { as: 'seat', seat, choice: { kind, headphones: false } })
    world.deps.watchers.aim(subscriber, openingOf(findClass(world.journal.query, world.made.code), world.deps))
    return { device, subscriber, wants: () => world.wants.get(subscriber) }
  }
  const begin = (venue: number, elsewhere: number) => beginClass(world.deps, world.made.code, world.host.id, { room: 0, venue, elsewhere })

  it('get their media at the instant of their kind, on the connection they have', () => {
    const [venue, elsewhere] = [watching('venue'), watching('elsewhere')]
    begin(5, 10)
    expect([venue.wants(), elsewhere.wants()]).toEqual([WANTS_NOTHING, WANTS_NOTHING])
    world.clock.advance(4_999)
    expect([venue.wants(), elsewhere.wants()]).toEqual([WANTS_NOTHING, WANTS_NOTHING])
    world.clock.advance(1)
    expect([venue.wants(), elsewhere.wants()]).toEqual([WANTS_ALL, WANTS_NOTHING])
    world.clock.advance(5_000)
    expect([venue.wants(), elsewhere.wants()]).toEqual([WANTS_ALL, WANTS_ALL])
  })

  it('are all let in at the beginning when nothing else was agreed', () => {
    const elsewhere = watching('elsewhere')
    const view = world.begin() as unknown
    expect([view, elsewhere.wants()]).toEqual([undefined, WANTS_ALL])
    expect(now().admitAt).toBeNull()
  })

  it('know the instants beforehand, also after a restart, and who comes later is let in at once', () => {
    const phone = world.learner('elsewhere')
    const { beganAt, admitAt } = begin(5, 10)
    expect(admitAt).toEqual({ room: beganAt, venue: (beganAt ?? 0) + 5 * MICROS_PER_SECOND, elsewhere: (beganAt ?? 0) + 10 * MICROS_PER_SECOND })
    expect(phone.last('class')?.class.admitAt).toEqual(admitAt)
    world.crashAndRestart()
    expect(now().admitAt).toEqual(admitAt)
    const early = watching('elsewhere')
    expect(early.wants()).toEqual(WANTS_NOTHING)
    world.clock.advance(10_000)
    expect(early.wants()).toEqual(WANTS_ALL)
    expect(watching('elsewhere').wants()).toEqual(WANTS_ALL)
  })

  it('keep their distance from the beginning when the machine starts anew', () => {
    begin(5, 10)
    world.clock.advance(2_000)
    world.clock.boot = 'bbbbbbbbbbbbbbbb'
    world.crashAndRestart()
    expect(((now().admitAt?.elsewhere ?? 0) - world.clock.now()) / MICROS_PER_SECOND).toBe(8)
  })

  it('follow the kind of seat they move to', () => {
    const mover = watching('elsewhere')
    begin(2, 600)
    changeSeat(world.deps, mover.device.id, world.made.code, { kind: 'venue', headphones: false })
    world.clock.advance(2_000)
    expect(mover.wants()).toEqual(WANTS_ALL)
  })

  it('are waited for no more once their page is gone', () => {
    const gone = watching('elsewhere')
    begin(5, 10)
    world.deps.watchers.onEngine({ type: 'closed', id: gone.subscriber } as Parameters<typeof world.deps.watchers.onEngine>[0])
    world.wants.clear()
    world.clock.advance(20_000)
    expect(world.wants.has(gone.subscriber)).toBe(false)
  })
})
