import type { PictureType } from '../../wire/pictures.ts'
import { has } from './letters.ts'

/** What a picture is by its bytes, whatever its name says. Pixels. */
export type PictureFile = { readonly type: PictureType; readonly width: number; readonly height: number }

/**
 * Recognises PNG (W3C PNG, third edition), JPEG (ITU-T T.81) and WebP (RFC 9649) that hold one still
 * picture. Undefined for anything else: also for pictures that move, since nothing but a cue may flash,
 * and for SVG, which can carry a script. Browsers decode the picture itself; this only tells a picture
 * from what is none, and how large it would be in memory.
 */
export function readPictureFile(bytes: Uint8Array): PictureFile | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = readPng(view) ?? readJpeg(view) ?? readWebp(view)
  return found && found.width > 0 && found.height > 0 ? found : undefined
}

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n'

/** Chunks are length, type, data, CRC; the first is IHDR. An `acTL` before the data makes it move. */
function readPng(view: DataView): PictureFile | undefined {
  if (!has(view, 0, PNG_SIGNATURE) || !has(view, 12, 'IHDR') || view.byteLength < 33) return undefined
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  for (let at = 33; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (has(view, at + 4, 'acTL')) return undefined
    if (has(view, at + 4, 'IDAT')) return { type: 'image/png', ...size }
  }
  return undefined
}

/** Start of image, then segments; table B.1 of T.81. */
const JPEG = { start: 0xffd8, startOfScan: 0xda, endOfImage: 0xd9 } as const
/** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC), which share their numbers. */
const isFrameHeader = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function readJpeg(view: DataView): PictureFile | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== JPEG.start) return undefined
  for (let at = 2; at + 4 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === JPEG.startOfScan || marker === JPEG.endOfImage) return undefined
    const length = view.getUint16(at + 2)
    if (length < 2) return undefined
    if (isFrameHeader(marker)) return at + 9 > view.byteLength ? undefined : { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + length
  }
  return undefined
}

/** The flag of VP8X that says the file is an animation, RFC 9649 section 2.7. */
const ANIMATED = 0x02

/** A RIFF file whose first chunk is `VP8 ` (lossy), `VP8L` (lossless) or `VP8X` (extended). */
function readWebp(view: DataView): PictureFile | undefined {
  if (!has(view, 0, 'RIFF') || !has(view, 8, 'WEBP') || view.byteLength < 30) return undefined
  const at = 20
  if (has(view, 12, 'VP8X')) {
    if ((view.getUint8(at) & ANIMATED) !== 0) return undefined
    return { type: 'image/webp', width: 1 + uint24(view, at + 4), height: 1 + uint24(view, at + 7) }
  }
  if (has(view, 12, 'VP8L')) {
    if (view.getUint8(at) !== 0x2f) return undefined
    const bits = view.getUint32(at + 1, true)
    return { type: 'image/webp', width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
  }
  // A key frame: three bytes of tag, the start code, then two numbers of fourteen bits (RFC 6386 section 9.1).
  if (!has(view, 12, 'VP8 ') || !has(view, at + 3, '\x9d\x01\x2a')) return undefined
  return { type: 'image/webp', width: view.getUint16(at + 6, true) & 0x3fff, height: view.getUint16(at + 8, true) & 0x3fff }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_00_00
}
