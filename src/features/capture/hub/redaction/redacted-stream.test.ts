import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { checkMediaPlaylist } from '../../../../../testkit/streams/check-playlist.ts'
import { FFMPEG, FILM_START, hasFfmpeg, makeFilm } from '../../../../../testkit/streams/film.ts'
import type { Film } from '../../../../../testkit/streams/film.ts'
import { LOOKS, seenAndHeard } from '../../../../../testkit/streams/seen-and-heard.ts'
import type { SeenAndHeard } from '../../../../../testkit/streams/seen-and-heard.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { listed, StreamViewer } from '../../../../../testkit/streams/stream-viewer.ts'
import { waitFor } from '../../../../../testkit/wait-for.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Track } from '../../wire/words.ts'
import { openReplay } from '../replay/open-replay.ts'
import type { WallSpan } from '../stream/recorded-source.ts'
import { ffmpegCoder } from './ffmpeg-coder.ts'

const SEGMENTS = 6
const [FILM_TONE, TONE] = [400, 1000]
const BOTH = { sound: true, picture: true }
let film: Film
let box: StreamBox
let base: string

async function open(): Promise<void> {
  box = new StreamBox(film, { coder: ffmpegCoder(FFMPEG) })
  box.phase = 'closed'
  box.viewer = () => 'crew'
  for (let number = 0; number < SEGMENTS; number += 1) await box.seal(number, FILM_START)
  base = await box.listen()
  await waitFor('the encoder to be known', () => Promise.resolve(box.redactions.meansHere().length > 1), { within: 20_000 })
}

/** In seconds of the film. */
const span = (from: number, to: number): WallSpan => box.wallSpan(FILM_START + from * 1e6, FILM_START + to * 1e6)

async function parts(track: Track): Promise<{ text: string; bodies: Uint8Array[] }> {
  const viewer = new StreamViewer(box, openReplay(box.deps, box.code, null).path)
  await viewer.get('main.m3u8')
  const { text } = await viewer.get(`${track}.m3u8`)
  expect(checkMediaPlaylist(text)).toEqual([])
  expect(await viewer.missing(text)).toEqual([])
  return { text, bodies: await Promise.all(listed(text).map(async (name) => (await viewer.get(name)).body)) }
}

async function watched(): Promise<SeenAndHeard> {
  const seen = await seenAndHeard(base + openReplay(box.deps, box.code, null).path, [FILM_TONE, TONE])
  expect(seen.complaints).toBe('')
  expect([seen.brightness.length, seen.loudness.length].every((looks) => Math.abs(looks - SEGMENTS * 2 * LOOKS) <= 1)).toBe(true)
  return seen
}

/** Of seconds of the film, the looks that lie wholly in them. */
function during<T>(looks: readonly T[], from: number, to: number): T[] {
  return looks.slice(Math.ceil(from * LOOKS), Math.floor(to * LOOKS))
}

describe.runIf(hasFfmpeg)('a recording of which something was removed, in another player', () => {
  beforeAll(async () => { film = await makeFilm(SEGMENTS * 2, undefined, { hertz: FILM_TONE }) }, 60_000)
  afterEach(() => box[Symbol.asyncDispose]())

  it('is black and silent where it was, across the seams, and as it was everywhere else', async () => {
    await open()
    const before = { video: await parts('video'), audio: await parts('audio') }
    expect(await box.redact(span(4.5, 7), BOTH)).toEqual([2, 3])
    const after = { video: await parts('video'), audio: await parts('audio') }
    for (const track of ['video', 'audio'] as const) {
      for (const [number, body] of after[track].bodies.entries()) expect(Buffer.compare(body, before[track].bodies[number] ?? Buffer.of()) === 0).toBe(number !== 2 && number !== 3)
      // Into it and out of it, whichever track.
      expect(after[track].text.split('\n').flatMap((line, index, lines) => (line === '#EXT-X-DISCONTINUITY' ? [lines.slice(index).find((one) => one.endsWith('.m4s'))?.split('-')[1]] : []))).toEqual(['2', '4'])
    }
    const { brightness, loudness } = await watched()
    expect(during(brightness, 4.25, 7.75).every((value) => value < 1)).toBe(true)
    expect(during(loudness, 4.25, 8).every((value) => value < 0.001)).toBe(true)
    for (const [from, to] of [[0, 3.75], [8.25, 11.5]] as const) {
      expect(during(brightness, from, to).every((value) => value > 50)).toBe(true)
      expect(during(loudness, from, to).every((value) => value > 0.05)).toBe(true)
    }
  }, 60_000)

  it.each([['sound', 'audio', 'video'], ['picture', 'video', 'audio']] as const)('lacks the %s alone where only that was to go: of the other track no byte has changed', async (what, gone, kept) => {
    await open()
    const before = { video: await parts('video'), audio: await parts('audio') }
    await box.redact(span(2, 4), { ...{ sound: false, picture: false }, [what]: true })
    const after = { video: await parts('video'), audio: await parts('audio') }
    expect(after[kept].bodies.map((body) => Buffer.from(body).toString('base64'))).toEqual(before[kept].bodies.map((body) => Buffer.from(body).toString('base64')))
    expect(Buffer.compare(after[gone].bodies[1] ?? Buffer.of(), before[gone].bodies[1] ?? Buffer.of())).not.toBe(0)
    const { brightness, loudness } = await watched()
    expect(during(brightness, 2.25, 3.75).every((value) => (what === 'picture' ? value < 1 : value > 50))).toBe(true)
    expect(during(loudness, 2.25, 3.75).every((value) => (what === 'sound' ? value < 0.001 : value > 0.05))).toBe(true)
  }, 60_000)

  it('has a tone and coarse blocks within exactly the span, where there is an encoder, and the rest of the segments as it was', async () => {
    await open()
    const sound = (await parts('audio')).bodies
    const plain = await watched()
    expect(await box.redact(span(4.5, 7), BOTH, 'tone')).toEqual([2, 3])
    expect(box.entries('capture.segment-replaced.1')).toMatchObject([{ number: 2, means: 'tone', cause: null }, { number: 3, means: 'tone' }])
    const { detail, loudness, tones } = await watched()
    const usual = Math.min(...plain.detail)
    expect(during(detail, 4.75, 6.75).every((value) => value < usual / 10)).toBe(true)
    expect(during(tones.get(TONE) ?? [], 4.75, 6.75).every((value) => value > 0.9)).toBe(true)
    expect(during(tones.get(FILM_TONE) ?? [], 4.75, 6.75).every((value) => value < 0.05)).toBe(true)
    expect(loudness.every((value) => value > 0.03)).toBe(true)
    for (const [from, to] of [[0, 4.25], [7.25, 11.5]] as const) {
      expect(during(detail, from, to).every((value) => value > usual / 2)).toBe(true)
      expect(during(tones.get(FILM_TONE) ?? [], from, to).every((value) => value > 0.9)).toBe(true)
    }
    expect((await parts('audio')).bodies.map((body, number) => Buffer.compare(body, sound[number] ?? Buffer.of()) === 0)).toEqual([true, true, false, false, true, true])
  }, 60_000)

  it('can have more removed, and then black and silence instead of blocks and tone', async () => {
    await open()
    await box.redact(span(4, 6), { sound: true, picture: false })
    await box.redact(span(4.5, 5.5), { sound: false, picture: true }, 'tone')
    await box.redact(span(4, 8), { sound: false, picture: true })
    const { brightness, loudness } = await watched()
    expect(during(brightness, 4.25, 7.75).every((value) => value < 1)).toBe(true)
    expect(during(loudness, 4.25, 5.75).every((value) => value < 0.001)).toBe(true)
    expect(during(loudness, 6.25, 7.75).every((value) => value > 0.05)).toBe(true)
  }, 60_000)

  it('of a wall time before or after it lacks nothing', async () => {
    await open()
    expect(await box.redact({ from: 0 as WallTime, to: span(0, 1).from }, BOTH)).toEqual([])
    expect(await box.redact(span(12, 20), BOTH)).toEqual([])
    expect(box.entries('capture.segment-replaced.1')).toEqual([])
  })
})
