import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import { later } from '../../../../kernel/time.ts'
import type { LiveMessage } from '../../wire/messages.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

type Report = Extract<LiveMessage, { type: 'report' }>
const report = (changes: Partial<Report>): Report =>
  ({ type: 'report', roundTripMs: 8, clockErrorMs: 1, leadMs: 20, videoMs: null, joinMs: null, channel: true, asleep: false, ...changes })

describe('what a page says of its rung, jitter and files', () => {
  it('is on the studio’s roster, and is news there only when something that is seen has changed', () => {
    const [phone, studio] = [world.learner(), world.studio()]
    const since = world.clock.now()
    phone.say(report({ rung: { rung: 'low', cause: 'link', since, way: 'hls' }, jitterMs: 6.4, prepared: { have: 2, of: 3 } }))
    world.clock.advance(200)
    expect(studio.last('seat')?.line).toMatchObject({ rung: { rung: 'low', cause: 'link', since, way: 'hls' }, jitterMs: 6, prepared: { have: 2, of: 3 } })
    const told = studio.all('seat').length
    for (let again = 1; again <= 5; again++) {
      phone.say(report({ rung: { rung: 'low', cause: 'link', since: later(since, again), way: 'hls' }, jitterMs: 6.4, prepared: { have: 2, of: 3 } }))
      world.clock.advance(200)
    }
    expect(studio.all('seat')).toHaveLength(told)
    phone.say(report({ rung: { rung: 'audio', cause: 'loss', since: world.clock.now(), way: 'webrtc' } }))
    world.clock.advance(200)
    expect(studio.last('seat')?.line).toMatchObject({ rung: { rung: 'audio', cause: 'loss' }, jitterMs: 6, prepared: { have: 2, of: 3 } })
  })

  it('is since now at the latest', () => {
    const [phone, studio] = [world.learner(), world.studio()]
    const now = world.clock.now()
    phone.say(report({ rung: { rung: 'low', cause: 'link', since: later(now, 60_000_000), way: null } }))
    world.clock.advance(200)
    expect(studio.last('seat')?.line.rung?.since).toBe(now)
  })

  it.each([
    { rung: { rung: 'better', cause: 'none', since: 1, way: null } }, { rung: { rung: 'full', cause: 'none', since: -1, way: null } },
    { rung: { rung: 'full', cause: 'none', since: 1, way: 'pigeon' } }, { rung: 'full' }, { jitterMs: -1 }, { jitterMs: 60_001 },
    { prepared: { have: -1, of: 3 } }, { prepared: { have: 0.5, of: 3 } }, { prepared: { have: 1, of: 1001 } },
  ])('of %j is no message', (changes) => {
    const phone = world.learner()
    phone.sendText(JSON.stringify({ m: JSON.stringify({ ...report({}), ...changes }) }))
    expect(phone.closed?.reason).toBe('malformed')
  })
})
