import { Malformed } from '../../kernel/failures.ts'

const SYNC = 0xfff
const HEADER = 7
const HEADER_WITH_CHECK = 9

/** The raw frames in an ADTS stream (ISO/IEC 14496-3, 1.A.2). Throws `Malformed` for anything but whole frames of one block each. */
export function adtsFrames(stream: Uint8Array): Uint8Array[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  const frames: Uint8Array[] = []
  for (let at = 0; at < stream.length;) {
    if (stream.length - at < HEADER || view.getUint16(at) >> 4 !== SYNC) throw new Malformed('adts')
    const header = (view.getUint8(at + 1) & 1) === 1 ? HEADER : HEADER_WITH_CHECK
    const length = ((view.getUint8(at + 3) & 3) << 11) | (view.getUint8(at + 4) << 3) | (view.getUint8(at + 5) >> 5)
    const blocks = view.getUint8(at + 6) & 3
    if (length <= header || length > stream.length - at || blocks !== 0) throw new Malformed('adts')
    frames.push(stream.subarray(at + header, at + length))
    at += length
  }
  return frames
}
