import type { VideoCodec } from '../rtp/keyframe.ts'
import type { Format, MediaSection } from './media.ts'

/** Which codecs of an offer we take, and in which order. */

export type Codec = VideoCodec | 'OPUS'

export type CodecChoice = {
  readonly codec: Codec
  readonly format: Format
  /** The payload type that retransmits this one (RFC 4588), undefined when it was not offered. */
  readonly rtxPayloadType: number | undefined
}

/**
 * VP8 last: it cannot be kept in fragmented MP4, so a class sent with it is forwarded but recorded
 * without its picture.
 */
export const VIDEO_PREFERENCE: readonly VideoCodec[] = ['H264', 'VP9', 'AV1', 'VP8']

/** All we could forward of a section, best first; within a codec in the offer's order, H.264 baseline first. */
export function acceptableCodecs(section: MediaSection): CodecChoice[] {
  const codecs: readonly Codec[] = section.kind === 'video' ? VIDEO_PREFERENCE : ['OPUS']
  return codecs.flatMap((codec) =>
    section.formats
      .filter((format) => format.encoding === codec && isForwardable(codec, format))
      .toSorted((a, b) => profileRank(codec, a) - profileRank(codec, b))
      .map((format) => ({ codec, format, rtxPayloadType: rtxOf(section, format.payloadType) })),
  )
}

function isForwardable(codec: Codec, format: Format): boolean {
  const parameters = formatParameters(format)
  switch (codec) {
    case 'OPUS': return format.clockRate === 48_000 && format.channels === 2
    // Mode 0 cannot carry frames above one packet; our packets are forwarded as they came.
    case 'H264': return format.clockRate === 90_000 && parameters.get('packetization-mode') === '1'
    case 'VP9': return format.clockRate === 90_000 && (parameters.get('profile-id') ?? '0') === '0'
    case 'AV1': return format.clockRate === 90_000 && (parameters.get('profile') ?? '0') === '0'
    case 'VP8': return format.clockRate === 90_000
  }
}

function profileRank(codec: Codec, format: Format): number {
  if (codec !== 'H264') return 0
  const profile = h264Profile(format)
  if (profile.startsWith('42e0')) return 0
  return profile.startsWith('42') ? 1 : 2
}

/** The `profile-level-id` in lower case; the default of RFC 6184 when there is none. */
export function h264Profile(format: Format): string {
  return (formatParameters(format).get('profile-level-id') ?? '420010').toLowerCase()
}

/** The `name=value` pairs of an fmtp line. */
export function formatParameters(format: Format): Map<string, string> {
  const pairs = format.parameters.split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]))
}

function rtxOf(section: MediaSection, payloadType: number): number | undefined {
  return section.formats.find((format) =>
    format.encoding === 'RTX' && formatParameters(format).get('apt') === String(payloadType))?.payloadType
}

/**
 * The negotiated choice that fits what a publisher sends: the same codec and, for H.264, the same
 * profile if there is one (decoders accept others in practice, so the first is better than nothing).
 */
export function fittingChoice(negotiated: readonly CodecChoice[], sent: CodecChoice): CodecChoice | undefined {
  const same = negotiated.filter((choice) => choice.codec === sent.codec)
  if (sent.codec !== 'H264') return same[0]
  const profile = h264Profile(sent.format).slice(0, 4)
  return same.find((choice) => h264Profile(choice.format).startsWith(profile)) ?? same[0]
}
