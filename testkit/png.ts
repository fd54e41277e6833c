import { crc32, deflateSync } from 'node:zlib'

/**
 * A real PNG of one colour (8 bits each of red, green and blue), for tests that show pictures. `noise`
 * more bytes are held in a chunk that every reader passes over, so that a file is as large as is wanted.
 */
export function pngFile(width: number, height: number, colour: readonly [number, number, number] = [20, 110, 90], noise = 0): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.concat([Buffer.of(0), ...Array.from({ length: width }, () => Buffer.from(colour))])
  const filler = Buffer.from(Array.from({ length: noise }, (_, at) => (at * 2_654_435_761) >>> 24))
  const parts = [chunk('IHDR', header), ...(noise > 0 ? [chunk('noIs', filler)] : []), chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]))
}

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(content.length, 0)
  around.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)])
}
