import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { newId } from '../../../../../kernel/ids.ts'
import { later } from '../../../../../kernel/time.ts'
import { positionAt } from '../../../rules/clock/timeline.ts'
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

const report = { type: 'report', roundTripMs: 8, clockErrorMs: 1, leadMs: 20, videoMs: null, joinMs: 300, channel: true, asleep: false } as const
const said = (page: MemorySocket, ...message: Parameters<MemorySocket['command']>): string[] => page.answers(page.command(...message))
const timer = (seconds: number, label = '') => ({ type: 'timer', start: { seconds, label } }) as const
const music = (track: string) => ({ type: 'music', start: { track } }) as const
const kinds = (): string[] => world.journal.read(0, 1000).map((entry) => entry.kind)

function item(title: string, seconds: number, rest: Partial<PlanItem> = {}): PlanItem {
  return { id: newId('item', world.crypto), title, kind: 'talk', seconds, overrun: 'push', cues: [], poll: null, music: null, ...rest }
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
    const items = [item('Warm up', 60, { music: 'beat-120' }), item('Talk', 60), item('Go', 60, { music: 'beat-140' }), item('Rest', 60)]
    setPlan(world.deps, world.made.code, { objective: '', items }, world.host.id)
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

function figures() {
  const entry = world.journal.read(0, 1000).findLast(({ kind }) => kind === 'live.class-ended.1')
  return entry?.body['figures'] as { startMs: unknown } // As the end of a class writes it.
}
