import { Malformed } from '../../../kernel/failures.ts'
import { u32 } from '../boxes.ts'
import type { TrackConfig } from '../track.ts'
import { avcConfig } from './parameter-sets.ts'

/** `nal_unit_type` (ITU-T H.264 table 7-1). */
const TYPE = { slice: 1, idr: 5, information: 6, sps: 7, pps: 8, delimiter: 9 } as const
const KEPT: ReadonlySet<number> = new Set([TYPE.slice, TYPE.idr, TYPE.sps, TYPE.pps])

/**
 * An encoder's byte stream (ITU-T H.264 annex B) with an access unit delimiter before each picture, as it lies in a file: units with
 * lengths of four bytes, in the order of decoding; parameter sets apart, and where they were. Throws `Malformed`.
 */
export function picturesOfStream(stream: Uint8Array): { readonly config: TrackConfig; readonly pictures: readonly Uint8Array[] } {
  const pictures: Uint8Array[][] = []
  const [sps, pps]: [Uint8Array[], Uint8Array[]] = [[], []]
  for (const unit of unitsOf(stream)) {
    const type = (unit[0] ?? 0) & 0x1f
    if (type === TYPE.delimiter) pictures.push([])
    else if (KEPT.has(type)) {
      const open = pictures.at(-1)
      if (!open) throw new Malformed('h264 stream')
      if (type === TYPE.sps) addNew(sps, unit)
      if (type === TYPE.pps) addNew(pps, unit)
      open.push(unit)
    } else if (type !== TYPE.information) throw new Malformed('h264 stream')
  }
  if (!pictures.every((units) => units.some((unit) => isPicture(unit)))) throw new Malformed('h264 stream')
  return { config: avcConfig(sps, pps), pictures: pictures.map((units) => Buffer.concat(units.flatMap((unit) => [u32(unit.length), unit]))) }
}

function isPicture([header = 0]: Uint8Array): boolean {
  return (header & 0x1f) === TYPE.slice || (header & 0x1f) === TYPE.idr
}

function addNew(units: Uint8Array[], unit: Uint8Array): void {
  if (!units.some((known) => Buffer.compare(known, unit) === 0)) units.push(unit)
}

/** What lies between start codes, without the zeros that may come before one. */
function unitsOf(stream: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength)
  const START = Buffer.of(0, 0, 1)
  const units: Uint8Array[] = []
  for (let at = bytes.indexOf(START); at >= 0;) {
    const next = bytes.indexOf(START, at + 3)
    let end = next < 0 ? bytes.length : next
    while (end > at + 3 && bytes[end - 1] === 0) end -= 1
    if (end === at + 3) throw new Malformed('h264 stream')
    units.push(bytes.subarray(at + 3, end))
    at = next
  }
  return units
}
