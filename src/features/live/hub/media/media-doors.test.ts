import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ClassWorld } from '../../../../../testkit/class-world.ts'
import { Device } from '../../../../../testkit/device.ts'
import { utf8 } from '../../../../kernel/bytes.ts'
import type { DeviceId, GuestId } from '../../../../kernel/ids.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { Role } from '../../../../kernel/roles.ts'
import { WANTS_ALL } from '../../../../media/engine.ts'
import type { MediaEngine } from '../../../../media/engine.ts'
import { HttpSessions } from '../../../../media/http-session.ts'
import { Sfu } from '../../../../media/sfu/sfu.ts'
import { playerSections, publisherSections, TestPeer } from '../../../../media/testing/peers.ts'
import type { Caller, Mounted } from '../../../../platform/http/mounted.ts'
import type { ClassView } from '../../wire/words.ts'
import { beginClass } from '../class/begin-class.ts'
import { endClass } from '../class/end-class.ts'
import { makeClass } from '../class/make-class.ts'
import { setDoor } from '../class/set-door.ts'
import { makeStreamKey } from './make-stream-key.ts'
import { mediaDoors } from './media-doors.ts'
import { openLobby } from '../class/open-lobby.ts'
import { takeSeat } from '../seats/take-seat.ts'
import { MOST_PLAYERS } from './watch.ts'

/** The media doors over the real engine, which answers only when the test lets it: what happens meanwhile must count. */

let world: ClassWorld
let made: ClassView
let sfu: Sfu
let peers: TestPeer[]
let doors: readonly Mounted[]
let sessions: HttpSessions
let crew: Map<DeviceId, readonly Role[]>
let answering: PromiseWithResolvers<void>
const nobody: Caller = { device: null, roles: [], address: '192.0.2.9', trust: 'plain', bearer: null }

beforeEach(() => {
  world = new ClassWorld()
  made = makeClass(world.deps, 'Knees', world.host.id)
  openLobby(world.deps, made.code, world.host.id)
  sfu = new Sfu({ transport: { port: 0, bindAddress: '127.0.0.1' }, epoch: process.hrtime.bigint(), onChannelMessage: () => undefined })
  peers = []
  crew = new Map([[world.host.id, ['host']]])
  answering = Promise.withResolvers()
  sessions = new HttpSessions()
  sfu.onEvent((event) => { if (event.type === 'closed') sessions.forget(event.id) })
  doors = mediaDoors({
    ...world.deps, engine: () => slow(sfu), sessions, sentence: (code) => code, pairedRoles: (device) => crew.get(device) ?? [],
  })
})

afterEach(async () => {
  await sfu.stop()
  for (const peer of peers) peer.close()
  world[Symbol.dispose]()
})

function slow(engine: Sfu): MediaEngine {
  const inTime = async <T>(answer: Promise<T>): Promise<T> => {
    await answering.promise
    return answer
  }
  return {
    publish: (...all) => inTime(engine.publish(...all)),
    subscribe: (...all) => inTime(engine.subscribe(...all)),
    close: (id) => engine.close(id),
    setProgramme: (...all) => engine.setProgramme(...all),
    setVoice: (...all) => engine.setVoice(...all),
    setWants: (...all) => engine.setWants(...all),
    choke: (...all) => engine.choke(...all),
    setPublisherClock: (...all) => engine.setPublisherClock(...all),
    setTap: (...all) => engine.setTap(...all),
    connectTap: (port) => engine.connectTap(port),
    stats: () => engine.stats(),
    onEvent: (listen) => engine.onEvent(listen),
    stop: () => engine.stop(),
  }
}

async function offer(sections: Parameters<typeof TestPeer.open>[0]): Promise<string> {
  const peer = await TestPeer.open(sections)
  peers.push(peer)
  return peer.offer
}

/** The status, or the code of the refusal. */
async function post(name: 'whip' | 'whep', caller: Caller, text: string, query = ''): Promise<number | string> {
  const answer = await ask(name, 'post', caller, { text, query })
  return typeof answer === 'string' ? answer : answer.status
}

const remove = async (location: string, caller: Caller): Promise<number | string> => {
  const [, name = '', , id = ''] = location.split('/')
  const answer = await ask(name, 'delete', caller, { id })
  return typeof answer === 'string' ? answer : answer.status
}

function ask(name: string, method: 'post' | 'delete', caller: Caller, { text = '', query = '', id }: { text?: string; query?: string; id?: string }): Promise<Response | string> {
  const door = doors.find((one) => one.name === `${name}-${method}`)
  if (!door) throw new Error('no such door')
  return door.respond({
    params: { code: made.code, ...(id === undefined ? {} : { id }) }, query: new URLSearchParams(query),
    headers: new Headers({ 'content-type': 'application/sdp' }), body: utf8(text), caller,
  }).catch((error: unknown) => {
    if (error instanceof Refused) return error.code
    throw error
  })
}

async function locationOf(name: string, caller: Caller, text: string, query = ''): Promise<string> {
  const answer = await ask(name, 'post', caller, { text, query })
  if (typeof answer === 'string') throw new Error(answer)
  return answer.headers.get('location') ?? ''
}

const signed = (device: DeviceId): Caller => ({ ...nobody, device, roles: crew.get(device) ?? [] })

it('ends a source whose device was removed while its connection was made', async () => {
  const answer = post('whip', signed(world.host.id), await offer(publisherSections('H264')))
  crew.clear()
  answering.resolve()
  expect(await answer).toBe('FORBIDDEN')
  expect(world.deps.stages.publishers(made.id)).toEqual([])
  expect((await sfu.stats()).publishers).toEqual([])
})

it('ends a source whose stream key was replaced while its connection was made', async () => {
  const { key } = makeStreamKey(world.deps, made.code)
  const answer = post('whip', { ...nobody, bearer: key }, await offer(publisherSections('H264')))
  makeStreamKey(world.deps, made.code)
  answering.resolve()
  expect(await answer).toBe('STREAM_KEY_WRONG')
  expect((await sfu.stats()).publishers).toEqual([])
})

it('connects nobody to a class that ended while their connection was made', async () => {
  beginClass(world.deps, made.code, world.host.id)
  const answer = post('whep', nobody, await offer(playerSections()))
  await endClass(world.deps, made.code, world.host.id)
  answering.resolve()
  expect(await answer).toBe('CLASS_OVER')
  expect((await sfu.stats()).subscribers).toEqual([])
})

it('sends the picture to a seat whose connection was made while the class began', async () => {
  const learner = new Device()
  const { seat } = takeSeat(world.deps, { device: learner.id, code: made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined)
  const answer = post('whep', signed(learner.id), await offer(playerSections()))
  beginClass(world.deps, made.code, world.host.id)
  answering.resolve()
  expect(await answer).toBe(201)
  expect([...world.wants].find(([id]) => id.startsWith(seat))?.[1]).toEqual(WANTS_ALL)
})

it('lets no more players in than it serves, however many ask in one breath', async () => {
  const text = await offer(playerSections())
  const answers = Array.from({ length: MOST_PLAYERS + 3 }, () => post('whep', nobody, text))
  answering.resolve()
  const outcomes = await Promise.all(answers)
  expect(outcomes.filter((one) => one === 201)).toHaveLength(MOST_PLAYERS)
  expect(outcomes.filter((one) => one === 'ROOM_FULL')).toHaveLength(3)
  expect((await sfu.stats()).subscribers).toHaveLength(MOST_PLAYERS)
})

it('lets no player in by a locked door, and sends out none who is there', async () => {
  answering.resolve()
  const location = await locationOf('whep', nobody, await offer(playerSections()))
  setDoor(world.deps, made.code, true, world.host.id)
  expect(await post('whep', nobody, await offer(playerSections()))).toBe('DOOR_LOCKED')
  expect((await sfu.stats()).subscribers).toHaveLength(1)
  expect(await remove(location, nobody)).toBe(200)
})

it('ends what a device watches as host once it is one no more, and nobody else\'s', async () => {
  const other = new Device()
  crew.set(other.id, ['co-host'])
  answering.resolve()
  for (const device of [world.host.id, other.id]) expect(await post('whep', signed(device), await offer(playerSections()))).toBe(201)
  world.deps.watchers.closeMonitors(other.id)
  expect(world.closedMedia).toHaveLength(1)
  world.deps.watchers.clear(made.id)
  expect(world.closedMedia).toHaveLength(2)
})

describe('a session that the box saw close before its page could end it', () => {
  it('is ended, says the box to the device that made it, and exists for nobody else', async () => {
    answering.resolve()
    const learner = new Device()
    takeSeat(world.deps, { device: learner.id, code: made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined)
    const [sends, sees] = [
      await locationOf('whip', signed(world.host.id), await offer(publisherSections('H264'))),
      await locationOf('whep', signed(learner.id), await offer(playerSections())),
    ]
    for (const location of [sends, sees]) await sfu.close(location.split('/').at(-1) ?? '')
    const other = new Device()
    crew.set(other.id, ['host'])
    expect(await remove(sends, signed(other.id))).toBe('NOT_FOUND')
    expect(await remove(sees, signed(other.id))).toBe('NOT_FOUND')
    expect([await remove(sends, signed(world.host.id)), await remove(sees, signed(learner.id))]).toEqual([200, 200])
    crew.clear()
    expect(await remove(sends, signed(world.host.id)), 'whatever the device may do by now').toBe(200)
  })

  it('may be one of before the box started again: then a seat ends what bears its name, and nothing else', async () => {
    const [learner, other] = [new Device(), new Device()]
    const [mine, theirs] = [learner, other].map(({ id }) => takeSeat(world.deps, { device: id, code: made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined).seat)
    expect(await remove(`/whep/${made.code}/${mine}-aaaaaaaaaaaaaaaa`, signed(learner.id))).toBe(200)
    expect(await remove(`/whep/${made.code}/${theirs}-aaaaaaaaaaaaaaaa`, signed(learner.id))).toBe('NOT_FOUND')
  })

  it('was perhaps never there: then it is not found', async () => {
    expect(await remove(`/whip/${made.code}/pub_aaaaaaaaaaaaaaaa`, signed(world.host.id))).toBe('NOT_FOUND')
  })
})

describe('a private talk', () => {
  it('connects each of the two to what the other sends, in rooms beside the class\'s', async () => {
    answering.resolve()
    beginClass(world.deps, made.code, world.host.id)
    const learner = new Device()
    const { seat } = takeSeat(world.deps, { device: learner.id, code: made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined)
    const { id } = world.deps.guests.run(made.id, { type: 'invite', id: 'gst_aaaaaaaaaaaaaaaa' as GuestId, seat, as: 'voice', private: true })
    world.deps.guests.run(made.id, { type: 'answer', id, seat, answer: 'yes' })
    for (const device of [learner.id, world.host.id]) {
      expect(await post('whip', signed(device), await offer(publisherSections('H264')), `with=${id}`)).toBe(201)
      expect(await post('whep', signed(device), await offer(playerSections()), `with=${id}`)).toBe(201)
    }
    const { publishers, subscribers } = await sfu.stats()
    const rooms = (side: string): string => `${made.id}~${id}~${side}`
    expect(publishers.map(({ room }) => room)).toEqual([rooms('guest'), rooms('host')])
    expect(subscribers.map(({ room }) => room)).toEqual([rooms('host'), rooms('guest')])
    expect(world.deps.stages.publishers(made.id)).toEqual([])
    world.deps.guests.end(made.id, id)
    expect(world.closedMedia).toHaveLength(4)
    expect(await post('whip', signed(learner.id), await offer(publisherSections('H264')), `with=${id}`)).toBe('FORBIDDEN')
  })

  it('that ended while a connection for it was made is heard by nobody', async () => {
    beginClass(world.deps, made.code, world.host.id)
    const learner = new Device()
    const { seat } = takeSeat(world.deps, { device: learner.id, code: made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined)
    const { id } = world.deps.guests.run(made.id, { type: 'invite', id: 'gst_aaaaaaaaaaaaaaaa' as GuestId, seat, as: 'voice', private: true })
    world.deps.guests.run(made.id, { type: 'answer', id, seat, answer: 'yes' })
    const answer = post('whip', signed(learner.id), await offer(publisherSections('H264')), `with=${id}`)
    world.deps.guests.end(made.id, id)
    answering.resolve()
    expect(await answer).toBe('FORBIDDEN')
    expect((await sfu.stats()).publishers).toEqual([])
  })
})
