import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ClassWorld } from '../../../../../testkit/class-world.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import { Unreachable } from '../../../../ui/client.ts'
import { type DeviceKey, openDeviceKey } from '../../../../ui/device-key.ts'
import { beginClass } from '../../hub/class/begin-class.ts'
import type { Floor, FloorConnection } from '../../hub/floor/floor.ts'
import { makeClass } from '../../hub/class/make-class.ts'
import { openLobby } from '../../hub/class/open-lobby.ts'
import { takeSeat } from '../../hub/seats/take-seat.ts'
import type { LiveNews } from '../../wire/messages.ts'
import type { ClassView } from '../../wire/words.ts'
import { ClassLink } from './class-link.ts'
import type { LinkEvent } from './link-events.ts'
import type { PageSocket } from './socket-session.ts'

/** A page's socket on a modelled network in front of the real floor: 20 ms each way, and it can be cut. */
class Cable implements PageSocket {
  onmessage: PageSocket['onmessage'] = null
  onclose: PageSocket['onclose'] = null
  cut = false
  #isClosed = false
  readonly #world: ClassWorld
  #connection: FloorConnection | undefined

  constructor(world: ClassWorld, floor: Floor) {
    this.#world = world
    this.#travel(() => {
      this.#connection = floor.connect({
        address: '192.0.2.7', waiting: 0,
        send: (text) => this.#travel(() => { if (!this.#isClosed) this.onmessage?.({ data: text }) }),
        close: (code) => this.#travel(() => this.hangUp(code)),
      })
    })
  }

  send(text: string): void {
    this.#travel(() => this.#connection?.receive(text))
  }

  close(): void {
    this.hangUp(1000)
  }

  hangUp(code: number): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#connection?.closed()
    this.onclose?.({ code })
  }

  #travel(arrive: () => void): void {
    if (!this.cut) this.#world.clock.after(20, arrive)
  }
}

let world: ClassWorld
let made: ClassView
let cables: Cable[]
beforeEach(() => {
  world = new ClassWorld()
  cables = []
  made = makeClass(world.deps, 'Knees', world.host.id)
  openLobby(world.deps, made.code, world.host.id)
})
afterEach(() => world[Symbol.dispose]())

function newKey(): DeviceKey {
  const storage = { length: 0, key: () => null, getItem: () => null, setItem: () => undefined, removeItem: () => undefined }
  return openDeviceKey({ trusted: false, use: { class: made.code }, storage, crypto: nodeCrypto(), now: () => 1 })
}

type Page = { readonly link: ClassLink; readonly events: LinkEvent[]; readonly phases: () => string[]; readonly news: <T extends LiveNews['type']>(type: T) => Extract<LiveNews, { type: T }>[] }

/** The device's own clock runs 500 s behind and is `slip` microseconds off from then on. */
const local = { slip: 0 }
function page(key = newKey(), as: 'seat' | 'studio' = 'seat', code: string = made.code): Page {
  local.slip = 0
  const events: LinkEvent[] = []
  const link = new ClassLink({
    code, as, key, crypto: nodeCrypto(), timers: world.clock, random: () => 0.5,
    now: () => world.clock.now() - 500_000_000 + local.slip,
    open: () => {
      const cable = new Cable(world, world.floor)
      cables.push(cable)
      return cable
    },
  })
  link.on((event) => events.push(event))
  link.start()
  return {
    link, events,
    phases: () => events.flatMap((event) => (event.type === 'phase' ? [event.phase.phase] : [])),
    news: (type) => events.flatMap((event) => (event.type === 'news' && event.news.type === type ? [event.news as Extract<LiveNews, { type: typeof type }>] : [])),
  }
}

function seated(): Page {
  const key = newKey()
  takeSeat(world.deps, { device: key.device, code: made.code, choice: { kind: 'elsewhere', headphones: false } }, undefined)
  return page(key)
}

/** Lets promises of what has just happened run. */
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

describe('the link of a page', () => {
  it('enters its class and knows the shared time within half a second', () => {
    const { link, news, phases } = seated()
    world.clock.advance(500)
    expect(phases()).toEqual(['arriving', 'entered'])
    expect(news('entered')[0]?.class.code).toBe(made.code)
    expect(link.reading()).toMatchObject({ good: true, channel: false, roundTripMs: 40 })
    expect(Math.abs((link.hubNow() ?? NaN) - world.clock.now())).toBeLessThan(1000)
  })

  it('hears whether a command was done and kept', async () => {
    const { link } = seated()
    beginClass(world.deps, made.code, world.host.id)
    world.clock.advance(200)
    const sent = link.send({ type: 'raise-hand', up: true, at: world.clock.now() })
    world.clock.advance(1000)
    await expect(sent.done).resolves.toBeUndefined()
    await expect(sent.kept).resolves.toBeUndefined()
  })

  it('hears why a command was refused', async () => {
    const { link } = seated()
    world.clock.advance(200)
    const sent = link.send({ type: 'raise-hand', up: true, at: world.clock.now() })
    world.clock.advance(200)
    await expect(sent.done).rejects.toMatchObject({ name: 'Refused', code: 'CLASS_NOT_LIVE' })
    await expect(sent.kept).rejects.toBeInstanceOf(Refused)
  })

  it('says unreachable of a command that the socket took along', async () => {
    const { link } = seated()
    beginClass(world.deps, made.code, world.host.id)
    world.clock.advance(200)
    const sent = link.send({ type: 'raise-hand', up: true, at: world.clock.now() })
    cables[0]?.hangUp(1006)
    await expect(sent.done).rejects.toBeInstanceOf(Unreachable)
    await expect(link.send({ type: 'raise-hand', up: true, at: world.clock.now() }).done).rejects.toBeInstanceOf(Unreachable)
  })

  it('comes back by itself when its socket closes, and after the box has started anew', async () => {
    const { phases } = seated()
    world.clock.advance(500)
    cables.at(-1)?.hangUp(1006)
    world.clock.advance(2000)
    expect(phases()).toEqual(['arriving', 'entered', 'lost', 'entered'])
    world.crashAndRestart()
    cables.at(-1)?.hangUp(1006)
    for (let round = 0; round < 10; round++) {
      world.clock.advance(500)
      await turn()
    }
    expect(new Set(phases().slice(4, -1))).toEqual(new Set(['lost']))
    expect(phases().at(-1)).toBe('entered')
  })

  it('notices a socket that is open and dead', () => {
    const { phases } = seated()
    world.clock.advance(500)
    for (const cable of cables) cable.cut = true
    world.clock.advance(12_000)
    expect(phases().slice(0, 4)).toEqual(['arriving', 'entered', 'lost', 'entered'])
  })

  it('tells every cue, also the last ones to who comes back', () => {
    const phone = seated()
    beginClass(world.deps, made.code, world.host.id)
    const studio = world.open(world.host)
    studio.command({ type: 'enter', code: made.code, as: 'studio' })
    world.clock.advance(500)
    studio.command({ type: 'press-cue', kind: 'now', pressedAt: world.clock.now() })
    world.clock.advance(100)
    cables.at(-1)?.hangUp(1006)
    world.clock.advance(500)
    const ids = phone.news('cue').map(({ cue }) => cue.id)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('reports what it measures, and that it sleeps', () => {
    const { link } = seated()
    const studio = world.open(world.host)
    studio.command({ type: 'enter', code: made.code, as: 'studio' })
    world.clock.advance(4000)
    expect(studio.last('seat')?.line).toMatchObject({ link: 'socket', linkMs: 20 })
    link.sleep()
    world.clock.advance(500)
    expect(studio.last('seat')?.line.link).toBe('asleep')
    link.wake()
    world.clock.advance(500)
    expect(studio.last('seat')?.line.link).toBe('socket')
  })

  it('learns its clock anew after a sleep in which it stood still, and says so', () => {
    const { link, events } = seated()
    world.clock.advance(3000)
    local.slip = -3_600_000_000
    link.wake()
    world.clock.advance(1000)
    expect(events.filter((event) => event.type === 'era')).toHaveLength(1)
    expect(Math.abs((link.hubNow() ?? NaN) - world.clock.now())).toBeLessThan(1000)
  })

  it('stops where the box says no, and asks again when told to', async () => {
    const key = newKey()
    const { link, phases } = page(key)
    world.clock.advance(300)
    await turn()
    world.clock.advance(30_000)
    expect(link.phase).toEqual({ phase: 'refused', code: 'NO_SEAT' })
    expect(cables).toHaveLength(1)
    takeSeat(world.deps, { device: key.device, code: made.code, choice: { kind: 'room', headphones: false } }, undefined)
    link.retry()
    world.clock.advance(500)
    expect(phases()).toEqual(['arriving', 'refused', 'arriving', 'entered'])
  })

  it('gives way to newer pages of its seat, and does not fight them', () => {
    const key = newKey()
    takeSeat(world.deps, { device: key.device, code: made.code, choice: { kind: 'room', headphones: false } }, undefined)
    const pages = [1, 2, 3, 4].map(() => {
      const opened = page(key)
      world.clock.advance(300)
      return opened
    })
    world.clock.advance(20_000)
    expect(pages.map(({ link }) => link.phase.phase)).toEqual(['replaced', 'entered', 'entered', 'entered'])
  })

  it('grows old with its socket, though the data channel still answers', () => {
    const { link } = seated()
    world.clock.advance(300)
    const channel: Record<string, unknown> = {
      readyState: 'open',
      send: (text: string) => {
        const { p } = JSON.parse(text) as { p: number }
        world.clock.after(5, () => { (channel['onmessage'] as (event: { data: string }) => void)({ data: JSON.stringify({ p, t: world.clock.now() }) }) })
      },
    }
    link.attachChannel(channel as unknown as RTCDataChannel)
    world.clock.advance(3000)
    expect(link.ageMs()).toBeLessThan(2000)
    for (const cable of cables) cable.cut = true
    world.clock.advance(3000)
    expect(link.channelSilentMs()).toBeLessThan(2500)
    expect(link.ageMs()).toBeGreaterThan(2000)
  })

  it('asks the time over the data channel once it is open, and falls back when it falls silent or closes', () => {
    const { link, events } = seated()
    world.clock.advance(300)
    const asked: number[] = []
    const channel: Record<string, unknown> = {
      readyState: 'connecting',
      send: (text: string) => {
        const { p } = JSON.parse(text) as { p: number }
        asked.push(p)
        world.clock.after(5, () => { (channel['onmessage'] as (event: { data: string }) => void)({ data: JSON.stringify({ p, t: world.clock.now() }) }) })
      },
    }
    link.attachChannel(channel as unknown as RTCDataChannel)
    world.clock.advance(300)
    expect(asked).toEqual([])
    channel['readyState'] = 'open'
    ;(channel['onopen'] as () => void)()
    world.clock.advance(3000)
    expect(asked.length).toBeGreaterThan(10)
    expect(link.reading()).toMatchObject({ channel: true, roundTripMs: 5 })
    expect(link.channelSilentMs()).toBeLessThan(2500)

    channel['send'] = () => undefined
    world.clock.advance(8000)
    expect(link.channelSilentMs()).toBeGreaterThan(4000)
    channel['readyState'] = 'closed'
    ;(channel['onclose'] as () => void)()
    world.clock.advance(1000)
    expect(link.reading()).toMatchObject({ channel: false, roundTripMs: 40 })
    expect(link.channelSilentMs()).toBe(0)
    expect(events.flatMap((event) => (event.type === 'channel' ? [event.open] : []))).toEqual([true, false])
  })

  it('goes on when the box says something it does not know', () => {
    const { events, link } = seated()
    world.clock.advance(300)
    for (const data of ['{"type":"later-invention"}', 'no json', '{"type":"cue","cue":{}}']) cables[0]?.onmessage?.({ data })
    expect(events.filter((event) => event.type === 'fault')).toHaveLength(3)
    expect(link.phase.phase).toBe('entered')
  })

  it('says nothing more once ended', async () => {
    const { link, events } = seated()
    world.clock.advance(300)
    link.end()
    const count = events.length
    world.clock.advance(30_000)
    await turn()
    expect(events).toHaveLength(count)
    expect(cables).toHaveLength(1)
  })
})
