import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import { type SignedAnswer, type SignedRequest, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { type EngineOptions, waysToPlay } from './engine.ts'
import type { PlayerEvent, PlayerOptions } from './player.ts'
import { spansOf } from './spans.ts'
import { type PlayerParts, StreamPlayer } from './stream-player.ts'

/** What of a media element the player uses. */
class Media extends EventTarget {
  currentTime = 0
  paused = false
  seeking = false
  refusal: Error | null = null
  /** How far it is loaded, from 0. */
  loadedTo = 0

  get buffered(): Pick<TimeRanges, 'length' | 'start' | 'end'> {
    return { length: 1, start: () => 0, end: () => this.loadedTo }
  }

  play(): Promise<void> {
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve()
  }
}

const ZERO = 1_000_000
let clock: HandClock
let media: Media
let events: PlayerEvent[]
let asked: SignedRequest[]
let answer: () => unknown
let engines: (EngineOptions & { at: number | null; isClosed: boolean })[]
let parts: PlayerParts
let player: StreamPlayer

beforeEach(() => {
  clock = new HandClock()
  media = new Media()
  events = []
  asked = []
  engines = []
  answer = () => ({ path: `/hls/stream-${asked.length}/main.m3u8`, wallAtZero: ZERO, title: 'Knees', until: null, seconds: 9 })
  parts = {
    way: 'script',
    load: async () => (options) => {
      const engine = { ...options, at: null, isClosed: false }
      engines.push(engine)
      return { playingAt: () => engine.at, close: () => { engine.isClosed = true } }
    },
  }
})
afterEach(() => player.close())

async function open(of: 'class' | 'replay' = 'class', stretch?: PlayerOptions['open']): Promise<void> {
  player = new StreamPlayer({
    // The player uses no more of an element than this.
    media: media as unknown as HTMLMediaElement, code: 'K7M4QX', of, timers: clock, now: () => clock.now(), hubNow: () => clock.now(), on: (event) => events.push(event),
    ...(stretch === undefined ? {} : { open: stretch }),
    client: { signed: async (request): Promise<SignedAnswer> => { asked.push(request); return { status: 200, headers: new Headers(), text: JSON.stringify(answer()) } } },
  }, parts)
  await settled()
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const types = (): string[] => events.map(({ type }) => type)
const refuse = (code: string): void => { answer = () => { throw new ToldRefusal({ code, sentence: `No: ${code}`, details: {}, status: 403 }) } }

describe('a player of streams', () => {
  it('asks for the class’s stream by signature, and plays what it is told', async () => {
    await open()
    expect(asked).toEqual([{ method: 'POST', path: '/api/1/classes/K7M4QX/stream', body: '{}' }])
    expect(engines).toMatchObject([{ path: '/hls/stream-1/main.m3u8', isLive: true }])
  })

  it('tells what a recording is before it plays', async () => {
    await open('replay')
    expect(asked[0]?.path).toBe('/api/1/classes/K7M4QX/replay')
    expect(events).toEqual([{ type: 'opened', replay: { title: 'Knees', until: null, seconds: 9 } }])
    expect(engines).toMatchObject([{ isLive: false }])
  })

  it('plays a stretch that another feature opens, waits for it as for its own, and takes its no', async () => {
    await open('replay', () => Promise.resolve({ path: '/hls/span/main.m3u8', wallAtZero: ZERO }))
    expect([asked, engines, types()]).toMatchObject([[], [{ path: '/hls/span/main.m3u8', isLive: false }], []])
    player.close()
    await open('replay', () => Promise.reject(new Unreachable()))
    expect(types()).toEqual(['waiting'])
    player.close()
    await open('replay', () => Promise.reject(new ToldRefusal({ code: 'SPAN_NOT_YOURS', sentence: '', details: {}, status: 403 })))
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { why: 'refused', code: 'SPAN_NOT_YOURS' } })
  })

  it('knows the shared time of what is seen, and how far that is behind', async () => {
    await open()
    const [engine] = engines
    expect([player.programmeTime(), player.latencyMs()]).toEqual([null, null])
    if (engine) engine.at = ZERO + clock.now() / MICROS_PER_MS - 2500
    expect(player.programmeTime()).toBe(clock.now() - 2_500_000)
    expect(player.latencyMs()).toBe(2500)
  })

  it('tells of progress when the element has moved on, and never while it stands', async () => {
    await open()
    clock.advance(5000)
    expect(types()).toEqual([])
    media.currentTime = 1
    clock.advance(250)
    clock.advance(5000)
    expect(types()).toEqual(['progress'])
    media.paused = true
    media.currentTime = 2
    clock.advance(250)
    expect(types()).toEqual(['progress'])
  })

  it('tells of progress again after somebody went back', async () => {
    await open('replay')
    media.currentTime = 60
    clock.advance(250)
    media.currentTime = 5
    clock.advance(250)
    media.currentTime = 5.2
    clock.advance(250)
    expect(types().filter((type) => type === 'progress')).toHaveLength(2)
  })

  describe('plays near the class', () => {
    /** The element moves on by a look, with the class so far ahead. */
    const moveOn = (behindMs: number): void => {
      const [engine] = engines
      media.currentTime += 0.25
      clock.advance(250)
      if (engine) engine.at = ZERO + clock.now() / MICROS_PER_MS - behindMs
    }
    const begin = async (behindMs: number, loaded: number): Promise<number> => {
      media = new Media()
      await open()
      const engine = engines.at(-1)
      if (engine) engine.at = ZERO + clock.now() / MICROS_PER_MS + 250 - behindMs
      media.currentTime = 10
      media.loadedTo = 10 + loaded
      clock.advance(250)
      return media.currentTime - 10
    }

    it('from its beginning, within what is loaded and leaving some of it', async () => {
      expect(await begin(4600, 2.5)).toBeCloseTo(2)
      player.close()
      expect(await begin(4600, 1)).toBeCloseTo(0.65)
    })

    it('without a jump that nobody would gain by', async () => {
      expect(await begin(2900, 2)).toBe(0)
      player.close()
      expect(await begin(4600, 0.5)).toBe(0)
    })

    it('and later jumps only when it fell far behind, not again and again', async () => {
      await begin(2600, 9)
      const jumps: number[] = []
      for (let look = 0; look < 60; look++) {
        const before = media.currentTime + 0.25
        moveOn(5000)
        if (media.currentTime > before + 0.01) jumps.push(look)
        media.loadedTo = media.currentTime + 9
      }
      expect(jumps.length).toBeGreaterThan(0)
      expect(jumps.every((look, index) => index === 0 || look - (jumps[index - 1] ?? 0) >= 20)).toBe(true)
    })
  })

  it('says when the browser wants a touch', async () => {
    media.refusal = new DOMException('', 'NotAllowedError')
    await open()
    expect(types()).toEqual(['needs-touch'])
  })

  it('opens another stream when one breaks, ever more patiently, and at once again after it has played', async () => {
    await open()
    const waits: number[] = []
    for (let times = 0; times < 6; times++) {
      engines.at(-1)?.onBroken()
      expect(engines.at(-1)?.isClosed).toBe(true)
      const before = asked.length
      let waited = 0
      for (; asked.length === before && waited < 20_000; waited += 500) {
        clock.advance(500)
        await settled()
      }
      waits.push(waited)
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 4000, 4000])
    media.currentTime = 9
    clock.advance(250)
    engines.at(-1)?.onBroken()
    clock.advance(500)
    await settled()
    expect(engines).toHaveLength(8)
    expect(engines.filter(({ isClosed }) => !isClosed)).toHaveLength(1)
  })

  it.each(['HUB_LOCKED', 'TOO_MANY', 'BUSY', 'CLASS_NOT_OPEN', 'STREAMS_TOO_MANY'])('waits when the box says %s', async (code) => {
    refuse(code)
    await open()
    expect(types()).toEqual(['waiting'])
    answer = () => ({ path: '/hls/x/main.m3u8', wallAtZero: 0 })
    clock.advance(500)
    await settled()
    expect(engines).toHaveLength(1)
  })

  it('waits for a box that does not answer', async () => {
    answer = () => { throw new Unreachable() }
    await open()
    expect(types()).toEqual(['waiting'])
  })

  it('waits for its own script when that does not come', async () => {
    parts = { ...parts, load: () => Promise.reject(new TypeError('Failed to fetch')) }
    await open()
    expect(types()).toEqual(['waiting'])
  })

  it('ends with the class', async () => {
    refuse('CLASS_OVER')
    await open()
    clock.advance(60_000)
    await settled()
    expect([types(), asked.length]).toEqual([['ended'], 1])
  })

  it('fails with what the box refuses for good, and asks no more', async () => {
    refuse('REPLAY_NOT_ALLOWED')
    await open('replay')
    clock.advance(60_000)
    await settled()
    expect(events).toEqual([{ type: 'failed', failure: { why: 'refused', code: 'REPLAY_NOT_ALLOWED', sentence: 'No: REPLAY_NOT_ALLOWED' } }])
    expect(asked).toHaveLength(1)
  })

  it('fails where the browser can play no stream', async () => {
    parts = { ...parts, way: null }
    await open()
    expect(events).toEqual([{ type: 'failed', failure: { why: 'unsupported' } }])
    expect(asked).toEqual([])
  })

  it('goes on with another stream when that of a class ends, and stands at the end of a recording', async () => {
    await open()
    media.dispatchEvent(new Event('ended'))
    clock.advance(500)
    await settled()
    expect(engines).toHaveLength(2)
    player.close()
    await open('replay')
    media.dispatchEvent(new Event('ended'))
    clock.advance(60_000)
    await settled()
    expect(types().at(-1)).toBe('ended')
    expect(engines).toHaveLength(3)
  })

  it('is silent once closed, also when it was about to open', async () => {
    await open()
    engines[0]?.onBroken()
    const before = events.length
    player.close()
    media.currentTime = 10
    clock.advance(60_000)
    media.dispatchEvent(new Event('ended'))
    await settled()
    expect([events.length, asked.length, engines[0]?.isClosed]).toEqual([before, 1, true])
  })
})

describe('the way a browser plays streams', () => {
  const plays = (type: string) => ({ canPlayType: (): CanPlayTypeResult => type as CanPlayTypeResult })
  it('is by script wherever a script can feed the element, else its own, else none', () => {
    expect(waysToPlay(plays('maybe'), { MediaSource: class {} })).toBe('script')
    expect(waysToPlay(plays('maybe'), { ManagedMediaSource: class {} })).toBe('script')
    expect(waysToPlay(plays('maybe'), {})).toBe('native')
    expect(waysToPlay(plays(''), {})).toBeNull()
  })
})

describe('what a recording holds', () => {
  const at = (start: number, wall: number | null) => ({ start, duration: 2, programDateTime: wall })

  it('is one stretch while the clock goes on with it, and another where the clock jumps', () => {
    expect(spansOf([at(0, 1000), at(2, 3000), at(4, 5300), at(6, 60_000), at(8, 62_000)])).toEqual([{ at: 0, seconds: 6, wall: 1000 }, { at: 6, seconds: 4, wall: 60_000 }])
  })

  it('is one stretch where nobody tells the time, and none of nothing', () => {
    expect(spansOf([at(0, null), at(2, null)])).toEqual([{ at: 0, seconds: 4, wall: 0 }])
    expect(spansOf([])).toEqual([])
  })
})
