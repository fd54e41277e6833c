import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payloadsOf, recordedVideo } from '../testing/recorded-media.ts'
import type { VideoName } from '../testing/recorded-media.ts'
import { BitReader } from './bit-reader.ts'
import { depacketiserOf } from './depacketise.ts'
import { fragment } from './fragment.ts'
import { initSegment } from './init-segment.ts'
import { opusDuration } from './opus.ts'
import type { TrackConfig } from './track.ts'

/** Bytes that another reader was shown to agree with (`ffprobe.test.ts`); they must not change unseen, since files are named by them. */
const golden = JSON.parse(readFileSync(new URL('../../../fixtures/segments/valid/boxes.json', import.meta.url), 'utf8')) as { init: Record<string, string>; fragment: { samples: { time: number; key: boolean; data: string }[]; end: number; sequence: number; bytes: string } }

function configOf(name: VideoName): TrackConfig {
  const { codec, pictures } = recordedVideo(name)
  const depacketiser = depacketiserOf(codec, '')
  for (const payload of payloadsOf(codec, pictures[0] ?? [], true)) depacketiser.push(payload)
  const config = depacketiser.finish()?.config
  if (!config) throw new Error(`no configuration in ${name}`)
  return config
}

describe('init segments', () => {
  it.each(['h264-baseline-96x64', 'h264-high-160x96', 'vp9-96x64', 'av1-96x64'] as const)('of %s are the same bytes always', (name) => {
    expect(initSegment(configOf(name)).toString('hex')).toBe(golden.init[name])
  })

  it('of sound are the same bytes always', () => {
    expect(initSegment({ track: 'audio', codec: 'opus', channels: 2 }).toString('hex')).toBe(golden.init['opus'])
  })
})

describe('fragments', () => {
  it('are the same bytes for the same samples', () => {
    const { samples, end, sequence, bytes } = golden.fragment
    expect(fragment(samples.map((one) => ({ ...one, data: Buffer.from(one.data, 'hex') })), end, sequence).toString('hex')).toBe(bytes)
  })

  it('need a sample', () => {
    expect(() => fragment([], 1, 1)).toThrow(RangeError)
  })

  it('say of pictures that are sent before others that are shown earlier how far they are moved', () => {
    const sample = (time: number) => ({ time, key: false, data: Buffer.of(1) })
    const bytes = fragment([sample(0), sample(6000), sample(3000)], 9000, 1)
    const run = bytes.indexOf('trun') - 4
    const entries = [0, 1, 2].map((index) => ({ duration: bytes.readUInt32BE(run + 20 + index * 16), moved: bytes.readInt32BE(run + 32 + index * 16) }))
    expect(entries).toEqual([{ duration: 3000, moved: 0 }, { duration: 3000, moved: 3000 }, { duration: 3000, moved: -3000 }])
  })
})

describe('numbers of any width', () => {
  it('are read as they were written', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 32 }).chain((width) => fc.tuple(fc.constant(width), fc.integer({ min: 0, max: 2 ** width - 1 })))), (numbers) => {
      const bits = numbers.map(([width, value]) => value.toString(2).padStart(width, '0')).join('')
      const bytes = Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8).padEnd(8, '0'), 2))
      const reader = new BitReader(bytes, 'test')
      expect(numbers.map(([width]) => reader.bits(width))).toEqual(numbers.map(([, value]) => value))
    }))
  })

  it('that are not there are malformed, and so is a Golomb code without an end', () => {
    expect(() => new BitReader(Uint8Array.of(1), 'test').bits(9)).toThrow('malformed test')
    expect(() => new BitReader(new Uint8Array(9), 'test').golomb()).toThrow('malformed test')
  })

  it('in Golomb codes are those of the standard\'s table', () => {
    // 1 010 011 00100 00101, then signed 1 010 011.
    const reader = new BitReader(Uint8Array.of(0b10100110, 0b01000010, 0b11010011), 'test')
    expect([reader.golomb(), reader.golomb(), reader.golomb(), reader.golomb(), reader.golomb()]).toEqual([0, 1, 2, 3, 4])
    expect([reader.signedGolomb(), reader.signedGolomb(), reader.signedGolomb()]).toEqual([-0, 1, -1])
  })
})

describe('how long a packet of Opus sounds', () => {
  it.each([
    ['08', 960], ['00', 480], ['18', 2880], ['60', 480], ['68', 960], ['80', 120], ['98', 960], ['fc', 960], ['09', 1920], ['0b03', 2880], ['fb06', 5760],
  ])('%s', (packet, duration) => {
    expect(opusDuration(Buffer.from(packet, 'hex'))).toBe(duration)
  })

  it.each([['', 'nothing'], ['03', 'no count'], ['0b00', 'no frame'], ['1b03', 'more than 120 ms']])('%s is none: %s', (packet) => {
    expect(() => opusDuration(Buffer.from(packet, 'hex'))).toThrow('malformed opus packet')
  })
})
