import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { LobbyWorld } from '../../../../../testkit/lobby-world.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import { showFigures } from '../report/show-figures.ts'

let world: LobbyWorld

beforeEach(() => { world = new LobbyWorld() })
afterEach(() => world[Symbol.dispose]())

const loudness = async () => (await showFigures(world.deps, world.made.code, ['host'])).loudness
/** So many seconds of sound at a loudness in tenths of LUFS, told twice a second. */
function hear(studio: MemorySocket, seconds: number, tenths: number): void {
  for (let half = 0; half < seconds * 2; half++) {
    studio.say({ type: 'loudness', blocks: [tenths, tenths, tenths, tenths, tenths] })
    world.clock.advance(500)
  }
}

describe('the loudness of a class', () => {
  it('is told to studios at most once a second, of the last three seconds and of the class', () => {
    const [studio, phone] = [world.studio(), world.learner()]
    world.begin()
    hear(studio, 10, -230)
    const told = studio.all('loudness')
    expect(told.length).toBeGreaterThanOrEqual(10)
    expect(told.length).toBeLessThanOrEqual(11)
    expect(told.at(-1)).toMatchObject({ shortTerm: -230, class: { integrated: -230, range: 0 } })
    expect(phone.all('loudness')).toEqual([])
  })

  it('begins with the class: what was tried in the lobby is shown, and does not count', async () => {
    const studio = world.studio()
    hear(studio, 5, -100)
    expect(studio.last('loudness')).toMatchObject({ shortTerm: -100, class: { integrated: null, range: null } })
    expect(await loudness()).toBeNull()
    world.begin()
    world.clock.advance(5000)
    hear(studio, 5, -250)
    expect(await loudness()).toMatchObject({ integrated: -250 })
  })

  it('is measured by one page at a time, and by another once that one is silent', async () => {
    const [studio, other] = [world.studio(), world.studio()]
    world.begin()
    for (let half = 0; half < 10; half++) {
      studio.say({ type: 'loudness', blocks: [-230, -230, -230, -230, -230] })
      other.say({ type: 'loudness', blocks: [-100, -100, -100, -100, -100] })
      world.clock.advance(500)
    }
    expect(await loudness()).toEqual({ integrated: -230, range: 0 })
    studio.hangUp()
    world.clock.advance(3000)
    hear(other, 10, -100)
    expect(other.last('loudness')?.shortTerm).toBe(-100)
  })

  it('is nobody’s to tell but theirs who run the room', async () => {
    const [phone, stranger] = [world.learner(), world.open(new Device())]
    world.begin()
    for (const page of [phone, stranger]) page.say({ type: 'loudness', blocks: [-100, -100, -100, -100] })
    expect(phone.last('refused')?.code).toBe('FORBIDDEN')
    expect(stranger.last('refused')?.code).toBe('SIGNATURE_NEEDED')
    expect(await loudness()).toBeNull()
  })

  it.each([[[]], [[-701]], [[101]], [[-23.5]], [Array<number>(51).fill(-230)]])('of no such blocks as %j is hung up on', (blocks) => {
    const studio = world.studio()
    studio.sendText(JSON.stringify({ m: JSON.stringify({ type: 'loudness', blocks }) }))
    expect(studio.closed?.reason).toBe('malformed')
  })
})
