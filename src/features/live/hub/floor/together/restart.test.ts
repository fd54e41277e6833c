import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../../testkit/memory-socket.ts'
import { hubTime } from '../../../../../kernel/time.ts'
import { positionAt } from '../../../rules/clock/timeline.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => {
  world[Symbol.dispose]()
  // A page that sends nonsense is logged; anything else is a defect.
  expect(world.faults.map(String).filter((fault) => !fault.includes('live frame'))).toEqual([])
})

const said = (page: MemorySocket, ...message: Parameters<MemorySocket['command']>): string[] => page.answers(page.command(...message))
const timer = (seconds: number, label = '') => ({ type: 'timer', start: { seconds, label } }) as const
const music = (track: string) => ({ type: 'music', start: { track } }) as const

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
