import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FFMPEG, FFPROBE, FILM_START, hasFfmpeg, makeFilm } from '../../../../../../testkit/streams/film.ts'
import { Malformed, Refused } from '../../../../../kernel/failures.ts'
import { newId } from '../../../../../kernel/ids.ts'
import { hubTime } from '../../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../../platform/crypto-node.ts'
import { adtsFrames } from '../../../../../media/cmaf/adts.ts'
import { AAC_FRAME_SAMPLES, AAC_RATE, framesOf } from '../../../rules/playlist/aac-grid.ts'
import { AacDesk } from './aac-desk.ts'
import type { SoundSegment } from './aac-desk.ts'
import { EncoderFailed } from '../../run-ffmpeg.ts'
import { ffmpegEncoder } from './encoder.ts'
import type { AacEncoder } from './encoder.ts'

const classId = newId('cls', nodeCrypto())
const sound = (name: string): SoundSegment => ({ name: `${classId} ${name}`, from: hubTime(2e6), to: hubTime(4e6), init: Uint8Array.of(1), content: Uint8Array.of(2), before: null })

const unheard = (error: EncoderFailed): void => { throw error }

describe('the grid of frames', () => {
  it('gives every frame to one segment, whatever their lengths, and none that reaches beyond it', () => {
    fc.assert(fc.property(fc.integer({ min: 1e6, max: 1e13 }), fc.array(fc.integer({ min: 1, max: 9e6 }), { minLength: 1 }), (start, lengths) => {
      let [from, next] = [start, framesOf({ from: hubTime(start), to: hubTime(start) }).first]
      for (const length of lengths) {
        const { first, count } = framesOf({ from: hubTime(from), to: hubTime(from + length) })
        expect(first).toBe(next)
        from += length
        next = first + count
        expect((next + 2) * AAC_FRAME_SAMPLES).toBeLessThanOrEqual((from * AAC_RATE) / 1e6)
      }
    }))
  })
})

describe('an ADTS stream', () => {
  const frame = (...bytes: readonly number[]) => [0xff, 0xf1, 0x4c, 0x80, ((7 + bytes.length) >> 3) & 0xff, ((7 + bytes.length) & 7) << 5, 0xfc, ...bytes]

  it('is its frames, with a check or without', () => {
    expect(adtsFrames(Uint8Array.from([...frame(1, 2, 3), ...frame(4)])).map((one) => [...one])).toEqual([[1, 2, 3], [4]])
    expect(adtsFrames(Uint8Array.from([0xff, 0xf0, 0x4c, 0x80, 1, 0x40, 0xfc, 9, 9, 5])).map((one) => [...one])).toEqual([[5]])
    expect(adtsFrames(new Uint8Array())).toEqual([])
  })

  it.each<[string, number[]]>([
    ['what does not begin as one', [0, ...frame(1)]], ['half a header', frame(1).slice(0, 5)], ['half a frame', frame(1, 2, 3).slice(0, 9)],
    ['a frame of no length', frame()], ['several blocks in a frame', frame(1).with(6, 0xfd)],
  ])('is not %s', (_, bytes) => {
    expect(() => adtsFrames(Uint8Array.from(bytes))).toThrow(Malformed)
  })
})

/** An encoder that is told when to be done. */
function slowEncoder(): { encoder: AacEncoder; finish: (how?: Error) => Promise<void>; started: () => number } {
  const open: { resolve: (frames: Uint8Array[]) => void; reject: (error: Error) => void }[] = []
  let started = 0
  return {
    encoder: { works: async () => true, encode: ({ frames }) => new Promise((resolve, reject) => { started++; open.push({ resolve: () => resolve(Array.from({ length: frames.count }, () => Uint8Array.of(7))), reject }) }) },
    finish: async (how) => {
      const one = open.shift()
      if (how) one?.reject(how)
      else one?.resolve([])
      await new Promise<void>((resolve) => setImmediate(resolve))
    },
    started: () => started,
  }
}

describe('the sound once more', () => {
  it('is not offered without an encoder that works', async () => {
    const none = new AacDesk(null, unheard)
    const broken = new AacDesk(ffmpegEncoder('/nowhere/ffmpeg'), unheard)
    await Promise.all([none.begin(), broken.begin()])
    expect([none.rate, broken.rate]).toEqual([null, null])
    await expect(broken.segment(sound('a'))).rejects.toThrow(new Refused('SEGMENT_GONE'))
  })

  it('is made once for all who ask, one segment at a time', async () => {
    const { encoder, finish, started } = slowEncoder()
    const desk = new AacDesk(encoder, unheard)
    await desk.begin()
    const all = [desk.segment(sound('a')), desk.segment(sound('a')), desk.segment(sound('b'))]
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(started()).toBe(1)
    await finish()
    await finish()
    const [first, second, third] = await Promise.all(all)
    expect([first === second, started()]).toEqual([true, 2])
    expect(third).not.toBe(first)
  })

  it('asks for patience when too many wait', async () => {
    const { encoder, finish } = slowEncoder()
    const desk = new AacDesk(encoder, unheard, { waiting: 2, kept: 10 })
    await desk.begin()
    const [one, other] = [desk.segment(sound('a')), desk.segment(sound('b'))]
    await expect(desk.segment(sound('c'))).rejects.toThrow(new Refused('BUSY'))
    await new Promise<void>((resolve) => setImmediate(resolve))
    await finish()
    await finish()
    await Promise.all([one, other])
    const third = desk.segment(sound('c'))
    await new Promise<void>((resolve) => setImmediate(resolve))
    await finish()
    expect((await third).length).toBeGreaterThan(0)
  })

  it('is offered no more once the encoder has failed, and why is told', async () => {
    const { encoder, finish } = slowEncoder()
    const failures: string[] = []
    const desk = new AacDesk(encoder, ({ message }) => failures.push(message))
    await desk.begin()
    expect(desk.rate).toBeGreaterThan(0)
    const made = desk.segment(sound('a'))
    const told = expect(made).rejects.toThrow(new Refused('SEGMENT_GONE'))
    await new Promise<void>((resolve) => setImmediate(resolve))
    await finish(new EncoderFailed('ended'))
    await told
    expect(desk.rate).toBeNull()
    expect(failures).toEqual(['ended'])
  })
})

describe.runIf(hasFfmpeg)('made by ffmpeg, segment by segment', () => {
  it('joins without a gap or a click: a tone goes on as if it had been encoded in one piece', async () => {
    const film = await makeFilm(8, ['audio'])
    const desk = new AacDesk(ffmpegEncoder(FFMPEG), unheard)
    await desk.begin()
    const segments = [0, 1, 2, 3].map((number) => film.segment(number, FILM_START))
    const contentOf = (index: number): Uint8Array | undefined => segments[index]?.parts[0]?.content
    const made = await Promise.all(segments.map(({ from, to }, index) => desk.segment({
      name: `${classId} ${index}`, from, to, init: film.inits[0]?.bytes ?? new Uint8Array(), content: contentOf(index) ?? new Uint8Array(), before: contentOf(index - 1) ?? null,
    })))
    const file = Buffer.concat([desk.init.bytes, ...made])
    const probe = execFileSync(FFPROBE, ['-v', 'warning', '-show_entries', 'packet=pts', '-of', 'csv=p=0', '-'], { input: file, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] })
    const times = probe.trim().split('\n').map(Number)
    expect(times[0]).toBe(framesOf({ from: FILM_START, to: FILM_START }).first * AAC_FRAME_SAMPLES)
    expect(times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) === AAC_FRAME_SAMPLES)).toBe(true)
    const samples = decoded(file)
    // Away from both ends, where the tone itself begins and stops.
    expect(farthestFromTone(samples.subarray(24_000, samples.length - 24_000))).toBeLessThan(0.01)
    // And it stands where the sound it was made from stands.
    const origin = (FILM_START / 1e6) * AAC_RATE
    const opus = decoded(Buffer.concat([film.inits[0]?.bytes ?? new Uint8Array(), ...segments.map((_, index) => contentOf(index) ?? new Uint8Array())]), '-af', `aresample=${AAC_RATE}:async=1:first_pts=${origin}`)
    const shift = origin - (times[0] ?? 0)
    const apart = opus.subarray(24_000, opus.length - 24_000).reduce((worst, value, index) => Math.max(worst, Math.abs(value - (samples[24_000 + index + shift] ?? 0))), 0)
    expect(apart).toBeLessThan(0.02)
  }, 60_000)
})

function decoded(file: Uint8Array, ...filter: readonly string[]): Float32Array {
  const pcm = execFileSync(FFMPEG, ['-v', 'error', '-copyts', '-i', 'pipe:0', ...filter, '-ac', '1', '-f', 'f32le', 'pipe:1'], { input: file, maxBuffer: 1 << 26 })
  return new Float32Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + pcm.length))
}

/** How far the samples are, at worst, from the tone of 1 kHz that fits them best. */
function farthestFromTone(samples: Float32Array): number {
  const step = (2 * Math.PI * 1000) / AAC_RATE
  let [sine, cosine] = [0, 0]
  samples.forEach((value, index) => {
    sine += (2 * value * Math.sin(step * index)) / samples.length
    cosine += (2 * value * Math.cos(step * index)) / samples.length
  })
  expect(Math.hypot(sine, cosine)).toBeGreaterThan(0.1)
  return samples.reduce((worst, value, index) => Math.max(worst, Math.abs(value - sine * Math.sin(step * index) - cosine * Math.cos(step * index))), 0)
}
