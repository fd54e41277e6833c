import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startsKeyframe } from './keyframe.ts'
import type { VideoCodec } from './keyframe.ts'

const CASES: ReadonlyArray<readonly [VideoCodec, string, string, boolean]> = [
  ['H264', 'a parameter set alone', '6742e01f', true],
  ['H264', 'an IDR slice alone', '6588', true],
  ['H264', 'another slice', '419a', false],
  ['H264', 'an aggregate that opens with a parameter set', '78' + '0004' + '6742e01f' + '0002' + '68ce', true],
  ['H264', 'an aggregate of other units', '78' + '0002' + '0910' + '0002' + '419a', false],
  ['H264', 'an aggregate whose length points past the end', '78' + 'ffff' + '41', false],
  ['H264', 'the first fragment of an IDR slice', '7c85aa', true],
  ['H264', 'a later fragment of an IDR slice', '7c05aa', false],
  ['H264', 'the first fragment of another slice', '7c81aa', false],
  ['VP8', 'the start of a key frame', '10' + '00', true],
  ['VP8', 'the start of another frame', '10' + '01', false],
  ['VP8', 'a later partition', '11' + '00', false],
  ['VP8', 'the middle of a key frame', '00' + '00', false],
  ['VP8', 'a key frame behind a long picture id and layer bytes', '90' + 'f0' + '8123' + '45' + '67' + '00', true],
  ['VP8', 'a descriptor with nothing behind it', '90' + '80', false],
  ['VP9', 'the start of a key frame', '08', true],
  ['VP9', 'a predicted frame', '48', false],
  ['VP9', 'the middle of a key frame', '00', false],
  ['VP9', 'the lowest layer of a key frame', 'a8' + '8123' + '00', true],
  ['VP9', 'a higher layer of a key frame', 'a8' + '8123' + '02', false],
  ['AV1', 'the first packet of a sequence', '18', true],
  ['AV1', 'any other packet', '10', false],
]

describe('a keyframe starts', () => {
  it.each(CASES)('%s: %s', (codec, _, hex, expected) => {
    expect(startsKeyframe(codec, Buffer.from(hex, 'hex'))).toBe(expected)
  })

  it('is answered for any bytes, and never for none', () => {
    const codecs = fc.constantFrom<VideoCodec>('H264', 'VP8', 'VP9', 'AV1')
    fc.assert(fc.property(codecs, fc.uint8Array({ maxLength: 60 }), (codec, bytes) => {
      expect(typeof startsKeyframe(codec, Buffer.from(bytes))).toBe('boolean')
      expect(startsKeyframe(codec, Buffer.alloc(0))).toBe(false)
    }), { numRuns: 1000 })
  })
})
