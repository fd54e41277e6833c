import { Malformed } from '../../../kernel/failures.ts'

const HEADER = 32
const FRAME_HEADER = 12

/** The frames of an IVF file (the container that libvpx writes: 32 bytes, then each frame behind its length and time, little-endian). Throws `Malformed`. */
export function framesOfIvf(file: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length < HEADER || bytes.toString('latin1', 0, 4) !== 'DKIF') throw new Malformed('ivf')
  const frames: Uint8Array[] = []
  for (let at = bytes.readUInt16LE(6); at < bytes.length;) {
    if (at + FRAME_HEADER > bytes.length) throw new Malformed('ivf')
    const end = at + FRAME_HEADER + bytes.readUInt32LE(at)
    if (end > bytes.length) throw new Malformed('ivf')
    frames.push(bytes.subarray(at + FRAME_HEADER, end))
    at = end
  }
  return frames
}
