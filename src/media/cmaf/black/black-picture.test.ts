import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny'
import { afterAll, describe, expect, it } from 'vitest'
import { BitReader } from '../bit-reader.ts'
import { BitWriter } from '../bit-writer.ts'
import { fragment } from '../fragment.ts'
import { parseSequenceParameters } from '../h264/parameter-sets.ts'
import { blackH264 } from '../h264/black.ts'
import { initSegment } from '../init-segment.ts'
import { blackPicture } from './black-picture.ts'

/** What a decoder was shown to find black; it must not change unseen. */
const golden = JSON.parse(readFileSync(new URL('../../../../fixtures/segments/valid/black.json', import.meta.url), 'utf8')) as { insteadOf: string; size: { width: number; height: number } | null; turn: number; codec: string; init: string; picture: string }[]
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'lectern-black-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SIZES = [{ width: 1280, height: 720 }, { width: 322, height: 182 }, { width: 16, height: 64 }, { width: 160, height: 16 }]
const CASES = [...SIZES.map((size) => ['avc1.42c01f', size, size] as const), ['vp09.00.31.08', SIZES[0], { width: 640, height: 360 }] as const, ['av01.0.04M.08', SIZES[0], { width: 640, height: 360 }] as const]

/** Two of them one after another, as two redacted segments have them. */
function file(codec: string, size: { width: number; height: number } | null): Buffer {
  const [one, other] = [blackPicture(codec, size, 6), blackPicture(codec, size, 7)]
  return Buffer.concat([initSegment(one.config), fragment([{ data: one.data, time: 0, key: true }], 180_000, 1), fragment([{ data: other.data, time: 180_000, key: true }], 360_000, 2)])
}

describe('a black picture', () => {
  it.each(CASES)('instead of %s in %j is read by another reader as a keyframe of that family', async (codec, size, expected) => {
    const input = new Input({ source: new BufferSource(file(codec, size ?? null)), formats: [MP4] })
    const track = await input.getPrimaryVideoTrack()
    expect([track?.codedWidth, track?.codedHeight]).toEqual([expected.width, expected.height])
    expect((await track?.getCodecParameterString())?.slice(0, 4)).toBe(codec.slice(0, 4))
    if (!track) throw new Error('no picture')
    const kinds: string[] = []
    for await (const { type } of new EncodedPacketSink(track).packets(undefined, undefined, { verifyKeyPackets: true })) kinds.push(type)
    expect(kinds).toEqual(['key', 'key'])
  })

  it.runIf(hasFfmpeg).each(CASES)('instead of %s in %j is black to a decoder, all of it', (codec, size, expected) => {
    const path = join(folder, `${codec}-${String(size?.width)}.mp4`)
    writeFileSync(path, file(codec, size ?? null))
    const { stdout, stderr } = spawnSync('ffmpeg', ['-v', 'warning', '-xerror', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'], { maxBuffer: 1 << 26 })
    expect(stderr.toString()).toBe('')
    const luma = expected.width * expected.height
    expect(stdout.length).toBe(luma * 3)
    // One step of brightness is what quantising leaves.
    expect(stdout.subarray(0, luma).every((value) => value === 16 || value === 17)).toBe(true)
    expect(stdout.subarray(luma, luma * 1.5).every((value) => value === 128)).toBe(true)
  })

  it('in H.264 has the size and the level of what it replaces, whatever they are', () => {
    fc.assert(fc.property(fc.integer({ min: 8, max: 500 }), fc.integer({ min: 8, max: 300 }), fc.constantFrom(10, 31, 40, 51), fc.integer({ min: 0, max: 1 }), (half, high, level, turn) => {
      const { config } = blackH264({ width: half * 2, height: high * 2, level, turn })
      expect(config).toMatchObject({ width: half * 2, height: high * 2, codec: `avc1.42c0${level.toString(16).padStart(2, '0')}` })
      const box = config.track === 'video' ? config.box : new Uint8Array()
      expect(parseSequenceParameters(box.slice(16, 16 + (box[15] ?? 0)))).toMatchObject({ profile: [66, 0xc0, level], width: half * 2, height: high * 2 })
    }), { numRuns: 60 })
  })

  it.each(golden)('instead of $insteadOf is the same bytes always (turn $turn)', ({ insteadOf, size, turn, codec, init, picture }) => {
    const { config, data } = blackPicture(insteadOf, size, turn)
    expect([config.codec, initSegment(config).toString('hex'), Buffer.from(data).toString('hex')]).toEqual([codec, init, picture])
  })

  it('of two that follow one another is not the same in H.264, where decoders would take it for a repeat', () => {
    expect(blackPicture('avc1.42c01f', null, 3).data).not.toEqual(blackPicture('avc1.42c01f', null, 4).data)
  })
})

it('numbers written bit by bit are read again', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.record({ golomb: fc.nat(100_000) }), fc.record({ value: fc.nat(0xffff), count: fc.constant(16) }))), (numbers) => {
    const writer = new BitWriter()
    for (const one of numbers) {
      if ('golomb' in one) writer.golomb(one.golomb)
      else writer.bits(one.value, one.count)
    }
    const reader = new BitReader(writer.finish(), 'test')
    for (const one of numbers) expect('golomb' in one ? reader.golomb() : reader.bits(one.count)).toBe('golomb' in one ? one.golomb : one.value)
  }))
})
