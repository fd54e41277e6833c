import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { later } from '../../../../kernel/time.ts'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

const learner: LobbyWorld['learner'] = (...who) => world.learner(...who)
const studio: LobbyWorld['studio'] = (...who) => world.studio(...who)
const begin = (): void => world.begin()

const report = { type: 'report', roundTripMs: 8, clockErrorMs: 1, leadMs: 20, videoMs: null, joinMs: 300, channel: true, asleep: false } as const

describe('a cue', () => {
  it('goes to every socket and channel in the turn of its press, with an instant that lies ahead', () => {
    const host = studio()
    const phones = [learner('room'), learner(), learner('venue')]
    begin()
    const [first] = phones
    const seat = first?.last('entered')?.seat
    world.floor.fromChannels({ type: 'channel', id: `${seat}-x`, open: true })
    const pressedAt = world.clock.now()
    const n = host.command({ type: 'press-cue', kind: 'now', pressedAt })

    const cues = phones.map((phone) => phone.last('cue')?.cue)
    expect(new Set(cues.map((cue) => cue?.id)).size).toBe(1)
    expect(cues[0]?.at).toBeGreaterThan(pressedAt)
    expect(world.channelSends).toEqual([
      { type: 'send', to: [`${seat}-x`], text: JSON.stringify({ type: 'cue', cue: cues[0] }), times: 3, gapMs: 15 },
    ])
    expect(host.answers(n)).toEqual(['done'])
    world.clock.advance(250)
    expect(host.answers(n)).toEqual(['done', 'kept'])
  })

  it('carries its word to every way, and none when none was given', () => {
    const host = studio()
    const phone = learner()
    begin()
    const press = (word?: string): void => void host.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now(), ...(word === undefined ? {} : { word }) })
    press(' Lift ')
    expect(phone.last('cue')?.cue.word).toBe('Lift')
    for (const none of ['', undefined]) {
      world.clock.advance(1000)
      press(none)
      expect(phone.last('cue')?.cue).not.toHaveProperty('word')
    }
  })

  it('needs a live class, half a second to the one before, and somebody who runs the room', () => {
    const host = studio()
    const phone = learner()
    const press = (socket: MemorySocket): string[] => socket.answers(socket.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() }))
    expect(press(host)).toEqual(['CLASS_NOT_LIVE'])
    begin()
    expect(press(phone)).toEqual(['FORBIDDEN'])
    expect(press(host)).toEqual(['done'])
    expect(press(host)).toEqual(['CUES_TOO_FAST'])
    expect(phone.all('cue')).toHaveLength(1)
  })

  it('still reaches somebody who enters within two seconds, and nobody after that', () => {
    const host = studio()
    begin()
    host.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
    world.clock.advance(1500)
    expect(learner().last('entered')?.cues).toHaveLength(1)
    world.clock.advance(1500)
    expect(learner().last('entered')?.cues).toEqual([])
  })

  it('is one when two of the crew press in the same instant, and the second hears why', () => {
    const second = new Device()
    world.setCrew(new Map([[world.host.id, ['host']], [second.id, ['co-host']]]))
    const studios = [studio(), studio(second)]
    const phone = learner()
    begin()
    const answers = studios.map((one) => one.answers(one.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })))
    expect(answers).toEqual([['done'], ['CUES_TOO_FAST']])
    expect(phone.all('cue')).toHaveLength(1)
  })

  it('is measured by what phones say they played, and settles when all have answered', () => {
    const host = studio()
    const phones = [learner(), learner('room')]
    begin()
    for (const phone of phones) phone.say(report)
    const pressedAt = world.clock.now()
    host.command({ type: 'press-cue', kind: 'now', pressedAt })
    const cue = phones[0]?.last('cue')?.cue
    if (!cue) throw new Error('no cue')
    world.clock.advance(200)
    phones[0]?.say({ type: 'played', cue: cue.id, at: cue.at, output: 'sound' })
    phones[1]?.say({ type: 'played', cue: cue.id, at: later(cue.at, 4000), output: 'light' })
    expect(host.last('cue-result')?.result).toMatchObject({ cue: cue.id, of: 2, played: 2, late: 0, apartMs: 4, settled: true })
  })
})

describe('hands and reps', () => {
  it('reach the studio in the turn they are raised, are done at once and kept after the commit', () => {
    const host = studio()
    const phone = learner()
    begin()
    world.clock.advance(1000)
    const n = phone.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    expect(host.last('seat')?.line.handSince).toBe(world.clock.now())
    expect(phone.answers(n)).toEqual(['done'])
    world.clock.advance(250)
    expect(phone.answers(n)).toEqual(['done', 'kept'])
    expect(world.journal.read(0, 100).map((entry) => entry.kind)).toContain('live.hand-raised.1')
  })

  it('are never called kept while the core is held, however long', () => {
    const phone = learner()
    begin()
    world.holdCore()
    const n = phone.command({ type: 'confirm-rep', count: 1, at: world.clock.now() })
    world.clock.advance(5000)
    expect(phone.answers(n)).toEqual(['done'])
    world.releaseCore()
    world.clock.advance(250)
    expect(phone.answers(n)).toEqual(['done', 'kept'])
  })

  it('told twice are on record once, and both tellings hear when it is kept', () => {
    const phone = learner()
    begin()
    const first = phone.command({ type: 'confirm-rep', count: 3, at: world.clock.now() })
    const again = phone.command({ type: 'confirm-rep', count: 3, at: world.clock.now() })
    expect([phone.answers(first), phone.answers(again)]).toEqual([['done'], ['done']])
    world.clock.advance(250)
    expect([phone.answers(first), phone.answers(again)]).toEqual([['done', 'kept'], ['done', 'kept']])
    expect(world.journal.read(0, 100).filter((entry) => entry.kind === 'live.rep-confirmed.1')).toHaveLength(1)
  })

  it('can be lowered by the host, and the phone hears of it', () => {
    const host = studio()
    const phone = learner()
    begin()
    phone.command({ type: 'raise-hand', up: true, at: world.clock.now() })
    const seat = phone.last('entered')?.seat
    if (!seat) throw new Error('no seat')
    expect(host.answers(host.command({ type: 'lower-hand', seat }))).toEqual(['done'])
    expect(phone.last('mine')).toMatchObject({ handSince: null })
  })

  it('are refused before the class is live', () => {
    const phone = learner()
    expect(phone.answers(phone.command({ type: 'raise-hand', up: true, at: world.clock.now() }))).toEqual(['CLASS_NOT_LIVE'])
  })
})

describe('the roster', () => {
  it('tells the first change at once and gathers the rest, at most ten times a second', () => {
    const host = studio()
    const phone = learner()
    world.clock.advance(1000)
    const before = host.all('seat').length
    for (let reps = 0; reps < 20; reps += 1) phone.say({ ...report, roundTripMs: 2 * reps })
    expect(host.all('seat')).toHaveLength(before + 1)
    world.clock.advance(100)
    expect(host.all('seat')).toHaveLength(before + 2)
    expect(host.last('seat')?.line.linkMs).toBe(19)
  })

  it('says that a phone is gone when it leaves, and that one who is silent is gone too', () => {
    const host = studio()
    const left = learner()
    const silent = learner()
    for (const phone of [left, silent]) phone.say(report)
    left.hangUp()
    world.clock.advance(200)
    const links = (): Map<string, string> => new Map(host.all('seat').map(({ line }) => [line.seat, line.link]))
    expect(links().get(left.last('entered')?.seat ?? '')).toBe('gone')
    world.clock.advance(8000)
    expect(links().get(silent.last('entered')?.seat ?? '')).toBe('gone')
  })
})
