import { adtsFrames } from '../../../../../media/cmaf/adts.ts'
import { AAC_FRAME_SAMPLES, AAC_RATE } from '../../../rules/playlist/aac-grid.ts'
import type { FrameRange } from '../../../rules/playlist/aac-grid.ts'
import { EncoderFailed, ffmpegEncoders, runFfmpeg } from '../../run-ffmpeg.ts'

/** Sound to be made into AAC: an Opus track's init segment and fragments, on the shared clock. */
export type SoundToEncode = { readonly fragments: readonly Uint8Array[]; readonly frames: FrameRange }

export type AacEncoder = {
  /** Whether it works on this machine. */
  works(): Promise<boolean>
  /** The raw frames of the range. Throws {@link EncoderFailed}. */
  encode(sound: SoundToEncode): Promise<Uint8Array[]>
}

/** Bits a second: as much as the Opus it is made from, and half again for the older codec. */
export const AAC_BITS = 128_000
/** The frames before a range let the encoder settle, so that those of the segment before fit on to it. */
const RUN_UP = 8
/** What an encoder emits before its first sample. */
const PRIMING = 1
const BOUNDS = { withinMs: 15_000, mostOutput: 4 * 1024 * 1024 }

/** `ffmpeg`, as a process for each piece: nothing it does can take the box with it. */
export function ffmpegEncoder(command: string): AacEncoder {
  return {
    works: async () => (await ffmpegEncoders(command)).has('aac'),
    encode: async ({ fragments, frames: { first, count } }) => {
      const start = (first - RUN_UP) * AAC_FRAME_SAMPLES
      // The timestamps are kept, and the sound laid on the grid by them: what is missing is silence, what is early is cut.
      const args = [
        '-v', 'error', '-copyts', '-f', 'mp4', '-i', 'pipe:0', '-af', `aresample=${AAC_RATE}:async=1:first_pts=${start}`,
        '-ac', '2', '-c:a', 'aac', '-b:a', String(AAC_BITS), '-f', 'adts', 'pipe:1',
      ]
      const all = adtsFrames(await runFfmpeg(command, args, fragments, BOUNDS))
      const wanted = all.slice(RUN_UP + PRIMING, RUN_UP + PRIMING + count)
      if (wanted.length !== count) throw new EncoderFailed(`${wanted.length} of ${count} frames`)
      return wanted
    },
  }
}
