import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HandClock } from '../../../../../../testkit/hand-clock.ts'
import type { Route } from '../../../../../kernel/contract.ts'
import { Unreachable } from '../../../../../ui/client.ts'
import type { Guest } from '../../../wire/guests.ts'
import { GuestPlace, type GuestPlaceDeps } from '../../link/guest-place.ts'
import { GuestSession } from './guest-session.ts'

/** The browser's own devices are played here; everything of ours is real but the box. */
class Track extends EventTarget {
  readyState = 'live'
  readonly kind = 'audio'
  stop(): void { this.readyState = 'ended' }
}
class Stream {
  readonly tracks: Track[] = [new Track()]
  getTracks(): Track[] { return this.tracks }
  getAudioTracks(): Track[] { return this.tracks }
  getVideoTracks(): Track[] { return [] }
}
class Connection {
  static readonly all: Connection[] = []
  closed = false
  constructor() { Connection.all.push(this) }
  addTransceiver(): void { /* Nothing is sent in here. */ }
  createOffer(): Promise<{ sdp: string }> { return Promise.resolve({ sdp: 'v=0' }) }
  setLocalDescription(): Promise<void> { return Promise.resolve() }
  setRemoteDescription(): Promise<void> { return Promise.resolve() }
  readonly connectionState = 'connected'
  close(): void { this.closed = true }
}
class Context {
  createAnalyser() { return { fftSize: 0, getFloatTimeDomainData: () => undefined } }
  createMediaStreamSource() { return { connect: () => undefined } }
  resume(): Promise<void> { return Promise.resolve() }
  close(): Promise<void> { return Promise.resolve() }
}

const guest = (state: Guest['state'], more: Partial<Guest> = {}): Guest => ({
  id: 'gst_aaaaaaaaaaaaaaaa' as Guest['id'], seat: 'seat_aaaaaaaaaaaaaaaa' as Guest['seat'], name: null, as: 'voice', private: false, line: 0, state, ...more,
})

let clock: HandClock
let place: GuestPlace
let session: GuestSession
let stream: Stream
let give: PromiseWithResolvers<Stream>
let told: string[]
let silenced: Parameters<GuestPlaceDeps['silence']>[0]
let isBoxThere: boolean

beforeEach(() => {
  clock = new HandClock()
  stream = new Stream()
  give = Promise.withResolvers()
  told = []
  silenced = 'none'
  isBoxThere = true
  Connection.all.length = 0
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => give.promise } })
  vi.stubGlobal('RTCPeerConnection', Connection)
  vi.stubGlobal('AudioContext', Context)
  vi.stubGlobal('location', new URL('http://box.test/c/K7M4QX'))
  place = new GuestPlace({
    code: 'K7M4QX', trusted: true, timers: clock, now: () => clock.now(), random: () => 0, silence: (lines) => { silenced = lines },
    client: {
      call: async (route: Route, { input }: { input?: unknown } = {}) => {
        if (!isBoxThere) throw new Unreachable()
        told.push(`${route.name} ${(input as { answer?: string } | undefined)?.answer ?? ''}`.trim())
        return undefined as never // Nobody reads what the box answers here.
      },
      signed: async ({ method }) => ({ status: method === 'POST' ? 201 : 200, headers: new Headers({ location: '/whip/K7M4QX/pub_aaaaaaaaaaaaaaaa' }), text: 'v=0' }),
    },
  })
  session = new GuestSession(place)
})
afterEach(() => {
  place.end()
  vi.unstubAllGlobals()
})

/** From the invitation to sending. */
async function comes(more: Partial<Guest> = {}): Promise<void> {
  place.hear(guest('asked', more))
  give.resolve(stream)
  await session.yes()
  await new Promise((resolve) => void setImmediate(resolve)) // The connection is made by then: all it waits for has resolved.
}
const isLetGo = (): boolean => stream.tracks.every(({ readyState }) => readyState === 'ended')

describe('a place on stage', () => {
  it('opens the microphone by the learner\'s press alone, and says yes once it is there', async () => {
    place.hear(guest('asked'))
    const pressed = session.yes()
    expect([session.own.value.doing, told, Connection.all.length]).toEqual(['opening', [], 0])
    give.resolve(stream)
    await pressed
    expect([session.own.value.doing, told, Connection.all.length]).toEqual(['sending', ['answer-invitation yes'], 1])
  })

  it('is taken back while the browser asks: nothing is told, nothing sent, the device let go', async () => {
    place.hear(guest('asked'))
    const pressed = session.yes()
    place.hear(null)
    give.resolve(stream)
    await pressed
    expect([session.own.value.doing, told, Connection.all.length, isLetGo()]).toEqual(['nothing', [], 0, true])
  })

  it('ends when the box says so, with the device let go and a sentence for a while', async () => {
    await comes()
    place.hear(guest('on'))
    expect(silenced).toBe(1)
    place.hear(null)
    expect([isLetGo(), Connection.all[0]?.closed, silenced, session.own.value.parting]).toEqual([true, true, 'none', 'ended'])
    clock.advance(12_000)
    expect(session.own.value.parting).toBeNull()
  })

  it('says that the link did not come back, where that was why', async () => {
    await comes()
    place.hear(guest('lost'))
    expect(session.own.value.doing).toBe('sending')
    place.hear(guest('gone'))
    expect([isLetGo(), session.own.value.parting]).toEqual([true, 'gone'])
  })

  it('whose link the box has lost is sent over a new connection, once for each loss', async () => {
    await comes()
    place.hear(guest('on'))
    place.hear(guest('lost'))
    clock.advance(1000)
    await new Promise((resolve) => void setImmediate(resolve))
    expect(Connection.all.map(({ closed }) => closed)).toEqual([true, false])
    place.hear(guest('lost'))
    expect(Connection.all).toHaveLength(2)
    place.hear(guest('on'))
    place.hear(guest('lost'))
    clock.advance(1000)
    await new Promise((resolve) => void setImmediate(resolve))
    expect(Connection.all).toHaveLength(3)
  })

  it('is sent over a new connection when the device is on another network', async () => {
    await comes()
    place.renew()
    clock.advance(1000)
    await new Promise((resolve) => void setImmediate(resolve))
    expect(Connection.all.map(({ closed }) => closed)).toEqual([true, false])
  })

  it('is left at once, though the box may be away, which hears of it when it is back', async () => {
    await comes()
    isBoxThere = false
    const leaving = session.leave()
    expect(isLetGo()).toBe(true)
    await leaving
    expect(told).toEqual(['answer-invitation yes'])
    isBoxThere = true
    place.hear(guest('lost'))
    expect(session.own.value).toMatchObject({ doing: 'nothing', left: guest('lost').id })
    expect(told.at(-1)).toBe('leave-stage')
    place.hear(null)
    expect(session.own.value.left).toBeNull()
  })

  it('is not begun where the browser gives no microphone, and the box hears no yes', async () => {
    place.hear(guest('asked'))
    give.reject(new DOMException('no', 'NotAllowedError'))
    await session.yes()
    expect([session.own.value.without, told]).toEqual(['denied', []])
    await session.answer('writes')
    expect(told).toEqual(['answer-invitation writes'])
  })

  it('ends when the microphone is unplugged, and the host is told why', async () => {
    await comes()
    stream.tracks[0]?.dispatchEvent(new Event('ended'))
    await Promise.resolve()
    expect([session.own.value.parting, told.at(-1)]).toEqual(['device-lost', 'answer-invitation failed'])
  })

  it('leaves out of what the page plays the line that carries it: a voice its own, a picture the programme\'s, a private talk all', async () => {
    await comes({ line: 1 })
    place.hear(guest('on', { line: 1 }))
    expect(silenced).toBe(2)
    place.hear(null)
    stream = new Stream()
    await comes({ as: 'picture', line: null })
    place.hear(guest('on', { as: 'picture', line: null }))
    expect(silenced).toBe(0)
    // While its link is lost the programme is the teacher's again.
    place.hear(guest('lost', { as: 'picture', line: null }))
    expect(silenced).toBe('none')
  })

  it('lets go of everything with the visit', async () => {
    await comes()
    place.end()
    expect([isLetGo(), Connection.all[0]?.closed]).toEqual([true, true])
  })
})
