import { BitWriter } from '../bit-writer.ts'
import { u32 } from '../boxes.ts'
import type { TrackConfig } from '../track.ts'
import { avcConfig } from './parameter-sets.ts'

/**
 * A black picture in H.264 (ITU-T H.264, constrained baseline) of any size, written bit by bit: the first macroblock is spelled
 * out, each other one is the mean of its neighbours, which is black too.
 */

export type BlackPicture = { readonly config: TrackConfig; /** One keyframe, as it lies in a file. */ readonly data: Uint8Array }

const MACROBLOCK = 16
/** Black and no colour, in video range (ITU-R BT.601, BT.709). */
const [LUMA, CHROMA] = [16, 128]
const BASELINE = 66
/** Obeys the constraints of baseline and of main. */
const CONSTRAINTS = 0xc0
/** Ids that no encoder gives by itself: players that keep the parameter sets of before (ffmpeg) know those of the pictures around by theirs. */
const [SPS_ID, PPS_ID] = [31, 255]

/** `level`: `level_idc`, of the picture it stands for. `turn`: 0 or 1; of two that follow one another each has another. */
export function blackH264({ width, height, level, turn }: { readonly width: number; readonly height: number; readonly level: number; readonly turn: number }): BlackPicture {
  const [across, down] = [Math.ceil(width / MACROBLOCK), Math.ceil(height / MACROBLOCK)]
  const sps = unit(0x67, Uint8Array.of(BASELINE, CONSTRAINTS, level), sequenceParameters({ across, down, width, height }))
  const pps = unit(0x68, pictureParameters())
  // The sets once more before the picture, for the same players.
  const units = [sps, pps, unit(0x65, slice(across, down, turn))]
  return { config: avcConfig([sps], [pps]), data: Buffer.concat(units.flatMap((one) => [u32(one.length), one])) }
}

/** Clause 7.3.2.1.1. Cropping counts in samples of chroma, which are two of luma. */
function sequenceParameters({ across, down, width, height }: { across: number; down: number; width: number; height: number }): Uint8Array {
  const [right, bottom] = [Math.floor((across * MACROBLOCK - width) / 2), Math.floor((down * MACROBLOCK - height) / 2)]
  // Frame numbers of four bits, shown in the order of decoding, one reference, no gaps.
  const writer = new BitWriter().golomb(SPS_ID).golomb(0).golomb(2).golomb(1).bit(0)
  writer.golomb(across - 1).golomb(down - 1).bit(1).bit(1)
  if (right + bottom === 0) writer.bit(0)
  else writer.bit(1).golomb(0).golomb(right).golomb(0).golomb(bottom)
  return writer.bit(0).finish() // No usability information.
}

/** Clause 7.3.2.2: CAVLC, one slice group, everything else as it is by default. */
function pictureParameters(): Uint8Array {
  return new BitWriter().golomb(PPS_ID).golomb(SPS_ID).bits(0, 2).golomb(0).golomb(0).golomb(0).bits(0, 3).golomb(0).golomb(0).golomb(0).bits(0, 3).finish()
}

/** Clauses 7.3.3 and 7.3.4. */
function slice(across: number, down: number, turn: number): Uint8Array {
  // From macroblock 0, all of it I, frame 0, the IDR picture's id, no marking, the set's quantiser.
  const writer = new BitWriter().golomb(0).golomb(7).golomb(PPS_ID).bits(0, 4).golomb(turn).bits(0, 2).golomb(0)
  writer.golomb(25).align() // I_PCM
  for (let sample = 0; sample < 256; sample += 1) writer.bits(LUMA, 8)
  for (let sample = 0; sample < 128; sample += 1) writer.bits(CHROMA, 8)
  for (let at = 1; at < across * down; at += 1) {
    writer.golomb(3).golomb(0).golomb(0) // I_16x16 by the mean, nothing coded; chroma by the mean; the same quantiser
    // No coefficient. Its code goes by how many the neighbours have: of I_PCM sixteen, of all others none (table 9-5).
    if (at === 1 || at === across) writer.bits(0b000011, 6)
    else writer.bit(1)
  }
  return writer.finish()
}

/** Clause 7.3.1: what could be taken for a start code has a 3 in it. */
function unit(header: number, ...payload: readonly Uint8Array[]): Uint8Array {
  const out = [header]
  let zeros = 0
  for (const byte of Buffer.concat(payload)) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3)
      zeros = 0
    }
    out.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Uint8Array.from(out)
}
