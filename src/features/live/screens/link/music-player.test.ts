import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { MusicId } from '../../../../kernel/ids.ts'
import { type HubTime, hubTime } from '../../../../kernel/time.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { Music } from '../../wire/together.ts'
import { MusicPlayer } from './music-player.ts'

type Started = { readonly when: number; readonly offset: number; readonly loop: boolean; stopped: boolean; readonly rates: (readonly [rate: number, at: number])[] }

/** A browser's sound: its clock is the page's, 2 s ahead, and may drift. What is asked of it is written down. */
class Sound {
  readonly started: Started[] = []
  slip = 0
  readonly #clock: HandClock

  constructor(clock: HandClock) {
    this.#clock = clock
  }

  get context(): AudioContext {
    const sound = this
    const gain = { gain: { setValueAtTime: () => ({ linearRampToValueAtTime: () => undefined }), setTargetAtTime: () => undefined }, connect: () => undefined }
    const context = {
      state: 'running', baseLatency: 0, destination: {},
      get currentTime() { return sound.#clock.now() / 1e6 + 2 + sound.slip },
      decodeAudioData: (bytes: ArrayBuffer) => bytes.byteLength === 0 ? Promise.reject(new DOMException('no sound', 'EncodingError')) : Promise.resolve({ duration: 4 }),
      createGain: () => gain,
      createBufferSource: () => sound.#source(),
    }
    return context as unknown as AudioContext
  }

  get last(): Started | undefined {
    return this.started.at(-1)
  }

  #source() {
    const rates: [number, number][] = []
    const source = {
      buffer: null, loop: false, onended: null, connect: () => ({ connect: () => undefined }),
      playbackRate: { setValueAtTime: (rate: number, at: number) => rates.push([rate, at]) },
      start: (when: number, offset: number) => this.started.push({ when, offset, loop: source.loop, stopped: false, rates }),
      stop: () => { const [last] = this.started.slice(-1); if (last) last.stopped = true },
    }
    return source
  }
}

const heard = () => new Promise<void>((resolve) => void setImmediate(resolve))
const music = (letter: string, since: number, over: Partial<Music> = {}): Music => ({
  id: MusicId.parse(`mus_${letter.repeat(16)}`), track: 'beat-120', title: 'Beat', loops: true, line: { length: null, position: 0, since: hubTime(since) }, ...over,
})

let clock: HandClock
let sound: Sound
let sounds: boolean
let fetched: string[]
let bytes: () => Promise<ArrayBuffer>
let reported: (readonly [string, HubTime])[]
let player: MusicPlayer
beforeEach(() => {
  clock = new HandClock()
  sound = new Sound(clock)
  sounds = true
  fetched = []
  reported = []
  bytes = () => Promise.resolve(new ArrayBuffer(8))
  player = new MusicPlayer({
    context: () => sound.context, sounds: () => sounds, timers: clock, now: () => clock.now(),
    clock: { toLocal: (at) => at, toHub: (at) => hubTime(at) },
    fetch: (track) => (fetched.push(track), bytes()),
    onStarted: (id, at) => reported.push([id, at]),
  })
})
async function passes(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 100) {
    clock.advance(Math.min(100, left))
    await heard()
  }
}

describe('the class\'s music on one device', () => {
  it('begins with its first sample at the agreed instant, goes round, and reports when it was output', async () => {
    const since = clock.now() + 400_000
    player.hear(music('a', since), true)
    await passes(800)
    expect(sound.started).toMatchObject([{ offset: 0, loop: true }])
    expect(sound.last?.when).toBeCloseTo(since / 1e6 + 2, 6)
    expect(reported).toHaveLength(1)
    expect(Math.abs((reported[0]?.[1] ?? 0) - since)).toBeLessThan(100)
  })

  it('comes in at its place for who comes late, and reports nothing of that', async () => {
    const since = clock.now() - 9_000_000
    player.hear(music('a', since), false)
    await passes(300)
    // The context's clock is two seconds ahead, and the sound four long.
    expect(sound.last?.offset).toBeCloseTo(((sound.last?.when ?? 0) - 2 - since / 1e6) % 4, 6)
    expect(reported).toEqual([])
  })

  it('is silent in a silent seat and comes in when the seat sounds; a press on mute ends it', async () => {
    sounds = false
    player.hear(music('a', clock.now()), true)
    await passes(1500)
    expect([sound.started.length, fetched.length]).toEqual([0, 0])
    sounds = true
    player.changed()
    await passes(100)
    expect(sound.started).toHaveLength(1)
    sounds = false
    player.changed()
    expect(sound.last?.stopped).toBe(true)
  })

  it('is made ready before its start, once, and begins without being fetched again', async () => {
    player.expect('beat-120', false)
    player.expect('beat-120', true)
    player.expect('trk_aaaaaaaaaaaaaaaa', false)
    await passes(200)
    expect([fetched, sound.started.length]).toEqual([['beat-120'], 0])
    player.hear(music('a', clock.now() + 300_000), true)
    await passes(500)
    expect([fetched.length, sound.started.length, reported.length]).toEqual([1, 1, 1])
  })

  it('is one piece at a time: another takes its place, and none is silence', async () => {
    player.hear(music('a', clock.now()), true)
    await passes(200)
    player.hear(music('b', clock.now() + 300_000), true)
    await passes(200)
    expect(sound.started.map(({ stopped }) => stopped)).toEqual([true, false])
    player.hear(null, false)
    await passes(2500)
    expect(sound.started.map(({ stopped }) => stopped)).toEqual([true, true])
  })

  it('is not begun again by news that says the same', async () => {
    const one = music('a', clock.now())
    player.hear(one, true)
    await passes(200)
    player.hear({ ...one }, true)
    await passes(1200)
    expect(sound.started).toHaveLength(1)
  })

  it('that drifts is brought back by its pace, and one that is far off begins anew at its place', async () => {
    player.hear(music('a', clock.now() + 100_000), true)
    await passes(1500)
    sound.slip += 0.04
    await passes(1000)
    const [slower, usual] = sound.last?.rates ?? []
    expect(slower?.[0]).toBeCloseTo(0.996, 6)
    expect(usual?.[0]).toBe(1)
    expect((usual?.[1] ?? 0) - (slower?.[1] ?? 0)).toBeCloseTo(0.04 / 0.004, 2)
    sound.slip += 3
    await passes(12_000)
    expect(sound.started.map(({ stopped }) => stopped)).toEqual([true, false])
  })

  it('that cannot be fetched is tried again, not at once, and comes in at its place', async () => {
    let fails: Error = new Unreachable()
    bytes = () => Promise.reject(fails)
    player.hear(music('a', clock.now()), true)
    await passes(3000)
    expect(fetched).toHaveLength(1)
    fails = new Refused('TOO_MANY')
    await passes(3000)
    expect(fetched).toHaveLength(2)
    bytes = () => Promise.resolve(new ArrayBuffer(8))
    await passes(7000)
    expect(sound.started).toHaveLength(1)
  })

  it('that this browser cannot decode leaves everything else as it is, and is not asked for again', async () => {
    bytes = () => Promise.resolve(new ArrayBuffer(0))
    player.hear(music('a', clock.now()), true)
    await passes(8000)
    expect([sound.started.length, fetched.length]).toEqual([0, 1])
  })

  it('without a loop is silent after its end', async () => {
    player.hear(music('a', clock.now() - 5_000_000, { loops: false }), false)
    await passes(1500)
    expect(sound.started).toEqual([])
  })

  it('is over with the visit', async () => {
    player.hear(music('a', clock.now()), true)
    await passes(200)
    player.end()
    await passes(3000)
    expect(sound.started.map(({ stopped }) => stopped)).toEqual([true])
  })
})
