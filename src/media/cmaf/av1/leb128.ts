import { Malformed } from '../../../kernel/failures.ts'

/** Lengths in AV1: seven bits a byte, the lowest first (bitstream specification, section 4.10.5). */

/** More than five bytes is more than a length can be. */
export function readLeb128(bytes: Uint8Array, start: number): { readonly value: number; readonly bytes: number } {
  let value = 0
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[start + index]
    if (byte === undefined) break
    value += (byte & 0x7f) * 2 ** (7 * index)
    if ((byte & 0x80) === 0) return { value, bytes: index + 1 }
  }
  throw new Malformed('av1 length')
}

export function leb128(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.of(...bytes, left)
    bytes.push((left % 128) | 0x80)
  }
}
