import { Malformed } from '../../../kernel/failures.ts'
import { BitReader } from '../bit-reader.ts'
import { box, u16 } from '../boxes.ts'
import type { TrackConfig } from '../track.ts'

/** Sequence parameter sets (ITU-T H.264 clause 7.3.2.1) as far as a file's header needs them. */

export type SequenceParameters = {
  /** As `profile_idc`, constraint flags, `level_idc`. */
  readonly profile: readonly [number, number, number]
  readonly width: number
  readonly height: number
  readonly chromaFormat: number
  readonly lumaDepth: number
  readonly chromaDepth: number
}

/** Profiles whose sets carry the chroma format (clause 7.3.2.1.1). */
const HIGH_PROFILES: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
/** Level 6.2 is 139 264 macroblocks; nothing that is sent live has more in one direction than this. */
const MOST_MACROBLOCKS = 1055

export function parseSequenceParameters(unit: Uint8Array): SequenceParameters {
  const [header = 0, profileIdc, constraints, level] = unit
  if ((header & 0x1f) !== 7 || profileIdc === undefined || constraints === undefined || level === undefined) throw new Malformed('h264 sps')
  const reader = new BitReader(withoutEmulation(unit.subarray(4)), 'h264 sps')
  reader.golomb() // seq_parameter_set_id
  const colour = HIGH_PROFILES.has(profileIdc) ? readColour(reader) : { chromaFormat: 1, lumaDepth: 8, chromaDepth: 8 }
  skipOrder(reader)
  reader.golomb() // max_num_ref_frames
  reader.skip(1) // gaps_in_frame_num_value_allowed_flag
  return { profile: [profileIdc, constraints, level], ...colour, ...readSize(reader, colour.chromaFormat) }
}

function readColour(reader: BitReader): Pick<SequenceParameters, 'chromaFormat' | 'lumaDepth' | 'chromaDepth'> {
  const chromaFormat = reader.golomb()
  if (chromaFormat > 3) throw new Malformed('h264 sps')
  if (chromaFormat === 3) reader.skip(1)
  const lumaDepth = reader.golomb() + 8
  const chromaDepth = reader.golomb() + 8
  if (lumaDepth > 14 || chromaDepth > 14) throw new Malformed('h264 sps')
  reader.skip(1)
  if (reader.flag()) for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list += 1) if (reader.flag()) skipScaling(reader, list < 6 ? 16 : 64)
  return { chromaFormat, lumaDepth, chromaDepth }
}

function skipScaling(reader: BitReader, size: number): void {
  let last = 8
  for (let index = 0; index < size; index += 1) {
    const next = (last + reader.signedGolomb() + 256) % 256
    if (next === 0) return
    last = next
  }
}

/** `log2_max_frame_num_minus4` and the order in which pictures are shown. */
function skipOrder(reader: BitReader): void {
  reader.golomb()
  const type = reader.golomb()
  if (type === 0) reader.golomb()
  if (type !== 1) return
  reader.skip(1)
  reader.signedGolomb()
  reader.signedGolomb()
  const cycle = reader.golomb()
  if (cycle > 255) throw new Malformed('h264 sps')
  for (let index = 0; index < cycle; index += 1) reader.signedGolomb()
}

function readSize(reader: BitReader, chromaFormat: number): { width: number; height: number } {
  const across = reader.golomb() + 1
  const down = reader.golomb() + 1
  if (across > MOST_MACROBLOCKS || down > MOST_MACROBLOCKS) throw new Malformed('h264 sps')
  const framesOnly = reader.flag()
  if (!framesOnly) reader.skip(1)
  reader.skip(1) // direct_8x8_inference_flag
  const lines = framesOnly ? 1 : 2
  const crop = reader.flag() ? [reader.golomb(), reader.golomb(), reader.golomb(), reader.golomb()] : [0, 0, 0, 0]
  const [left = 0, right = 0, top = 0, bottom = 0] = crop
  // Clause 7.4.2.1.1: cropping counts in chroma samples.
  const [unitX, unitY] = [chromaFormat === 1 || chromaFormat === 2 ? 2 : 1, (chromaFormat === 1 ? 2 : 1) * lines]
  const width = across * 16 - (left + right) * unitX
  const height = down * 16 * lines - (top + bottom) * unitY
  if (width < 1 || height < 1) throw new Malformed('h264 sps')
  return { width, height }
}

/** Clause 7.4.1: a 3 after two zeros only keeps the bytes from looking like a start code. */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  let zeros = 0
  return bytes.filter((byte) => {
    const isEmulation = zeros >= 2 && byte === 3
    zeros = byte === 0 ? zeros + 1 : 0
    return !isEmulation
  })
}

/** The decoder's configuration (ISO/IEC 14496-15 clause 5.3.3) and what a page is told of it. */
export function avcConfig(sps: readonly Uint8Array[], pps: readonly Uint8Array[]): TrackConfig {
  const [first] = sps
  // What the box has room to count.
  if (!first || sps.length > 31 || pps.length > 255 || [...sps, ...pps].some((unit) => unit.length > 0xffff)) throw new Malformed('h264 parameter sets')
  const { profile, width, height, chromaFormat, lumaDepth, chromaDepth } = parseSequenceParameters(first)
  const high = HIGH_PROFILES.has(profile[0])
    ? [Buffer.of(0xfc | chromaFormat, 0xf8 | (lumaDepth - 8), 0xf8 | (chromaDepth - 8), 0)]
    : []
  const prefixed = (units: readonly Uint8Array[]): Uint8Array[] => units.flatMap((unit) => [u16(unit.length), unit])
  return {
    track: 'video', entry: 'avc1', width, height,
    codec: `avc1.${Buffer.from(profile).toString('hex')}`,
    // Version 1; lengths of four bytes.
    box: box('avcC', Buffer.of(1, ...profile, 0xff, 0xe0 | sps.length), ...prefixed(sps), Buffer.of(pps.length), ...prefixed(pps), ...high),
  }
}
