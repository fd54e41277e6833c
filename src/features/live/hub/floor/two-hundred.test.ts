import { afterEach, beforeEach, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'

const LEARNERS = 200
const JOIN_MS = 10_000
const KINDS = ['elsewhere', 'room', 'venue'] as const

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

it('two hundred who come into a live class within ten seconds are all in at once, on the roster, and in every cue', () => {
  const host = world.studio()
  world.begin()
  const phones: MemorySocket[] = []
  const everybodyReports = (): void => {
    for (const phone of phones) phone.say({ type: 'report', roundTripMs: 8, clockErrorMs: 1, leadMs: 20, videoMs: null, joinMs: 300, channel: true, asleep: false })
  }
  for (let place = 0; place < LEARNERS; place++) {
    const phone = world.learner(KINDS[place % KINDS.length])
    expect(phone.last('entered')?.class.phase).toBe('live')
    phones.push(phone)
    world.clock.advance(JOIN_MS / LEARNERS)
    // As pages do once a second; who is silent is gone.
    if (phones.length % (LEARNERS / (JOIN_MS / 1000)) === 0) everybodyReports()
  }
  expect(new Set(host.all('seat').map(({ line }) => line.seat)).size).toBe(LEARNERS)

  host.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
  for (const phone of phones) {
    const cue = phone.last('cue')?.cue
    expect(cue).toBeDefined()
    if (cue) phone.say({ type: 'played', cue: cue.id, at: cue.at, output: 'light' })
  }
  world.clock.advance(3000)
  expect(host.last('cue-result')?.result).toMatchObject({ of: LEARNERS, played: LEARNERS, late: 0, settled: true })
  expect(world.faults).toEqual([])
})
