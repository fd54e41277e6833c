import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { checkMediaPlaylist } from '../../../../../testkit/streams/check-playlist.ts'
import { plainFilm } from '../../../../../testkit/streams/plain-film.ts'
import type { PlainChange } from '../../../../../testkit/streams/plain-film.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { listed, StreamViewer } from '../../../../../testkit/streams/stream-viewer.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { firstSample } from '../../../../media/cmaf/read-fragment.ts'
import type { Track } from '../../wire/words.ts'
import { openStream } from './open-stream.ts'

let clock: HandClock
let box: StreamBox
const learner = new Device()

beforeEach(() => open())
afterEach(() => box[Symbol.asyncDispose]())

function open(changes: Readonly<Record<number, PlainChange>> = {}): void {
  clock = new HandClock()
  box = new StreamBox(plainFilm(changes), { clock, timers: clock })
}

function show(...numbers: readonly number[]): void {
  for (const number of numbers) box.show(number, START)
}
const START = new HandClock().now()

const watch = (device: Device | null = learner): StreamViewer => new StreamViewer(box, openStream(box.deps, box.code, device?.id ?? null).path)
async function watchFrom(...numbers: readonly number[]): Promise<StreamViewer> {
  show(...numbers)
  const viewer = watch()
  expect((await viewer.get('main.m3u8')).status).toBe(200)
  return viewer
}

describe('a class as a stream', () => {
  it('is a main playlist, a playlist of each track, and every file that they name', async () => {
    const viewer = await watchFrom(0, 1, 2)
    const main = await viewer.get('main.m3u8')
    expect(main).toMatchObject({ type: 'application/vnd.apple.mpegurl' })
    expect(main.text).toContain('CODECS="avc1.42c01f,opus",RESOLUTION=320x180')
    for (const track of ['video', 'audio']) {
      const { text } = await viewer.get(`${track}.m3u8`)
      expect(checkMediaPlaylist(text)).toEqual([])
      expect(listed(text)).toHaveLength(3)
      expect(await viewer.missing(text)).toEqual([])
    }
  })

  it('gives everybody the same bytes, in one buffer that threads share', async () => {
    const [one, other] = [await watchFrom(0), await watchFrom(1)]
    const [name = ''] = listed((await one.get('video.m3u8')).text)
    const [first, second] = [await one.get(name), await other.get(name)]
    expect(first.body.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(second.body.buffer).toBe(first.body.buffer)
  })

  it('says at what wall time each segment was, by the shared clock', async () => {
    const viewer = await watchFrom(0, 1)
    const zero = openStream(box.deps, box.code, null).wallAtZero
    const dates = [...(await viewer.get('video.m3u8')).text.matchAll(/DATE-TIME:(.+)/g)].map(([, date = '']) => (Date.parse(date) - zero) * 1000)
    expect(dates).toEqual([START, START + 2_000_000])
  })

  it('begins when there is something to play, and asks for patience until then', async () => {
    const viewer = watch()
    const waiting = viewer.get('main.m3u8')
    show(0)
    expect((await waiting).status).toBe(200)
    const other = new StreamBox(plainFilm(), { clock, timers: clock })
    const early = new StreamViewer(other, openStream(other.deps, other.code, null).path).get('main.m3u8')
    await new Promise<void>((resolve) => setImmediate(resolve)) // The question is at the source by then.
    clock.advance(6000)
    expect((await early).code).toBe('BUSY')
    await other[Symbol.asyncDispose]()
  })

  it('holds a playlist back until it has the segment that was asked for, and not for ever', async () => {
    const viewer = await watchFrom(0, 1)
    const held = viewer.get('video.m3u8?_HLS_msn=2')
    show(2)
    expect(listed((await held).text)).toHaveLength(3)
    const again = viewer.get('video.m3u8?_HLS_msn=3')
    await new Promise<void>((resolve) => setImmediate(resolve)) // The question is at the source by then.
    clock.advance(6000)
    expect(listed((await again).text)).toHaveLength(3)
  })

  it('holds back no more than six answers at once; what is asked beyond is answered with what there is', async () => {
    const viewer = await watchFrom(0, 1)
    let answered = 0
    const held = Array.from({ length: 6 }, () => viewer.get('video.m3u8?_HLS_msn=2').then((answer) => { answered++; return answer }))
    expect(listed((await viewer.get('audio.m3u8?_HLS_msn=2')).text)).toHaveLength(2)
    expect(answered).toBe(0)
    show(2)
    for (const one of held) expect(listed((await one).text)).toHaveLength(3)
    const again = viewer.get('audio.m3u8?_HLS_msn=3')
    show(3)
    expect(listed((await again).text)).toHaveLength(4)
  })

  it('refuses what nobody can know of yet', async () => {
    const viewer = await watchFrom(0)
    for (const msn of ['9', '-1', '1.5', 'x', '12345678901']) expect((await viewer.get(`video.m3u8?_HLS_msn=${msn}`)).code).toBe('BAD_INPUT')
  })

  it('has no files but its own', async () => {
    const viewer = await watchFrom(0)
    const [name = ''] = listed((await viewer.get('video.m3u8')).text)
    expect(await viewer.get(name.replace(/[0-9a-f]{12}/, 'ffffffffffff'))).toMatchObject({ status: 404, code: 'SEGMENT_GONE' })
    expect(await viewer.get(name.replace('-0-', '-7-'))).toMatchObject({ status: 404, code: 'SEGMENT_GONE' })
    expect(await viewer.get('video-init-ffffffffffff.mp4')).toMatchObject({ status: 404, code: 'SEGMENT_GONE' })
    expect(await viewer.get('other.m3u8')).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    expect(await new StreamViewer(box, '/hls/aaaaaaaaaaaaaaaaaaaaaaaa/main.m3u8').get('main.m3u8')).toMatchObject({ status: 404, code: 'STREAM_UNKNOWN' })
  })
})

describe('a stream keeps what its main playlist said', () => {
  it('ends before a track that was not there, and the next one has it', async () => {
    open({ 0: { tracks: ['audio'] }, 1: { tracks: ['audio'] } })
    const viewer = await watchFrom(0, 1)
    show(2)
    const { text } = await viewer.get('audio.m3u8')
    expect([listed(text).length, text.endsWith('#EXT-X-ENDLIST\n')]).toEqual([2, true])
    expect((await watchFrom().then((next) => next.get('main.m3u8'))).text).toContain('avc1')
  })

  it('ends before a segment that is longer than its target duration', async () => {
    open({ 2: { seconds: 4 } })
    const viewer = await watchFrom(0, 1)
    show(2)
    expect((await viewer.get('video.m3u8')).text).toMatch(/TARGETDURATION:2\n[^]*ENDLIST/)
    const next = await watchFrom()
    expect((await next.get('video.m3u8')).text).toContain('TARGETDURATION:4')
  })

  it('fills a track that sends nothing for a while: the last picture stays, the sound is silent', async () => {
    open({ 2: { tracks: ['audio'] }, 3: { tracks: ['video'] } })
    const viewer = await watchFrom(0, 1)
    show(2, 3)
    const [video, audio] = [(await viewer.get('video.m3u8')).text, (await viewer.get('audio.m3u8')).text]
    expect([listed(video).length, listed(audio).length, video.includes('ENDLIST')]).toEqual([4, 4, false])
    const picture = firstSample((await viewer.get(listed(video)[2] ?? '')).body)
    expect([Buffer.from(picture.data).toString(), picture.time]).toEqual(['picture 1', Math.round((START + 4_000_000) * 0.09)])
    const sound = firstSample((await viewer.get(listed(audio)[3] ?? '')).body)
    expect([...sound.data]).toEqual([0xf8, 0xff, 0xfe])
    expect([...await viewer.missing(video), ...await viewer.missing(audio)]).toEqual([])
  })

  it('ends with the last segments there were when the class is over', async () => {
    const viewer = await watchFrom(0, 1)
    await viewer.get('video.m3u8')
    box.phase = 'closed'
    box.watching = () => { throw new Refused('CLASS_OVER') }
    box.window.forget(box.classId)
    const { text } = await viewer.get('video.m3u8')
    expect([listed(text).length, text.endsWith('#EXT-X-ENDLIST\n')]).toEqual([2, true])
    expect((await viewer.get(listed(text)[1] ?? '')).status).toBe(200)
  })

  it('whatever comes and goes: numbers never go back, no name changes, every name is the name of something', async () => {
    const change = fc.record({ tracks: fc.constantFrom<readonly Track[]>(['video', 'audio'], ['audio'], ['video']), seconds: fc.constantFrom(1, 2, 3), discontinuity: fc.boolean() })
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 25 }), async (changes) => {
      open(Object.fromEntries(changes.entries()))
      show(0)
      let viewer = watch()
      await viewer.get('main.m3u8')
      const before = { video: new Seen(), audio: new Seen() }
      for (let number = 1; number < changes.length; number++) {
        show(number)
        for (const track of ['video', 'audio'] as const) {
          const { status, text } = await viewer.get(`${track}.m3u8`)
          if (status !== 200) continue
          expect(checkMediaPlaylist(text)).toEqual([])
          before[track].add(text)
          expect(await viewer.missing(text)).toEqual([])
        }
        if (!(await viewer.get('video.m3u8')).text.includes('ENDLIST') && !(await viewer.get('audio.m3u8')).text.includes('ENDLIST')) continue
        viewer = watch()
        await viewer.get('main.m3u8')
        for (const seen of [before.video, before.audio]) seen.another()
      }
      await box[Symbol.asyncDispose]()
    }), { numRuns: 25 })
  })
})

/** What a player remembers of a playlist's segments from one look to the next. */
class Seen {
  #first = 0
  readonly #names = new Map<number, string>()

  /** Another stream, of another shape: it may reach further back, where this track was alone; names stay what they were. */
  another(): void {
    this.#first = 0
  }

  add(text: string): void {
    const first = Number(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1])
    expect(first).toBeGreaterThanOrEqual(this.#first)
    this.#first = first
    listed(text).forEach((name, index) => {
      expect(this.#names.get(first + index) ?? name).toBe(name)
      this.#names.set(first + index, name)
    })
  }
}

describe('who may watch', () => {
  it('is asked with every file: whoever was sent out is sent nothing more', async () => {
    const viewer = await watchFrom(0, 1)
    const [name = ''] = listed((await viewer.get('video.m3u8')).text)
    box.watching = () => { throw new Refused('NO_SEAT') }
    expect(await viewer.get(name)).toMatchObject({ status: 404, code: 'STREAM_UNKNOWN' })
    box.watching = (device) => ({ viewer: device, sent: { video: true, audio: true } })
    expect((await viewer.get(name)).code).toBe('STREAM_UNKNOWN')
  })

  it('is sent what their seat is sent: on headphones in the room, sound alone', async () => {
    box.watching = (device) => ({ viewer: device, sent: { video: false, audio: true } })
    const viewer = await watchFrom(0, 1)
    expect((await viewer.get('main.m3u8')).text).not.toContain('avc1')
    expect((await viewer.get('video.m3u8')).code).toBe('STREAM_UNKNOWN')
    const audio = await viewer.get('audio.m3u8')
    expect(listed(audio.text)).toHaveLength(2)
    box.watching = (device) => ({ viewer: device, sent: { video: true, audio: true } })
    const [name = ''] = listed((await (await watchFrom()).get('video.m3u8')).text)
    box.watching = (device) => ({ viewer: device, sent: { video: false, audio: true } })
    expect((await viewer.get(name)).code).toBe('STREAM_UNKNOWN')
  })

  it('opens nothing before the class is live, or while nothing is sent to their seat', () => {
    box.phase = 'lobby'
    expect(() => watch()).toThrow(new Refused('CLASS_NOT_OPEN'))
    box.phase = 'live'
    box.watching = () => ({ viewer: null, sent: { video: false, audio: false } })
    expect(() => watch()).toThrow(new Refused('CLASS_NOT_OPEN'))
  })

  it('is no player that comes to a locked door; who is there goes on', async () => {
    const viewer = await watchFrom(0, 1)
    box.watching = () => ({ viewer: null, sent: { video: true, audio: true }, isKeptOut: true })
    expect(() => watch(null)).toThrow(new Refused('DOOR_LOCKED'))
    expect((await viewer.get('video.m3u8')).status).toBe(200)
  })

  it('is told what live refuses', () => {
    for (const code of ['CLASS_UNKNOWN', 'CLASS_OVER', 'NO_SEAT']) {
      box.watching = () => { throw new Refused(code) }
      expect(() => watch()).toThrow(new Refused(code))
    }
  })
})

describe('the streams that are open', () => {
  it('are bounded: the twenty-first player of the code alone waits for one that is idle', async () => {
    const viewer = await watchFrom(0)
    for (let count = 0; count < 20; count++) watch(null)
    expect(() => watch(null)).toThrow(new Refused('STREAMS_TOO_MANY'))
    clock.advance(59_000)
    await viewer.get('video.m3u8')
    clock.advance(1000)
    watch(null)
    expect((await viewer.get('video.m3u8')).status).toBe(200)
  })

  it('of one viewer are three, the newest', async () => {
    show(0)
    const all = [watch(), watch(), watch(), watch()]
    expect(await Promise.all(all.map(async (one) => (await one.get('main.m3u8')).code))).toEqual(['STREAM_UNKNOWN', undefined, undefined, undefined])
  })
})
