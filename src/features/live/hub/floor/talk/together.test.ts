import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../../kernel/ids.ts'
import type { ItemId } from '../../../../../kernel/ids.ts'
import { hubTime, later } from '../../../../../kernel/time.ts'
import { positionAt } from '../../../rules/timeline.ts'
import type { PlanItem } from '../../../wire/run.ts'
import { endClass } from '../../end-class.ts'
import { setPlan } from '../../run/set-plan.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => {
  world[Symbol.dispose]()
  // A page that sends nonsense is logged; anything else is a defect.
  expect(world.faults.map(String).filter((fault) => !fault.includes('live frame'))).toEqual([])
})

const report = { type: 'report', roundTripMs: 8, clockErrorMs: 1, leadMs: 20, videoMs: null, joinMs: 300, channel: true, asleep: false } as const
const said = (page: MemorySocket, ...message: Parameters<MemorySocket['command']>): string[] => page.answers(page.command(...message))
const timer = (seconds: number, label = '') => ({ type: 'timer', start: { seconds, label } }) as const
const music = (track: string) => ({ type: 'music', start: { track } }) as const
const kinds = (): string[] => world.journal.read(0, 1000).map((entry) => entry.kind)

function item(title: string, seconds: number, rest: Partial<PlanItem> = {}): PlanItem {
  return { id: newId('item', world.crypto), title, kind: 'talk', seconds, overrun: 'push', cues: [], poll: null, music: null, ...rest }
}

function plan(...items: PlanItem[]): readonly ItemId[] {
  setPlan(world.deps, world.made.code, { objective: '', items }, world.host.id)
  return items.map(({ id }) => id)
}

describe('a timer', () => {
  it('begins for everybody at one instant, at least 300 ms ahead, told over every way', () => {
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    world.floor.fromChannels({ type: 'channel', id: `${phone.last('entered')?.seat}-x`, open: true })
    const n = host.command(timer(60, 'Plank'))
    const told = phone.last('timer')?.timer
    expect(told).toMatchObject({ label: 'Plank', line: { length: 60_000_000, position: 0, since: world.clock.now() + 300_000 } })
    expect(host.last('timer')).toEqual(phone.last('timer'))
    expect(world.channelSends).toEqual([expect.objectContaining({ text: JSON.stringify({ type: 'timer', timer: told }), times: 3 })])
    expect(host.answers(n)).toEqual(['done'])
    world.clock.advance(250)
    expect(host.answers(n)).toEqual(['done', 'kept'])
  })

  it('waits longer for a slow link, and not for a hopeless one', () => {
    const host = world.studio()
    const phones = [world.learner(), world.learner()]
    world.begin()
    const lead = (): number => {
      said(host, timer(60))
      return ((host.last('timer')?.timer?.line.since ?? 0) - world.clock.now()) / 1000
    }
    phones[0]?.say({ ...report, leadMs: 400 })
    expect(lead()).toBe(800)
    phones[1]?.say({ ...report, leadMs: 9000 })
    expect(lead()).toBe(1500)
  })

  it('gives one cue at its end, with its label, and goes off the screens a little later', () => {
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    said(host, timer(5, 'Plank'))
    const line = phone.last('timer')?.timer?.line
    const end = (line?.since ?? 0) + 5_000_000
    world.clock.advance(4899)
    expect(phone.all('cue')).toEqual([])
    world.clock.advance(10_000)
    expect(phone.all('cue').map(({ cue }) => cue)).toEqual([{ id: expect.any(String), at: end, kind: 'planned', word: 'Plank' }])
    expect(phone.last('timer')?.timer).toBeNull()
    expect(kinds().filter((kind) => kind === 'live.cue-pressed.1')).toHaveLength(1)
  })

  it('that was stopped gives none; one that took its place gives its own', () => {
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    said(host, timer(5))
    said(host, timer(10))
    world.clock.advance(8000)
    expect(phone.all('cue')).toEqual([])
    expect(said(host, { type: 'timer', start: null })).toEqual(['done'])
    expect(phone.last('timer')?.timer).toBeNull()
    world.clock.advance(20_000)
    expect(phone.all('cue')).toEqual([])
  })

  it('is told to whoever comes while it runs, and is off for whoever comes after', () => {
    const host = world.studio()
    world.begin()
    said(host, timer(30))
    world.clock.advance(10_300)
    const late = world.learner().last('timer')?.timer
    expect(late && positionAt(late.line, world.clock.now())).toBe(10_000_000)
    world.clock.advance(30_000)
    expect(world.learner().last('timer')?.timer).toBeNull()
  })

  it('needs a live class and somebody who runs the room', () => {
    const [host, phone] = [world.studio(), world.learner()]
    expect(said(host, timer(60))).toEqual(['CLASS_NOT_LIVE'])
    world.begin()
    expect(said(phone, timer(60))).toEqual(['FORBIDDEN'])
    expect(phone.last('timer')?.timer).toBeNull()
  })

  it.each([['no time', 4], ['too long', 7201], ['half seconds', 5.5]])('of %s is no message', (_, seconds) => {
    const host = world.studio()
    world.begin()
    host.command(timer(seconds))
    expect(host.closed?.code).toBe(1008)
  })
})

describe('a start', () => {
  it('is measured by what devices say, and the studio hears how far they were apart', async () => {
    const host = world.studio()
    const phones = [world.learner(), world.learner(), world.learner()]
    world.begin()
    said(host, timer(60))
    const started = phones[0]?.last('timer')?.timer
    if (!started?.line.since) throw new Error('no timer')
    world.clock.advance(400)
    phones[0]?.say({ type: 'started', id: started.id, at: later(started.line.since, 1000) })
    phones[1]?.say({ type: 'started', id: started.id, at: later(started.line.since, 8500) })
    phones[1]?.say({ type: 'started', id: started.id, at: later(started.line.since, 20_000) })
    world.clock.advance(200)
    expect(host.last('start-result')?.result).toEqual({ what: 'timer', id: started.id, at: started.line.since, of: 3, played: 2, apartMs: 7.5 })
    world.clock.advance(4000)
    phones[2]?.say({ type: 'started', id: started.id, at: later(started.line.since, 90_000) })
    world.clock.advance(200)
    expect(host.last('start-result')?.result).toMatchObject({ played: 2, apartMs: 7.5 })
    await endClass(world.deps, world.made.code, world.host.id)
    expect(figures().startMs).toMatchObject({ p95: 8, count: 1 })
  })
})

describe('music', () => {
  it('begins for everybody at one instant and loops until it is stopped', () => {
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    expect(said(host, music('beat-100'))).toEqual(['done'])
    expect(phone.last('music')?.music).toMatchObject({ track: 'beat-100', title: 'Beat, 100 a minute', loops: true, line: { length: null, since: world.clock.now() + 300_000 } })
    world.clock.advance(3_600_000)
    expect(world.learner().last('music')?.music?.track).toBe('beat-100')
    expect(said(host, { type: 'music', start: null })).toEqual(['done'])
    expect(phone.last('music')?.music).toBeNull()
    world.clock.advance(250)
    expect(kinds()).toEqual(expect.arrayContaining(['live.music-started.1', 'live.music-stopped.1']))
  })

  it('the box does not hold is refused, and what plays goes on', () => {
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    said(host, music('beat-60'))
    expect(said(host, music('trk_aaaaaaaaaaaaaaaa'))).toEqual(['TRACK_UNKNOWN'])
    expect(said(host, music('beat-61'))).toEqual(['TRACK_UNKNOWN'])
    expect(phone.last('music')?.music?.track).toBe('beat-60')
  })

  it('of an item begins and ends with it; what a host began stays', () => {
    plan(item('Warm up', 60, { music: 'beat-120' }), item('Talk', 60), item('Go', 60, { music: 'beat-140' }), item('Rest', 60))
    const [host, phone] = [world.studio(), world.learner()]
    world.begin()
    const next = (): void => void said(host, { type: 'move-run', revision: phone.last('run')?.run?.revision ?? 0, move: { do: 'next' } })
    expect(phone.last('music')?.music?.track).toBe('beat-120')
    next()
    expect(phone.last('music')?.music).toBeNull()
    said(host, music('beat-60'))
    next()
    expect(phone.last('music')?.music?.track).toBe('beat-140')
    said(host, music('beat-60'))
    next()
    expect(phone.last('music')?.music?.track).toBe('beat-60')
  })
})

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

  it('is on no record', () => {
    named(world.learner(), 'Ada Lovelace')
    world.begin()
    world.clock.advance(500)
    expect(JSON.stringify(world.journal.read(0, 1000).map((entry) => [entry, world.journal.disclosed(entry)]))).not.toContain('Lovelace')
  })
})

describe('a screen for the room', () => {
  const screen = (code = world.made.code as string): MemorySocket => {
    const socket = world.open(new Device())
    socket.command({ type: 'enter', code, as: 'screen' })
    return socket
  }

  it('hears what everybody in the room may see, has no seat, and counts for nobody', () => {
    plan(item('Warm up', 60))
    const host = world.studio()
    const wall = screen()
    world.begin()
    expect(wall.last('entered')).toMatchObject({ seat: null, class: { code: world.made.code } })
    said(host, timer(60))
    host.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
    expect([wall.last('class')?.class.here, wall.last('timer')?.timer === null, wall.all('cue').length, wall.last('run')?.run?.items.length]).toEqual([0, false, 1, 1])
    expect(host.last('cue-result')?.result.of).toBe(0)
    for (const of of ['roster', 'seat', 'questions', 'guests', 'publishers', 'control', 'lamps'] as const) expect(wall.all(of)).toEqual([])
  })

  it('can say nothing that a learner or a host can', () => {
    const wall = screen()
    world.begin()
    for (const message of [timer(60), { type: 'raise-hand', up: true, at: world.clock.now() }, { type: 'name-me', name: 'X' }] as const) {
      expect(said(wall, message)).toEqual(['FORBIDDEN'])
    }
  })

  it('is one of twenty at most, and makes room when it goes', () => {
    const walls = Array.from({ length: 20 }, () => screen())
    expect(screen().last('refused')?.code).toBe('SCREENS_TOO_MANY')
    walls[0]?.hangUp()
    expect(screen().last('entered')).toBeDefined()
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

describe('a box that starts again in the middle of a class', () => {
  it('has timer and music at the same second', () => {
    const host = world.studio()
    world.begin()
    said(host, timer(60, 'Plank'))
    said(host, music('beat-120'))
    const [before, playing] = [host.last('timer')?.timer, host.last('music')?.music]
    world.clock.advance(20_000)
    world.crashAndRestart()
    const phone = world.learner()
    expect([phone.last('timer')?.timer, phone.last('music')?.music]).toEqual([before, playing])
    world.clock.advance(41_000)
    expect(phone.all('cue').map(({ cue }) => cue.kind)).toEqual(['planned'])
  })

  it('goes by the wall clock when its own began anew', () => {
    const host = world.studio()
    world.begin()
    said(host, timer(60))
    said(host, music('beat-120'))
    world.clock.advance(20_300)
    world.clock.boot = 'bbbbbbbbbbbbbbbb'
    world.crashAndRestart()
    const phone = world.learner()
    const [timed, playing] = [phone.last('timer')?.timer, phone.last('music')?.music]
    if (!timed || !playing) throw new Error('nothing came back')
    expect(positionAt(timed.line, world.clock.now())).toBe(20_000_000)
    expect(positionAt(playing.line, world.clock.now())).toBe(20_000_000)
  })

  it('brings nothing back that was stopped or has run out', () => {
    const host = world.studio()
    world.begin()
    said(host, timer(5))
    said(host, music('beat-120'))
    said(host, { type: 'music', start: null })
    world.clock.advance(11_000)
    world.crashAndRestart()
    const phone = world.learner()
    expect([phone.last('timer')?.timer, phone.last('music')?.music]).toEqual([null, null])
    expect(phone.all('cue')).toEqual([])
  })

  it('names the cue of a timer\'s end as it did before, so that a phone plays it once', () => {
    const host = world.studio()
    world.begin()
    said(host, timer(5))
    world.clock.advance(4950)
    const phone = world.learner()
    const first = phone.last('entered')?.cues[0]
    world.crashAndRestart()
    const again = world.learner()
    world.clock.advance(2000)
    expect(first?.id).toBeDefined()
    expect(again.last('cue')?.cue.id).toBe(first?.id)
    expect(again.last('cue')?.cue.at).toBeGreaterThanOrEqual(hubTime(first?.at ?? Infinity))
  })
})

function figures() {
  const entry = world.journal.read(0, 1000).findLast(({ kind }) => kind === 'live.class-ended.1')
  return entry?.body['figures'] as { startMs: unknown; ready: number } // As the end of a class writes it.
}
