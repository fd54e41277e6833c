import { Malformed } from '../../../../kernel/failures.ts'
import { picturesOfStream } from '../../../../media/cmaf/h264/annex-b.ts'
import { samplesOf } from '../../../../media/cmaf/read-samples.ts'
import { framesOfIvf } from '../../../../media/cmaf/vp9/ivf.ts'
import { vp9Config } from '../../../../media/cmaf/vp9/depacketise.ts'
import { EncoderFailed, ffmpegEncoders, runFfmpeg } from '../run-ffmpeg.ts'
import type { PicturesToCoarsen, RedactionCoder } from './coder.ts'

const BOUNDS = { withinMs: 60_000, mostOutput: 64 * 1024 * 1024 }
const NEEDED = ['libx264', 'libvpx-vp9', 'libopus'] as const
/** How many blocks the longer side of a picture is left with: enough to see that somebody is there, and no more. */
const BLOCKS = 16
/** Pictures lie at the rate that filters count them by; when they are shown is ours to say. */
const RATE = 30
const ENCODERS: Readonly<Record<PicturesToCoarsen['family'], readonly string[]>> = {
  // Pictures in the order in which they are shown, a delimiter before each, no keyframe but the first; parameter sets by an id of their own (see `h264/black.ts`).
  h264: ['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'baseline', '-crf', '23', '-x264-params', 'aud=1:keyint=infinite:scenecut=0:bframes=0:ref=1:sps-id=31', '-f', 'h264'],
  // No frame is hidden in another one.
  vp9: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-lag-in-frames', '0', '-auto-alt-ref', '0', '-crf', '34', '-b:v', '0', '-g', '9999', '-f', 'ivf'],
}
/** Packets of the tone: the first few hold what the encoder began with. */
const [SETTLED, TONES] = [10, 25]

/** `ffmpeg`, as a process for each segment. */
export function ffmpegCoder(command: string): RedactionCoder {
  return {
    works: async () => {
      const there = await ffmpegEncoders(command)
      return NEEDED.every((name) => there.has(name))
    },
    tone: () => failing('tone', async () => {
      // A period is a millisecond, so that any packet of 20 ms goes on from any other.
      const { samples } = samplesOf(await runFfmpeg(command, [
        '-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=48000', '-t', '1', '-ac', '2', '-c:a', 'libopus', '-b:a', '64k', '-vbr', 'off',
        '-frame_duration', '20', '-application', 'audio', '-f', 'mp4', '-movflags', 'empty_moov+default_base_moof', '-frag_duration', '2000000', 'pipe:1',
      ], [], BOUNDS))
      return samples.slice(SETTLED, SETTLED + TONES).map(({ data }) => data)
    }),
    coarsen: (pictures) => failing('pictures', async () => {
      const { family, width, height, count } = pictures
      const made = await runFfmpeg(command, [
        '-v', 'error', '-f', 'mp4', '-i', 'pipe:0', '-an', '-filter_complex', filterOf(pictures), '-r', String(RATE), '-threads', '1', ...ENCODERS[family], 'pipe:1',
      ], pictures.file, BOUNDS)
      const coded = family === 'h264' ? picturesOfStream(made) : { config: vp9Config({ width, height }), pictures: framesOfIvf(made) }
      if (coded.pictures.length !== count) throw new EncoderFailed(`${coded.pictures.length} of ${count} pictures`)
      return coded
    }),
  }
}

/** Scaled down by the mean, and up again without a guess; laid over those pictures alone that are meant. */
function filterOf({ width, height, count, from, to }: PicturesToCoarsen): string {
  const [across, down] = width >= height ? [BLOCKS, Math.max(1, Math.round((BLOCKS * height) / width))] : [Math.max(1, Math.round((BLOCKS * width) / height)), BLOCKS]
  const counted = `[0:v]setpts=N/${RATE}/TB`
  const coarse = `scale=${across}:${down}:flags=area,scale=${width}:${height}:flags=neighbor`
  if (from === 0 && to === count) return `${counted},${coarse},format=yuv420p`
  return `${counted},split[as][is];[as]${coarse}[coarse];[is][coarse]overlay=enable='between(n,${from},${to - 1})',format=yuv420p`
}

/** Whatever an encoder made that cannot be used, it has failed. */
async function failing<T>(what: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (cause) {
    if (cause instanceof Malformed) throw new EncoderFailed(what, { cause })
    throw cause
  }
}
