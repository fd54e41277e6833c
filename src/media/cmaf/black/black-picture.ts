import { av1Config } from '../av1/sequence-header.ts'
import { blackH264 } from '../h264/black.ts'
import type { BlackPicture } from '../h264/black.ts'
import { vp9Config } from '../vp9/depacketise.ts'

/**
 * A black picture for every codec that a recording can have, so that one can be put in place of another without an encoder. H.264 is
 * written in the size asked for. The others were made once, in 640x360, with FFmpeg 5.1:
 *
 *     ffmpeg -f lavfi -i color=black:size=640x360:rate=1 -frames:v 1 -pix_fmt yuv420p -c:v libvpx-vp9 -b:v 0 -crf 40 -f ivf black.ivf
 *     ffmpeg -f lavfi -i color=black:size=640x360:rate=1 -frames:v 1 -pix_fmt yuv420p -c:v libaom-av1 -crf 40 -f obu black.obu
 *
 * VP9: the frame behind the headers of the file and of the frame (44 bytes). AV1: what follows the temporal delimiter (2 bytes).
 */
const SIZE = { width: 640, height: 360 }
const VP9 = Buffer.from('gkmDQgAn8BZ2ADgkHBiMEABQYfY69oBc0e4AAAAAAA9nCGBzisNePDjx48eHGABnCGBzisNePDjx48eHGAA=', 'base64')
const AV1 = Buffer.from('CgsAAAAMxP9nP/5gEDIfEACUAAAAoAAAgAHFeSH9l8u3idGQQYljsLp0soynlA==', 'base64')
/** The sequence header stands first. */
const AV1_SEQUENCE = AV1.subarray(0, 13)
/** When a codec does not say: 5.1, what browsers decode. */
const USUAL_LEVEL = 51

/** In the family of `codec` (RFC 6381) and, where that is H.264, in its size. `turn`: another one for each of two that follow one another. */
export function blackPicture(codec: string, size: { readonly width: number; readonly height: number } | null, turn: number): BlackPicture {
  if (codec.startsWith('vp09')) return { config: vp9Config(SIZE), data: VP9 }
  if (codec.startsWith('av01')) return { config: av1Config(AV1_SEQUENCE), data: AV1 }
  return blackH264({ ...(size ?? SIZE), level: levelOf(codec), turn: turn % 2 })
}

/** The last two digits of `avc1.PPCCLL`. */
function levelOf(codec: string): number {
  const level = /^avc[13]\.[0-9a-fA-F]{4}([0-9a-fA-F]{2})$/.exec(codec)?.[1]
  return level === undefined ? USUAL_LEVEL : Number.parseInt(level, 16)
}
