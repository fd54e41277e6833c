import { Malformed } from '../../kernel/failures.ts'
import { box, fullBox, u16, u32, zeros } from './boxes.ts'
import { boxes, requireBox, viewOf } from './read-fragment.ts'
import type { TrackConfig } from './track.ts'

/**
 * One file that plays, out of tracks that had a file each: a movie box with all of them, and their fragments one after another
 * under the numbers of their tracks. Nothing is encoded anew, and samples stay as they are but in one case: where a track of H.264
 * has several configurations, each fragment brings its own (`avc3`), since players read a single one from the movie box.
 */

type Track = TrackConfig['track']
/** Numbers of the tracks in the file. */
const NUMBER = { video: 1, audio: 2 } as const satisfies Record<Track, number>
const UNITY_MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32))
/** Fields before the boxes in a picture's sample entry (ISO/IEC 14496-12 clause 12.1.3.2). */
const PICTURE_FIELDS = 78

export type MovieHead = { readonly ftyp: Buffer; readonly moov: Buffer }

/** `inits`: the init segment of each track of the file. `brings`: the picture's fragments bring their configuration. Throws `Malformed`. */
export function movieHead(inits: Readonly<Partial<Record<Track, Uint8Array>>>, brings: boolean): MovieHead {
  const traks: Buffer[] = []
  const extensions: Buffer[] = []
  for (const track of ['video', 'audio'] as const) {
    const init = inits[track]
    if (init === undefined) continue
    traks.push(trakOf(init, NUMBER[track], brings && track === 'video'))
    extensions.push(fullBox('trex', 0, 0, u32(NUMBER[track]), u32(1), u32(0), u32(0), u32(0)))
  }
  if (traks.length === 0) throw new Malformed('movie without a track')
  const header = fullBox('mvhd', 0, 0, zeros(8), u32(1000), u32(0), u32(0x10000), u16(0x100), zeros(10), UNITY_MATRIX, zeros(24), u32(NUMBER.audio + 1))
  return {
    ftyp: box('ftyp', Buffer.from('iso6'), u32(0), Buffer.from('iso6mp41')),
    moov: box('moov', header, ...traks, box('mvex', ...extensions)),
  }
}

function trakOf(init: Uint8Array, number: number, brings: boolean): Buffer {
  const trak = Buffer.from(contentOf(init, 'moov', 'trak'))
  const tkhd = contentOf(trak, 'tkhd')
  // Version 0, as all init segments of ours: two times of four bytes each stand before the number.
  if (tkhd.length < 20 || tkhd[0] !== 0) throw new Malformed('tkhd')
  tkhd.writeUInt32BE(number, 12)
  if (brings) {
    const entry = sampleEntry(trak)
    if (entry.toString('latin1', 4, 8) === 'avc1') entry.write('avc3', 4, 'latin1')
  }
  return box('trak', trak)
}

/** What of H.264 a fragment brings when it brings its configuration: parameter sets, each behind its length. Null for codecs that always do. Throws `Malformed`. */
export function parameterSets(init: Uint8Array): Buffer | null {
  const entry = sampleEntry(Buffer.from(contentOf(init, 'moov', 'trak')))
  if (!/^avc[13]$/.test(entry.toString('latin1', 4, 8))) return null
  return setsOf(contentOf(entry.subarray(8 + PICTURE_FIELDS), 'avcC'))
}

/** The sets of an AVC decoder configuration record (ISO/IEC 14496-15 clause 5.3.3.1), whose lengths are two bytes, behind lengths of four. */
function setsOf(avcC: Buffer): Buffer {
  const sets: Buffer[] = []
  let at = 5
  const next = (bytes: 1 | 2): number => {
    if (at + bytes > avcC.length) throw new Malformed('avcC')
    at += bytes
    return avcC.readUIntBE(at - bytes, bytes)
  }
  for (const mask of [0x1f, 0xff]) {
    for (let left = next(1) & mask; left > 0; left -= 1) {
      const length = next(2)
      if (at + length > avcC.length) throw new Malformed('avcC')
      sets.push(u32(length), avcC.subarray(at, at + length))
      at += length
    }
  }
  return Buffer.concat(sets)
}

/** The one sample entry of a track, shared with `trak`. */
function sampleEntry(trak: Buffer): Buffer {
  const table = contentOf(trak, 'mdia', 'minf', 'stbl', 'stsd')
  if (table.length < 16 || table.readUInt32BE(4) !== 1) throw new Malformed('stsd')
  return table.subarray(8)
}

export type Placing = {
  readonly track: Track
  /** Of the first of these fragments, in the file. */
  readonly sequence: number
  /** What is added to decode times, in ticks of the track. */
  readonly shift: number
  /** Put before the first sample of each: {@link parameterSets}. */
  readonly brings: Buffer | null
}

/** Fragments of one track as they lie in the file, and how many. Throws `Malformed`. */
export function placeFragments(fragments: Uint8Array, { track, sequence, shift, brings }: Placing): { readonly bytes: Buffer; readonly count: number } {
  const whole = Buffer.from(fragments)
  const pieces: Buffer[] = []
  let count = 0
  for (const { type, at, content } of boxes(viewOf(whole), 0)) {
    const piece = whole.subarray(at, at + 8 + content.byteLength)
    if (type === 'moof') {
      placeHead(piece.subarray(8), { number: NUMBER[track], sequence: sequence + count, shift, longer: brings?.length ?? 0 })
      count += 1
    }
    const isData = type === 'mdat' && brings !== null
    // In our fragments the first sample begins where the data does.
    pieces.push(isData ? box('mdat', brings, piece.subarray(8)) : piece)
  }
  return { bytes: Buffer.concat(pieces), count }
}

function placeHead(moof: Buffer, { number, sequence, shift, longer }: { readonly number: number; readonly sequence: number; readonly shift: number; readonly longer: number }): void {
  const [mfhd, traf] = [contentOf(moof, 'mfhd'), contentOf(moof, 'traf')]
  const [tfhd, tfdt, trun] = [contentOf(traf, 'tfhd'), contentOf(traf, 'tfdt'), contentOf(traf, 'trun')]
  if (mfhd.length < 8 || tfhd.length < 8 || tfdt.length < 12 || tfdt[0] !== 1 || trun.length < 8) throw new Malformed('movie fragment')
  mfhd.writeUInt32BE(sequence, 4)
  tfhd.writeUInt32BE(number, 4)
  const time = Number(tfdt.readBigUInt64BE(4)) + shift
  tfdt.writeBigUInt64BE(BigInt(Math.max(0, time)), 4)
  if (longer === 0) return
  const size = sizeOfFirst(trun)
  trun.writeUInt32BE(trun.readUInt32BE(size) + longer, size)
}

/** Where in a run the size of its first sample stands (ISO/IEC 14496-12 clause 8.8.8). */
function sizeOfFirst(trun: Buffer): number {
  const flags = trun.readUInt32BE(0)
  const at = 8 + [0x1, 0x4, 0x100].reduce((sum, flag) => sum + ((flags & flag) === 0 ? 0 : 4), 0)
  if ((flags & 0x200) === 0 || trun.readUInt32BE(4) === 0 || trun.length < at + 4) throw new Malformed('trun')
  return at
}

/** The content of a box within boxes, shared with `bytes`. */
function contentOf(bytes: Uint8Array, ...path: readonly string[]): Buffer {
  let within = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const type of path) {
    const { at, content } = requireBox(boxes(viewOf(within), 0), type)
    within = within.subarray(at + 8, at + 8 + content.byteLength)
  }
  return within
}
