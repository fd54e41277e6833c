import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pngFile } from '../../../../../testkit/png.ts'
import { readPictureFile } from './picture-file.ts'

const bytes = (...parts: (string | number[] | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))))

/** A JPEG as far as its frame header: JFIF segment, a table, fill bytes, then the frame of a progressive picture. */
const jpeg = (width: number, height: number): Uint8Array => bytes(
  [0xff, 0xd8], [0xff, 0xe0, 0, 16], 'JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0], [0xff, 0xc4, 0, 4, 0, 0],
  [0xff, 0xff, 0xff, 0xc2, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
)
const riff = (chunk: string, content: number[]): Uint8Array => bytes('RIFF', [0, 0, 0, 0], 'WEBP', chunk, [content.length, 0, 0, 0], content, new Uint8Array(16))
const lossless = (width: number, height: number): number[] => {
  const bits = (width - 1) | ((height - 1) << 14)
  return [0x2f, bits & 255, (bits >>> 8) & 255, (bits >>> 16) & 255, bits >>> 24]
}

describe('a picture', () => {
  it.each([
    ['a PNG', pngFile(320, 200), { type: 'image/png', width: 320, height: 200 }],
    ['a JPEG with tables and fill bytes before its frame', jpeg(1920, 1080), { type: 'image/jpeg', width: 1920, height: 1080 }],
    ['a lossy WebP', riff('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x40]), { type: 'image/webp', width: 320, height: 240 }],
    ['a lossless WebP', riff('VP8L', lossless(4096, 17)), { type: 'image/webp', width: 4096, height: 17 }],
    ['an extended WebP', riff('VP8X', [0x10, 0, 0, 0, 0xff, 0x0f, 0, 0x3f, 0x01, 0]), { type: 'image/webp', width: 4096, height: 320 }],
  ])('is known by its bytes: %s', (_, content, read) => {
    expect(readPictureFile(content)).toEqual(read)
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['GIF', bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0])],
    ['a PNG that moves', moving(pngFile(2, 2))],
    ['a PNG that is cut off before its data', pngFile(2, 2).slice(0, 40)],
    ['a PNG of no width', pngFile(0, 2)],
    ['a WebP that moves', riff('VP8X', [0x02, 0, 0, 0, 1, 0, 0, 1, 0, 0])],
    ['a WebP of an unknown kind', riff('VP9 ', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['a lossy WebP without its start code', riff('VP8 ', [0, 0, 0, 1, 2, 3, 0, 0, 0, 0])],
    ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0])],
    ['a JPEG whose segment has no length', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0])],
    ['a JPEG that is cut off in its frame', jpeg(10, 10).slice(0, 32)],
    ['a sound', bytes('RIFF', [0, 0, 0, 0], 'WAVE', new Uint8Array(30))],
  ])('is not what is none: %s', (_, content) => {
    expect(readPictureFile(content)).toBeUndefined()
  })

  it('is read from any bytes whatever without failing, and never has no size', () => {
    const start = fc.constantFrom(pngFile(4, 4), jpeg(4, 4), riff('VP8X', [0, 0, 0, 0, 1, 0, 0, 1, 0, 0]), new Uint8Array())
    fc.assert(fc.property(start, fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 40 }), (known, rest, cut) => {
      const read = readPictureFile(bytes(known.slice(0, cut), rest))
      if (read) expect(Math.min(read.width, read.height)).toBeGreaterThan(0)
    }))
  })
})

/** With the chunk that says how many frames there are, between header and data. */
function moving(png: Uint8Array): Uint8Array {
  return bytes(png.slice(0, 33), [0, 0, 0, 8], 'acTL', [0, 0, 0, 2, 0, 0, 0, 0], [0, 0, 0, 0], png.slice(33), deflateSync(new Uint8Array(1)))
}
