import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { CARRIES_FOR, type FallbackSees, type FallbackState, FIRST_WITHIN, LOST_AFTER, REST, startFallback, stepFallback, STREAM_LOST_AFTER, tryAnew, TRY_FOR } from './fallback.ts'
import { GAP } from './webrtc-signs.ts'

const STEP = MICROS_PER_SECOND / 4

/** A page in a class that sends picture and sound; what is not said here goes well. */
type Weather = { wanted?: boolean; linked?: boolean; webrtc?: boolean; hls?: boolean; answers?: boolean; ended?: boolean }

class Page {
  now = 0
  readonly can: FallbackSees['can']
  state: FallbackState
  #webrtcAt: number | undefined
  #hlsAt: number | undefined
  #answeredAt: number | undefined

  constructor(can = { webrtc: true, hls: true }) {
    this.can = can
    this.state = startFallback({ can }, 0)
  }

  /** Media comes only over what is open, as in a browser. */
  step({ wanted = true, linked = true, webrtc = true, hls = true, answers = webrtc, ended = false }: Weather): FallbackState {
    this.now += STEP
    if (this.state.webrtc && webrtc && wanted) this.#webrtcAt = this.now
    if (this.state.webrtc && answers) this.#answeredAt = this.now
    if (this.state.hls && hls && linked) this.#hlsAt = this.now
    this.state = stepFallback(this.state, { wanted, linked, can: this.can, webrtcAt: this.#webrtcAt, hlsAt: this.#hlsAt, answeredAt: this.#answeredAt, hlsEnded: ended }, this.now)
    return this.state
  }

  /** After so much of the same; answers the state. */
  pass(micros: number, weather: Weather): FallbackState {
    for (const until = this.now + micros; this.now < until;) this.step(weather)
    return this.state
  }

  /** How long it takes until `is`; Infinity when two minutes are not enough. */
  until(is: (state: FallbackState) => boolean, weather: Weather): number {
    const from = this.now
    while (this.now - from < 120 * MICROS_PER_SECOND) if (is(this.step(weather))) return this.now - from
    return Infinity
  }
}

describe('the way of picture and sound', () => {
  it('is WebRTC as long as that carries, and no stream is opened', () => {
    expect(new Page().pass(600 * MICROS_PER_SECOND, {})).toMatchObject({ way: 'webrtc', webrtc: true, hls: false, likely: false })
  })

  it('is the stream at once in a browser without WebRTC, once there is something to see', () => {
    const page = new Page({ webrtc: false, hls: true })
    expect(page.pass(60 * MICROS_PER_SECOND, { wanted: false })).toMatchObject({ way: null, hls: false, likely: true })
    expect(page.step({})).toMatchObject({ way: 'hls', webrtc: false, hls: true })
    expect(page.pass(600 * MICROS_PER_SECOND, {})).toMatchObject({ way: 'hls', webrtc: false })
  })

  it('is the stream within four seconds where WebRTC never gets through, and at once for who waited in the lobby', () => {
    const blocked: Weather = { webrtc: false }
    const late = new Page().until(({ way }) => way === 'hls', blocked)
    expect([late >= FIRST_WITHIN, late <= FIRST_WITHIN + STEP]).toEqual([true, true])
    const waited = new Page()
    waited.pass(30 * MICROS_PER_SECOND, { ...blocked, wanted: false })
    expect(waited.step(blocked).way).toBe('hls')
  })

  it('waits longer for what has carried before, since that opens again by itself', () => {
    const page = new Page()
    page.pass(20 * MICROS_PER_SECOND, {})
    expect(page.pass(LOST_AFTER - 2 * STEP, { webrtc: false }).way).toBe('webrtc')
    expect(page.pass(20 * MICROS_PER_SECOND, {}).way).toBe('webrtc')
    expect(page.until(({ way }) => way === 'hls', { webrtc: false })).toBeLessThanOrEqual(LOST_AFTER + GAP + 2 * STEP)
  })

  it('holds nothing against anybody while the box itself is away', () => {
    const page = new Page()
    page.pass(20 * MICROS_PER_SECOND, {})
    expect(page.pass(300 * MICROS_PER_SECOND, { webrtc: false, linked: false }).way).toBe('webrtc')
    expect(page.pass(FIRST_WITHIN, { webrtc: false }).way).toBe('webrtc')
  })

  it('goes by answers over the channel while nothing is wanted: a class that begins is given its time', () => {
    const page = new Page()
    page.pass(60 * MICROS_PER_SECOND, { wanted: false })
    expect(page.state.likely).toBe(false)
    expect(page.pass(3 * MICROS_PER_SECOND, { webrtc: false, answers: true }).way).toBe('webrtc')
  })

  it('is WebRTC again soon after that carries, without a moment in which both are heard', () => {
    const page = new Page()
    page.until(({ way }) => way === 'hls', { webrtc: false })
    page.pass(40 * MICROS_PER_SECOND, { webrtc: false })
    const back = page.until(({ way }) => way === 'webrtc', {})
    expect([back >= CARRIES_FOR, back <= REST.most + CARRIES_FOR + 2 * STEP]).toEqual([true, true])
    expect(page.state).toMatchObject({ hls: false, webrtc: true })
  })

  it('tries WebRTC ever more rarely while the stream plays', () => {
    const page = new Page()
    page.until(({ way }) => way === 'hls', { webrtc: false })
    const tries: number[] = []
    for (let round = 0; round < 6; round++) {
      page.until(({ webrtc }) => !webrtc, { webrtc: false })
      tries.push(page.until(({ webrtc }) => webrtc, { webrtc: false }) / MICROS_PER_SECOND)
    }
    expect(tries).toEqual([10, 20, 40, 80, 80, 80])
  })

  it('tries at once on another network, and often again', () => {
    const page = new Page()
    page.until(({ way }) => way === 'hls', { webrtc: false })
    page.pass(50 * MICROS_PER_SECOND, { webrtc: false })
    while (page.state.webrtc) page.step({ webrtc: false })
    page.state = tryAnew(page.state, page.now)
    expect(page.step({ webrtc: false }).webrtc).toBe(true)
    page.until(({ webrtc }) => !webrtc, { webrtc: false })
    expect(page.until(({ webrtc }) => webrtc, { webrtc: false })).toBeLessThanOrEqual(REST.least + STEP)
  })

  it('does not cut off a try that has begun to carry when its turn is over', () => {
    const page = new Page()
    page.until(({ way }) => way === 'hls', { webrtc: false })
    page.pass(TRY_FOR - 2 * STEP, { webrtc: false })
    expect(page.until(({ way }) => way === 'webrtc', {})).toBeLessThanOrEqual(CARRIES_FOR + 2 * STEP)
  })

  it('leaves a stream that does not move, and comes back to it after a rest', () => {
    const page = new Page({ webrtc: true, hls: true })
    page.until(({ way }) => way === 'hls', { webrtc: false })
    const dead: Weather = { webrtc: false, hls: false }
    expect(page.until(({ way }) => way === 'webrtc', dead)).toBeLessThanOrEqual(STREAM_LOST_AFTER + STEP)
    expect(page.until(({ way }) => way === 'hls', dead)).toBeGreaterThanOrEqual(FIRST_WITHIN)
    const ended = new Page({ webrtc: false, hls: true })
    ended.step({})
    expect(ended.step({ ended: true })).toMatchObject({ way: null, hls: false })
    expect(ended.until(({ way }) => way === 'hls', {})).toBeGreaterThanOrEqual(REST.least - STEP)
  })

  it('keeps the stream through a loss of the box, which the stream outlives as the page does', () => {
    const page = new Page({ webrtc: false, hls: true })
    page.pass(10 * MICROS_PER_SECOND, {})
    expect(page.pass(60 * MICROS_PER_SECOND, { linked: false }).way).toBe('hls')
    expect(page.pass(10 * MICROS_PER_SECOND, {}).way).toBe('hls')
  })

  it('keeps its invariants in any weather', () => {
    const weather = fc.record({ wanted: fc.boolean(), linked: fc.boolean(), webrtc: fc.boolean(), hls: fc.boolean(), answers: fc.boolean(), ended: fc.boolean(), steps: fc.integer({ min: 1, max: 80 }) })
    fc.assert(fc.property(fc.boolean(), fc.boolean(), fc.array(weather, { maxLength: 25 }), (webrtc, hls, days) => {
      const page = new Page({ webrtc, hls })
      for (const { steps, ...day } of days) {
        for (let step = 0; step < steps; step++) {
          const before = page.state
          const state = page.step(day)
          if (state.way === 'webrtc') expect([state.webrtc, state.hls]).toEqual([true, false]) // 1
          if (state.way === 'hls') expect(state.hls).toBe(true) // 1
          if (state.hls) expect(hls).toBe(true)
          if (state.webrtc) expect(webrtc).toBe(true)
          if (before.way !== 'hls' && state.way === 'hls') expect([day.wanted, day.linked, state.webrtc === webrtc]).toEqual([true, true, true]) // 3, 5
          if (before.way === 'webrtc' && state.way === 'hls') expect(page.now - state.goodAt).toBeGreaterThanOrEqual(FIRST_WITHIN) // 3
          if (!day.wanted && state.carriesSince === undefined) expect(state.hls).toBe(false) // 5
          if (!webrtc && !state.hls) expect(state.way).toBeNull()
        }
      }
      // Whatever was, an hour of good weather ends on the best way there is.
      page.pass(400 * MICROS_PER_SECOND, {})
      expect(page.state.way).toBe(webrtc ? 'webrtc' : hls ? 'hls' : null)
    }), { numRuns: 60 })
  })
})
