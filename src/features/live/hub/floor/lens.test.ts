import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { LiveNews } from '../../wire/messages.ts'
import { takeSeat } from '../seats/take-seat.ts'

let world: LobbyWorld
const technician = new Device()

beforeEach(() => {
  world = new LobbyWorld()
  world.setCrew(new Map([[world.host.id, ['host']], [technician.id, ['technician']]]))
})
afterEach(() => world[Symbol.dispose]())

describe('a technician in the studio', () => {
  it('sees every seat and its link, and nobody’s name, neither on entering nor later', () => {
    const take = (name: string) => takeSeat(world.deps, { device: new Device().id, code: world.made.code, choice: { kind: 'elsewhere', headphones: false } }, name)
    take('Rosalind')
    const host = world.studio()
    const studio = world.studio(technician)
    expect(studio.last('roster')?.lines).toMatchObject([{ name: null, link: 'gone' }])
    take('Ada')
    world.clock.advance(500)
    expect(host.last('seat')?.line.name).toBe('Ada')
    expect(studio.last('seat')?.line.name).toBeNull()
    expect(JSON.stringify(studio.heard)).not.toMatch(/Rosalind|Ada/)
  })

  it('is told how loud the class is', () => {
    const studio = world.studio(technician)
    const host = world.studio()
    host.say({ type: 'loudness', blocks: [-230, -230, -230, -230, -230] })
    world.clock.advance(3000)
    expect(studio.last('loudness')).toBeDefined()
  })

  it('hears nothing of questions, answers, guests or control, and of no kind of news that is new', () => {
    const studio = world.studio(technician)
    const host = world.studio()
    const before = studio.heard.length
    host.command({ type: 'take-control', label: 'Mara’s tablet' })
    world.clock.advance(3000)
    const told = new Set<LiveNews['type']>(studio.heard.slice(before).map(({ type }) => type))
    for (const type of ['question', 'questions', 'guests', 'guest', 'poll', 'control', 'mine', 'my-answer', 'my-questions'] as const) expect([type, told.has(type)]).toEqual([type, false])
    expect(JSON.stringify(studio.heard)).not.toContain('Mara')
  })

  it('can press nothing, and is shown out when its device is removed', () => {
    const studio = world.studio(technician)
    expect(studio.answers(studio.command({ type: 'press-cue', kind: 'trial', pressedAt: world.clock.now() }))).toEqual(['FORBIDDEN'])
    world.setCrew(new Map([[world.host.id, ['host']]]))
    expect(studio.closed?.reason).toBe('no longer paired')
  })

  it('sees all of it when the same connection enters a seat of its own', () => {
    takeSeat(world.deps, { device: technician.id, code: world.made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined)
    const page = world.studio(technician)
    page.command({ type: 'enter', code: world.made.code, as: 'seat' })
    expect(page.last('mine')).toBeDefined()
  })
})
