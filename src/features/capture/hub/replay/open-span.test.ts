import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { checkMediaPlaylist } from '../../../../../testkit/streams/check-playlist.ts'
import { plainFilm } from '../../../../../testkit/streams/plain-film.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { listed, StreamViewer } from '../../../../../testkit/streams/stream-viewer.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { WallSpan } from '../stream/recorded-source.ts'
import { openReplay } from './open-replay.ts'
import { openSpan } from './open-span.ts'

const START = new HandClock().now()
const learner = new Device()
let box: StreamBox
let may: boolean

beforeEach(async () => {
  const clock = new HandClock()
  box = new StreamBox(plainFilm({ 0: { tracks: ['audio'] } }), { clock, timers: clock })
  box.phase = 'closed'
  box.viewer = () => 'crew'
  may = true
  for (const number of [0, 1, 2, 3, 4]) await box.seal(number, START)
})
afterEach(() => box[Symbol.asyncDispose]())

/** In seconds of the film. */
const span = (from: number, to: number): WallSpan => box.wallSpan(START + from * 1e6, START + to * 1e6)
const open = (of: WallSpan, viewer = learner) => openSpan(box.deps, { classId: box.classId, viewer: viewer.id, span: of, right: () => may })
const watch = (of: WallSpan): StreamViewer => new StreamViewer(box, open(of).path)
const numbers = (text: string): string[] => listed(text).map((name) => name.split('-')[1] ?? '')

describe('a stretch of a recording as a stream', () => {
  it('is the segments that lie in it, wholly or in part, with an end, and nothing else can be had by it', async () => {
    const viewer = watch(span(3, 6.5))
    for (const track of ['video', 'audio']) {
      const { text } = await viewer.get(`${track}.m3u8`)
      expect(checkMediaPlaylist(text)).toEqual([])
      expect(numbers(text)).toEqual(['1', '2', '3'])
      expect([text.includes('PLAYLIST-TYPE:VOD'), text.includes('ENDLIST')]).toEqual([true, true])
      expect(await viewer.missing(text)).toEqual([])
    }
    const whole = new StreamViewer(box, openReplay(box.deps, box.code, null).path)
    const [, , , , last = ''] = listed((await whole.get('video.m3u8')).text)
    expect(await viewer.get(last)).toMatchObject({ code: 'SEGMENT_GONE' })
  })

  it('ends where it touches the next segment', async () => {
    expect(numbers((await watch(span(2, 4)).get('audio.m3u8')).text)).toEqual(['1'])
  })

  it('knows the shared time of what is seen', () => {
    const [first] = box.deps.shelf.segments(box.classId)
    expect(open(span(3, 4)).wallAtZero).toBe(Math.round((first?.wall ?? 0) - START / 1000))
  })

  it('ends with the right to it, in the middle of watching', async () => {
    const viewer = watch(span(3, 6))
    expect((await viewer.get('main.m3u8')).status).toBe(200)
    may = false
    expect(await viewer.get('video.m3u8')).toMatchObject({ code: 'STREAM_UNKNOWN' })
    may = true
    expect(await viewer.get('video.m3u8')).toMatchObject({ code: 'STREAM_UNKNOWN' })
  })

  it('is refused where nothing is recorded, or no more', () => {
    expect(() => open(span(10, 20))).toThrow(new Refused('NO_RECORDING'))
    box.destroy()
    expect(() => open(span(3, 6))).toThrow(new Refused('NO_RECORDING'))
  })

  it('has an end while the class goes on, and others see its recording grow', async () => {
    box.phase = 'live'
    const viewer = watch(span(3, 6))
    expect(numbers((await viewer.get('audio.m3u8')).text)).toEqual(['1', '2'])
    await box.seal(5, START)
    const { text } = await viewer.get('audio.m3u8')
    expect([numbers(text), text.includes('ENDLIST')]).toEqual([['1', '2'], true])
  })

  it('makes room among the streams of its viewer alone, and not among those of the recording', async () => {
    const first = watch(span(0, 2))
    const replay = new StreamViewer(box, openReplay(box.deps, box.code, learner.id).path)
    for (let count = 0; count < 3; count += 1) open(span(0, 2))
    expect((await first.get('main.m3u8')).code).toBe('STREAM_UNKNOWN')
    expect((await replay.get('main.m3u8')).status).toBe(200)
  })
})

describe('a stream that was open when something of it was replaced', () => {
  it('names and sends the new at once; the addresses of the old are gone', async () => {
    const viewers = [watch(span(3, 6)), new StreamViewer(box, openReplay(box.deps, box.code, null).path)]
    const old = await Promise.all(viewers.map(async (viewer) => listed((await viewer.get('video.m3u8')).text).find((name) => name.startsWith('video-2-')) ?? ''))
    for (const [index, viewer] of viewers.entries()) expect((await viewer.get(old[index] ?? '')).status).toBe(200)
    expect(await box.redact(span(4, 6), { sound: false, picture: true })).toEqual([2])
    for (const [index, viewer] of viewers.entries()) {
      expect(await viewer.get(old[index] ?? '')).toMatchObject({ code: 'SEGMENT_GONE' })
      const { text } = await viewer.get('video.m3u8')
      expect(checkMediaPlaylist(text)).toEqual([])
      expect(await viewer.missing(text)).toEqual([])
      const now = listed(text).find((name) => name.startsWith('video-2-')) ?? ''
      expect(now).not.toBe(old[index])
      expect(Buffer.from((await viewer.get(now)).body).includes('picture 2')).toBe(false)
    }
  })

  it('never sends the old to whoever asked for it just before', async () => {
    const viewer = watch(span(3, 6))
    const name = listed((await viewer.get('video.m3u8')).text).find((one) => one.startsWith('video-2-')) ?? ''
    const prepared = await box.redactions.prepare(box.classId, span(4, 6), { sound: true, picture: true }, 'silence')
    const asked = viewer.get(name)
    box.decide(prepared)
    const done = prepared.done()
    expect(await asked).toMatchObject({ code: 'SEGMENT_GONE' })
    await done
  })
})

describe('the live window', () => {
  it('lets go of what was replaced and of what came before it; what comes later goes on', async () => {
    const from = box.clock.now()
    for (const number of [0, 1, 2, 3]) box.show(number, from)
    expect(await box.redact(span(2, 4), { sound: true, picture: true })).toEqual([1])
    // The film was sealed at the same instants as it was shown.
    expect(box.window.segments(box.classId).map(({ sequence }) => sequence)).toEqual([2, 3])
    expect(box.window.isLetGo(box.classId, { from })).toBe(true)
    box.show(4, from)
    expect(box.window.segments(box.classId).map(({ sequence }) => sequence)).toEqual([2, 3, 4])
  })

  it('keeps the newest until the next comes, and sends it to nobody', async () => {
    const from = box.clock.now()
    for (const number of [0, 1]) box.show(number, from)
    await box.redact(span(0, 4), { sound: true, picture: true })
    expect(box.window.segments(box.classId).map((one) => [one.sequence, box.window.isLetGo(box.classId, one)])).toEqual([[1, true]])
    box.show(2, from)
    expect(box.window.segments(box.classId).map(({ sequence }) => sequence)).toEqual([2])
  })
})
