import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClassWorld } from '../../../../../testkit/class-world.ts'
import { Device } from '../../../../../testkit/device.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { PublisherId } from '../../../../kernel/ids.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { WANTS_ALL, WANTS_NOTHING } from '../../../../media/engine.ts'
import type { Caller } from '../../../../platform/http/mounted.ts'
import type { ClassView } from '../../wire/words.ts'
import { beginClass } from '../class/begin-class.ts'
import { endClass } from '../class/end-class.ts'
import { makeClass } from '../class/make-class.ts'
import { makeStreamKey, streamOwner } from './make-stream-key.ts'
import { openLobby } from '../class/open-lobby.ts'
import { setDoor } from '../class/set-door.ts'
import { publishRight } from './publish.ts'
import { setPublisherClock } from './set-publisher-clock.ts'
import { setStanding } from '../seats/set-standing.ts'
import { takeSeat } from '../seats/take-seat.ts'
import { watchRight } from './watch.ts'
import { watchingNow } from './watching-now.ts'
import { wantsOf } from './watch-desk.ts'
import type { Watcher } from './watch-desk.ts'

let world: ClassWorld
let made: ClassView
const seated = new Device()
const nobody: Caller = { device: null, roles: [], address: '192.0.2.9', trust: 'plain', bearer: null }
const signed = (device: Device, ...roles: readonly Role[]): Caller => ({ ...nobody, device: device.id, roles })

beforeEach(() => {
  world = new ClassWorld()
  made = makeClass(world.deps, 'Knees', world.host.id)
})
afterEach(() => world[Symbol.dispose]())

const open = (): ClassView => openLobby(world.deps, made.code, world.host.id)
const sit = (): string => takeSeat(world.deps, { device: seated.id, code: made.code, choice: { kind: 'room', headphones: false } }, undefined).seat
const outcome = <T>(work: () => T): T | string => {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}
const publishing = (caller: Caller) => outcome(() => publishRight(world.deps, made.code, caller).owner)
const watching = (caller: Caller) => outcome(() => watchRight(world.deps, made.code, caller).watcher)

describe('who may publish', () => {
  it('is a device that runs the room, or who has the stream key, from the draft on', () => {
    const { key } = makeStreamKey(world.deps, made.code)
    expect(publishing(signed(world.host, 'host'))).toBe(world.host.id)
    expect(publishing(signed(world.host, 'co-host'))).toBe(world.host.id)
    expect(publishing({ ...nobody, bearer: key })).toBe(streamOwner(made.id))
  })

  it('is nobody else, and nobody once the class is over', async () => {
    const { key } = makeStreamKey(world.deps, made.code)
    open()
    sit()
    expect(publishing(nobody)).toBe('SIGNATURE_NEEDED')
    expect(publishing({ ...nobody, bearer: `${key.slice(0, -1)}x` })).toBe('STREAM_KEY_WRONG')
    expect(publishing(signed(seated, 'learner'))).toBe('FORBIDDEN')
    beginClass(world.deps, made.code, world.host.id)
    await endClass(world.deps, made.code, world.host.id)
    expect(publishing(signed(world.host, 'host'))).toBe('CLASS_OVER')
  })
})

describe('a publisher\'s clock', () => {
  const tell = (publisher: string) => outcome(() => setPublisherClock(world.deps, { code: made.code, publisher, device: world.host.id }, 5))

  it('is told by its own device, and a moment after the end of the class without a complaint', async () => {
    const id = 'pub_aaaaaaaaaaaaaaaa' as PublisherId
    expect(tell(id)).toBe('PUBLISHER_UNKNOWN')
    open()
    beginClass(world.deps, made.code, world.host.id)
    world.deps.stages.add(made.id, { id, owner: world.host.id, from: 'studio', label: '' })
    expect(tell(id)).toBe(id)
    world.deps.stages.onEngine({ type: 'closed', id, at: 0, reason: 'asked' })
    expect(tell(id)).toBe('PUBLISHER_UNKNOWN')
    await endClass(world.deps, made.code, world.host.id)
    expect([tell(id), tell('nobody')]).toEqual([id, 'PUBLISHER_UNKNOWN'])
  })
})

describe('who may watch', () => {
  it('is the crew at any time, a seat and a plain player while the class is open', () => {
    expect(watching(signed(world.host, 'host'))).toEqual({ as: 'monitor', device: world.host.id })
    expect(watching(nobody)).toBe('CLASS_NOT_OPEN')
    open()
    expect(watching(nobody)).toEqual({ as: 'player' })
    expect(watching(signed(seated))).toBe('NO_SEAT')
    const seat = sit()
    expect(watching(signed(seated, 'learner'))).toEqual({ as: 'seat', seat, choice: { kind: 'room', headphones: false } })
  })
})

describe('whichever way it is shown', () => {
  const now = (caller: Caller) => outcome(() => watchingNow(world.deps, made.code, caller))

  it('is shown to the same, as they are at this moment, and begins for no player behind a locked door', () => {
    open()
    const seat = sit()
    expect(now(nobody)).toEqual({ viewer: null, sent: { video: false, audio: false }, isKeptOut: false })
    beginClass(world.deps, made.code, world.host.id)
    setDoor(world.deps, made.code, true, world.host.id)
    const all = { video: true, audio: true }
    expect(now(nobody)).toEqual({ viewer: null, sent: all, isKeptOut: true })
    expect(now(signed(seated, 'learner'))).toEqual({ viewer: seat, sent: { video: false, audio: false }, isKeptOut: false })
    expect(now(signed(world.host, 'host'))).toEqual({ viewer: world.host.id, sent: all, isKeptOut: false })
    setStanding(world.deps, { code: made.code, seat, standing: 'removed' }, world.host.id)
    expect(now(signed(seated, 'learner'))).toBe('NO_SEAT')
    setDoor(world.deps, made.code, false, world.host.id)
    expect(now(nobody)).toMatchObject({ isKeptOut: false })
  })
})

describe('what a watcher is sent', () => {
  const seat = (kind: 'room' | 'venue', headphones: boolean): Watcher => ({ as: 'seat', seat: 'seat_aaaaaaaaaaaaaaaa' as Extract<Watcher, { as: 'seat' }>['seat'], choice: { kind, headphones } })

  it.each([
    ['the crew sees the lobby\'s camera', { as: 'monitor', device: new Device().id } as const, 'lobby' as const, WANTS_ALL],
    ['a player does not', { as: 'player' } as const, 'lobby' as const, WANTS_NOTHING],
    ['nor does a seat', seat('venue', false), 'lobby' as const, WANTS_NOTHING],
    ['a seat elsewhere gets all of a live class', seat('venue', false), 'live' as const, WANTS_ALL],
    ['a phone in the room gets nothing', seat('room', false), 'live' as const, WANTS_NOTHING],
    ['a phone in the room on headphones gets sound', seat('room', true), 'live' as const, { ...WANTS_ALL, video: false }],
    ['nobody gets anything of a class that is over', seat('venue', false), 'closed' as const, WANTS_NOTHING],
  ])('%s', (_, watcher, phase, wants) => {
    const now = hubTime(10)
    expect(wantsOf(watcher, { phase, beganAt: phase === 'lobby' ? null : now, admitAt: null }, now)).toEqual(wants)
  })

  it('changes for everybody when the class begins', () => {
    open()
    world.deps.watchers.add('player-a', made.id, { as: 'player' })
    beginClass(world.deps, made.code, world.host.id)
    expect(world.wants.get('player-a')).toEqual(WANTS_ALL)
  })

  it('ends with the class, and an older connection of a seat with its newer one', async () => {
    open()
    beginClass(world.deps, made.code, world.host.id)
    const own = seat('venue', false)
    world.deps.watchers.add('seat-a', made.id, own)
    world.deps.watchers.add('seat-b', made.id, own)
    expect(world.closedMedia).toEqual(['seat-a'])
    await endClass(world.deps, made.code, world.host.id)
    expect(world.closedMedia).toEqual(['seat-a', 'seat-b'])
  })
})
