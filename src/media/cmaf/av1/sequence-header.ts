import { Malformed } from '../../../kernel/failures.ts'
import { BitReader } from '../bit-reader.ts'
import { box } from '../boxes.ts'
import type { TrackConfig } from '../track.ts'
import { readLeb128 } from './leb128.ts'

/** AV1 sequence headers (bitstream specification, section 5.5) as far as a file's header needs them. */

export type SequenceHeader = { readonly profile: number; readonly level: number; readonly tier: number; readonly width: number; readonly height: number; readonly highDepth: boolean; readonly monochrome: boolean }

/** In one direction, of the highest level there is. */
const MOST_PIXELS = 16_384

/** `obu` with its header and size. Streams with decoder models or a timing of their own are not what browsers send, and are refused. */
export function parseSequenceHeader(obu: Uint8Array): SequenceHeader {
  const headerBytes = ((obu[0] ?? 0) & 0x04) !== 0 ? 2 : 1
  const { bytes } = readLeb128(obu, headerBytes)
  const reader = new BitReader(obu.subarray(headerBytes + bytes), 'av1 sequence header')
  const profile = reader.bits(3)
  reader.skip(1) // still_picture
  const reduced = reader.flag()
  const { level, tier } = reduced ? { level: reader.bits(5), tier: 0 } : readOperatingPoints(reader)
  const [widthBits, heightBits] = [reader.bits(4) + 1, reader.bits(4) + 1]
  const [width, height] = [reader.bits(widthBits) + 1, reader.bits(heightBits) + 1]
  if (width > MOST_PIXELS || height > MOST_PIXELS) throw new Malformed('av1 sequence header')
  skipTools(reader, reduced)
  const highDepth = reader.flag()
  if (profile === 2) throw new Malformed('av1 sequence header')
  const monochrome = profile === 1 ? false : reader.flag()
  return { profile, level, tier, width, height, highDepth, monochrome }
}

function readOperatingPoints(reader: BitReader): { level: number; tier: number } {
  if (reader.flag()) throw new Malformed('av1 sequence header') // timing_info_present_flag
  const hasDelays = reader.flag()
  const points = reader.bits(5) + 1
  let first = { level: 0, tier: 0 }
  for (let point = 0; point < points; point += 1) {
    reader.skip(12)
    const level = reader.bits(5)
    const tier = level > 7 ? reader.bit() : 0
    if (hasDelays && reader.flag()) reader.skip(4)
    if (point === 0) first = { level, tier }
  }
  return first
}

/** Everything between the largest size and the colours. */
function skipTools(reader: BitReader, reduced: boolean): void {
  if (!reduced && reader.flag()) reader.skip(7) // frame ids: 4 and 3 bits
  reader.skip(3) // 128x128 superblocks, filter intra, intra edge filter
  if (!reduced) {
    reader.skip(4) // interintra, masked, warped, dual filter
    const hasOrder = reader.flag()
    if (hasOrder) reader.skip(2)
    const forcesScreen = reader.flag() ? 2 : reader.bit()
    if (forcesScreen > 0 && !reader.flag()) reader.skip(1) // how integer motion vectors are chosen
    if (hasOrder) reader.skip(3)
  }
  reader.skip(3) // superres, cdef, restoration
}

/** `sequence`: the sequence header with its size. The configuration box of AV1 in ISO media, section 2.3. */
export function av1Config(sequence: Uint8Array): TrackConfig {
  const { profile, level, tier, width, height, highDepth, monochrome } = parseSequenceHeader(sequence)
  // 4:2:0 unless profile 1, which is 4:4:4.
  const subsampling = profile === 1 ? 0 : 0b1100
  const two = (number: number): string => String(number).padStart(2, '0')
  return {
    track: 'video', entry: 'av01', width, height,
    codec: `av01.${profile}.${two(level)}${tier === 1 ? 'H' : 'M'}.${highDepth ? '10' : '08'}`,
    box: box('av1C', Buffer.of(0x81, (profile << 5) | level, (tier << 7) | (Number(highDepth) << 6) | (Number(monochrome) << 4) | subsampling, 0), sequence),
  }
}
