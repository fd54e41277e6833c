import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beatOf, BEATS, BEATS_IN_LOOP, beatSound, loopSeconds } from '../together/beat-sound.ts'
import { readSoundFile } from './sound-file.ts'

const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0))
const big = (value: number, bytes = 4): number[] => Array.from({ length: bytes }, (_, place) => Math.floor(value / 256 ** (bytes - 1 - place)) % 256)
const little = (value: number, bytes = 4): number[] => big(value, bytes).toReversed()
const bytes = (...parts: (number[] | number)[]): Uint8Array => new Uint8Array(parts.flat())
const box = (name: string, content: number[]): number[] => [...big(content.length + 8), ...letters(name), ...content]

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame. */
const FRAME = [0xff, 0xfb, 0x90, 0x00, ...Array<number>(413).fill(0)]
const mp3 = (frames: number): number[] => Array.from({ length: frames }, () => FRAME).flat()
const id3 = (size: number): number[] => [...letters('ID3'), 4, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127, ...Array<number>(size).fill(0xff)]
const page = (granule: number, packet: number[]): number[] => [...letters('OggS'), 0, 0, ...little(granule, 8), ...little(7), ...little(0), ...little(0), 1, packet.length, ...packet]
const opusHead = [...letters('OpusHead'), 1, 2, ...little(312, 2), ...little(48_000), 0, 0, 0]
const vorbisHead = [1, ...letters('vorbis'), ...little(0), 2, ...little(44_100), ...Array<number>(14).fill(0)]
const mvhd = (scale: number, duration: number): number[] => box('mvhd', [0, 0, 0, 0, ...big(0), ...big(0), ...big(scale), ...big(duration), ...Array<number>(80).fill(0)])
const wav = (rate: number, data: number): number[] => [
  ...letters('RIFF'), ...little(36 + data), ...letters('WAVEfmt '), ...little(16), ...little(1, 2), ...little(1, 2), ...little(rate / 2), ...little(rate), ...little(2, 2), ...little(16, 2),
  ...letters('data'), ...little(data), ...Array<number>(data).fill(0),
]

describe('a sound file', () => {
  it.each([
    ['an MP3', bytes(mp3(40)), { type: 'audio/mpeg', ms: 1045 }],
    ['an MP3 behind a tag that looks like frames', bytes(id3(600), mp3(40)), { type: 'audio/mpeg', ms: 1045 }],
    ['an MP3 with rubbish at its end', bytes(mp3(40), letters('TAG and more')), { type: 'audio/mpeg', ms: 1045 }],
    ['an M4A', bytes(box('ftyp', letters('M4A isom')), box('mdat', [1, 2, 3]), box('moov', mvhd(1000, 65_500))), { type: 'audio/mp4', ms: 65_500 }],
    ['an M4A that does not say how long', bytes(box('ftyp', letters('M4A isom')), box('moov', [])), { type: 'audio/mp4', ms: null }],
    ['an M4A that says no time at all', bytes(box('ftyp', letters('M4A isom')), box('moov', mvhd(0, 0))), { type: 'audio/mp4', ms: null }],
    ['an Ogg with Opus', bytes(page(0, opusHead), page(48_312, [0])), { type: 'audio/ogg', ms: 1000 }],
    ['an Ogg with Vorbis', bytes(page(0, vorbisHead), page(88_200, [0])), { type: 'audio/ogg', ms: 2000 }],
    ['an Ogg cut off behind its first page', bytes(page(0, opusHead)), { type: 'audio/ogg', ms: null }],
    ['a WAV', bytes(wav(44_100, 22_050)), { type: 'audio/wav', ms: 500 }],
    ['a WAV that claims days', bytes(wav(1, 200).map((value, at) => (at >= 40 && at < 44 ? 255 : value))), { type: 'audio/wav', ms: null }],
  ])('is known by its bytes: %s', (_, content, expected) => {
    expect(readSoundFile(content)).toEqual(expected)
  })

  it.each([
    ['nothing', bytes()],
    ['text', bytes(letters('This is a song, believe me.'))],
    ['a picture', bytes([0x89], letters('PNG\r\n'), Array<number>(200).fill(7))],
    ['a page', bytes(letters('<!doctype html><script>alert(1)</script>'))],
    ['two frames of MP3, which can be an accident', bytes(mp3(2))],
    ['an MP3 cut off in its first frame', bytes(FRAME.slice(0, 200))],
    ['a tag with no sound behind it', bytes(id3(100))],
    ['a tag that says it is longer than the file', bytes(letters('ID3'), 4, 0, 0, 127, 127, 127, 127, mp3(5))],
    ['layer II', bytes(mp3(5).map((value, at) => (at % 417 === 1 ? 0xfd : value)))],
    ['an Ogg with a film', bytes(page(0, [0x80, ...letters('theora'), ...Array<number>(20).fill(0)]))],
    ['an MPEG-4 without its index', bytes(box('ftyp', letters('M4A isom')), box('mdat', [1, 2, 3]))],
    ['an MPEG-4 whose boxes lie about their length', bytes(box('ftyp', letters('M4A isom')), big(4000), letters('moov'))],
    ['an MPEG-4 whose box has no length', bytes(box('ftyp', letters('M4A isom')), big(3), letters('free'), box('moov', mvhd(1, 1)))],
    ['RIFF of something else', bytes(letters('RIFF'), little(4), letters('AVI '), Array<number>(40).fill(0))],
    ['a WAV without its data', bytes(wav(44_100, 0).slice(0, 36))],
    ['a WAV without its format', bytes(letters('RIFF'), little(12), letters('WAVE'), letters('data'), little(4), 0, 0, 0, 0)],
  ])('is not: %s', (_, content) => {
    expect(readSoundFile(content)).toBeUndefined()
  })

  it('damaged anywhere is read or is none, never a failure, and tells a whole time or none', () => {
    const files = [bytes(mp3(6)), bytes(box('ftyp', letters('M4A isom')), box('moov', mvhd(1000, 500))), bytes(page(0, opusHead), page(900, [0])), bytes(wav(1000, 40))]
    fc.assert(fc.property(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 12 }), fc.nat(), (file, changes, cut) => {
      const damaged = file.slice(0, cut % (file.length + 1))
      for (const [place, value] of changes) if (damaged.length > 0) damaged[place % damaged.length] = value
      const ms = readSoundFile(damaged)?.ms ?? 1
      expect(Number.isInteger(ms) && ms >= 0).toBe(true)
    }), { numRuns: 500 })
  })
})

describe('a loop that the box makes', () => {
  it.each(BEATS)('of %i beats a minute is a sound file of eight beats, the same each time', (beat) => {
    const content = beatSound(beat)
    expect(readSoundFile(content)).toEqual({ type: 'audio/wav', ms: Math.round((BEATS_IN_LOOP * 60_000) / beat) })
    expect(Buffer.compare(content, beatSound(beat))).toBe(0)
    expect(content.length).toBeLessThan(400_000)
    expect(loopSeconds(beat)).toBeCloseTo((BEATS_IN_LOOP * 60) / beat, 4)
  })

  it('is loud enough, never clipped, and joins its end to its beginning without a click', () => {
    for (const beat of BEATS) {
      const content = beatSound(beat)
      const samples = Array.from({ length: (content.length - 44) / 2 }, (_, place) => new DataView(content.buffer).getInt16(44 + place * 2, true))
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
      expect(loudest).toBeGreaterThan(20_000)
      expect(loudest).toBeLessThan(32_000)
      expect(Math.abs((samples.at(-1) ?? 0) - (samples[0] ?? 0))).toBeLessThan(2500)
    }
  })

  it('is known by its name, and nothing else is', () => {
    expect(['beat-60', 'beat-100', 'beat-61', 'beat-', 'trk_aaaaaaaaaaaaaaaa'].map(beatOf)).toEqual([60, 100, undefined, undefined, undefined])
  })
})
