import { Malformed } from '../../kernel/failures.ts'

/** What of a movie fragment its first sample is: where it lies in the bytes, and when it begins, in ticks of its track. */
export type FirstSample = { readonly time: number; readonly data: Uint8Array }

export type Box = { readonly type: string; readonly content: DataView; /** Of the box's first byte. */ readonly at: number }

/** The first sample of a track's fragments (ISO/IEC 14496-12 clause 8.8). Throws `Malformed`. */
export function firstSample(fragments: Uint8Array): FirstSample {
  const moof = requireBox(boxes(viewOf(fragments), 0), 'moof')
  const traf = boxes(requireBox(boxes(moof.content, 0), 'traf').content, 0)
  const time = decodeTime(requireBox(traf, 'tfdt').content)
  const { offset, size } = firstOfRun(requireBox(traf, 'trun').content)
  const start = moof.at + offset
  if (start + size > fragments.length) throw new Malformed('movie fragment')
  return { time, data: fragments.subarray(start, start + size) }
}

export function decodeTime(tfdt: DataView): number {
  const isLong = byte(tfdt, 0) === 1
  if (tfdt.byteLength < (isLong ? 12 : 8)) throw new Malformed('tfdt')
  return isLong ? Number(tfdt.getBigUint64(4)) : tfdt.getUint32(4)
}

/** Offset from the movie fragment's first byte, and length. */
function firstOfRun(trun: DataView): { offset: number; size: number } {
  if (trun.byteLength < 8) throw new Malformed('trun')
  const flags = trun.getUint32(0) & 0xff_ffff
  const hasOffset = (flags & 0x1) !== 0
  const hasSize = (flags & 0x200) !== 0
  if (!hasOffset || !hasSize) throw new Malformed('trun')
  const entry = 12 + ((flags & 0x4) === 0 ? 0 : 4)
  const sizeAt = entry + ((flags & 0x100) === 0 ? 0 : 4)
  if (trun.getUint32(4) === 0 || trun.byteLength < sizeAt + 4) throw new Malformed('trun')
  return { offset: trun.getInt32(8), size: trun.getUint32(sizeAt) }
}

export function boxes(view: DataView, from: number): Box[] {
  const found: Box[] = []
  for (let at = from; at < view.byteLength;) {
    if (view.byteLength - at < 8) throw new Malformed('box')
    const size = view.getUint32(at)
    if (size < 8 || size > view.byteLength - at) throw new Malformed('box')
    const type = String.fromCharCode(byte(view, at + 4), byte(view, at + 5), byte(view, at + 6), byte(view, at + 7))
    found.push({ type, at, content: new DataView(view.buffer, view.byteOffset + at + 8, size - 8) })
    at += size
  }
  return found
}

export function requireBox(all: readonly Box[], type: string): Box {
  const found = all.find((one) => one.type === type)
  if (!found) throw new Malformed(`movie fragment without ${type}`)
  return found
}

function byte(view: DataView, at: number): number {
  return at < view.byteLength ? view.getUint8(at) : 0
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
