import { Malformed } from '../../../kernel/failures.ts'
import { BitReader } from '../bit-reader.ts'
import { fullBox, u16 } from '../boxes.ts'
import type { Depacketiser, Picture } from '../depacketise.ts'
import type { TrackConfig } from '../track.ts'

/**
 * VP9 over RTP (RFC 9628) into frames. Only the lowest spatial layer is kept: one file holds one size,
 * and the layers above it need it.
 */
export class Vp9Depacketiser implements Depacketiser {
  #parts: Buffer[] = []
  #config: TrackConfig | undefined

  push(payload: Buffer): void {
    const { start, spatialLayer, begins } = readDescriptor(payload)
    if (spatialLayer > 0) return
    if (begins !== (this.#parts.length === 0)) throw new Malformed('vp9 payload')
    this.#parts.push(payload.subarray(start))
  }

  finish(): Picture | undefined {
    if (this.#parts.length === 0) return undefined
    const data = Buffer.concat(this.#parts)
    this.reset()
    const size = keyframeSize(data)
    if (!size) return { data, key: false, config: undefined }
    if (!this.#config || this.#config.track !== 'video' || this.#config.width !== size.width || this.#config.height !== size.height) this.#config = vp9Config(size)
    return { data, key: true, config: this.#config }
  }

  reset(): void {
    this.#parts = []
  }
}

/** In one direction, of the highest level there is. */
const MOST_PIXELS = 16_384

type Descriptor = { readonly start: number; readonly spatialLayer: number; readonly begins: boolean }

/** RFC 9628 section 4.2. */
function readDescriptor(payload: Buffer): Descriptor {
  const reader = new BitReader(payload, 'vp9 payload')
  const [hasId, isPredicted, hasLayers, isFlexible, begins] = [reader.flag(), reader.flag(), reader.flag(), reader.flag(), reader.flag()]
  reader.skip(1)
  const hasStructure = reader.flag()
  reader.skip(1)
  if (hasId) reader.skip(reader.flag() ? 15 : 7)
  let spatialLayer = 0
  let bytes = 1 + (hasId ? ((payload[1] ?? 0) & 0x80 ? 2 : 1) : 0)
  if (hasLayers) {
    reader.skip(4)
    spatialLayer = reader.bits(3)
    reader.skip(1)
    if (!isFlexible) reader.skip(8)
    bytes += isFlexible ? 1 : 2
  }
  if (isFlexible && isPredicted) bytes += skipReferences(reader)
  if (hasStructure) bytes += skipStructure(reader)
  if (bytes >= payload.length) throw new Malformed('vp9 payload')
  return { start: bytes, spatialLayer, begins }
}

/** At most three, each saying whether another follows. Answers how many bytes. */
function skipReferences(reader: BitReader): number {
  for (let count = 1; count <= 3; count += 1) {
    reader.skip(7)
    if (!reader.flag()) return count
  }
  throw new Malformed('vp9 payload')
}

function skipStructure(reader: BitReader): number {
  const layers = reader.bits(3) + 1
  const [hasSizes, hasGroup] = [reader.flag(), reader.flag()]
  reader.skip(3)
  let bytes = 1
  if (hasSizes) {
    reader.skip(32 * layers)
    bytes += 4 * layers
  }
  if (!hasGroup) return bytes
  const pictures = reader.bits(8)
  bytes += 1
  for (let picture = 0; picture < pictures; picture += 1) {
    reader.skip(4)
    const references = reader.bits(2)
    reader.skip(2 + 8 * references)
    bytes += 1 + references
  }
  return bytes
}

/** Of a keyframe; undefined for every other frame. VP9 bitstream specification, section 6.2. */
function keyframeSize(frame: Buffer): { width: number; height: number } | undefined {
  const reader = new BitReader(frame, 'vp9 frame')
  if (reader.bits(2) !== 2) throw new Malformed('vp9 frame')
  const profile = reader.bit() + 2 * reader.bit()
  // The offer was profile 0; others have other fields here.
  if (profile !== 0) throw new Malformed('vp9 frame')
  if (reader.flag()) return undefined // show_existing_frame
  if (reader.flag()) return undefined // not a keyframe
  reader.skip(2)
  if (reader.bits(24) !== 0x498342) throw new Malformed('vp9 frame')
  const colourSpace = reader.bits(3)
  if (colourSpace === 7) throw new Malformed('vp9 frame')
  reader.skip(1)
  const [width, height] = [reader.bits(16) + 1, reader.bits(16) + 1]
  if (width > MOST_PIXELS || height > MOST_PIXELS) throw new Malformed('vp9 frame')
  return { width, height }
}

/** Largest picture of each level, luma samples (VP9 levels and decoder testing). */
const LEVELS = [[10, 36_864], [11, 73_728], [20, 122_880], [21, 245_760], [30, 552_960], [31, 983_040], [40, 2_228_224], [50, 8_912_896]] as const

export function vp9Config({ width, height }: { width: number; height: number }): TrackConfig {
  const level = LEVELS.find(([, most]) => width * height <= most)?.[0] ?? 60
  return {
    track: 'video', entry: 'vp09', width, height, codec: `vp09.00.${level}.08`,
    // Profile 0, eight bits, 4:2:0, colours not said; no codec initialization data (VP codec in ISO media, section 2.2).
    box: fullBox('vpcC', 1, 0, Buffer.of(0, level, (8 << 4) | (1 << 1), 2, 2, 2), u16(0)),
  }
}
