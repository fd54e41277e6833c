import { has } from './letters.ts'

/** What a sound file is by its bytes, whatever its name says. `ms`: how long it plays; null where the file does not tell. */
export type SoundFile = { readonly type: 'audio/mpeg' | 'audio/mp4' | 'audio/ogg' | 'audio/wav'; readonly ms: number | null }

/** Nobody plays longer music; a file that says so lies. */
const LONGEST_MS = 24 * 3600 * 1000

/**
 * Recognises MP3 (ISO/IEC 11172-3 layer III, with or without ID3v2), MPEG-4 (ISO/IEC 14496-12),
 * Ogg with Vorbis or Opus (RFC 3533, 7845) and WAV (RIFF). Undefined for anything else. Browsers
 * decode the sound itself; this only tells a sound from what is none.
 */
export function readSoundFile(bytes: Uint8Array): SoundFile | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = readWav(view) ?? readOgg(view) ?? readMp4(view) ?? readMp3(view)
  if (!found) return undefined
  const { type, ms } = found
  return { type, ms: ms !== null && Number.isFinite(ms) && ms > 0 && ms <= LONGEST_MS ? Math.round(ms) : null }
}

function readWav(view: DataView): SoundFile | undefined {
  if (!has(view, 0, 'RIFF') || !has(view, 8, 'WAVE')) return undefined
  let bytesPerSecond: number | undefined
  for (let at = 12; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at + 4, true)
    if (has(view, at, 'fmt ') && at + 20 <= view.byteLength) bytesPerSecond = view.getUint32(at + 16, true)
    if (has(view, at, 'data')) return bytesPerSecond === undefined ? undefined : { type: 'audio/wav', ms: (size / bytesPerSecond) * 1000 }
    at += 8 + size + (size % 2)
  }
  return undefined
}

/** Header of a page, RFC 3533 section 6: granule position at 6, number of segments at 26. */
const OGG_HEADER = 27
const OPUS_RATE = 48_000

function readOgg(view: DataView): SoundFile | undefined {
  if (!has(view, 0, 'OggS') || view.byteLength <= OGG_HEADER) return undefined
  const packet = OGG_HEADER + view.getUint8(OGG_HEADER - 1)
  const isOpus = has(view, packet, 'OpusHead')
  const isVorbis = has(view, packet, '\u0001vorbis')
  if ((!isOpus && !isVorbis) || packet + 19 > view.byteLength) return undefined
  const rate = isOpus ? OPUS_RATE : view.getUint32(packet + 12, true)
  const skipped = isOpus ? view.getUint16(packet + 10, true) : 0
  const last = lastPage(view)
  return { type: 'audio/ogg', ms: last === undefined ? null : ((last - skipped) / rate) * 1000 }
}

/** The granule position of the last page, in samples. A page has at most 65 307 bytes, so the search is short. */
function lastPage(view: DataView): number | undefined {
  const from = view.byteLength - OGG_HEADER
  for (let at = from; at >= 0 && at > from - 66_000; at--) {
    if (!has(view, at, 'OggS')) continue
    const granule = view.getBigInt64(at + 6, true)
    if (granule > 0n) return Number(granule)
  }
  return undefined
}

function readMp4(view: DataView): SoundFile | undefined {
  if (!has(view, 4, 'ftyp')) return undefined
  const moov = box(view, 0, view.byteLength, 'moov')
  if (!moov) return undefined
  const mvhd = box(view, moov.from, moov.to, 'mvhd')
  if (!mvhd || mvhd.to - mvhd.from < 32) return { type: 'audio/mp4', ms: null }
  const isLong = view.getUint8(mvhd.from) === 1
  const scale = view.getUint32(mvhd.from + (isLong ? 20 : 12))
  const duration = isLong ? Number(view.getBigUint64(mvhd.from + 24)) : view.getUint32(mvhd.from + 16)
  return { type: 'audio/mp4', ms: (duration / scale) * 1000 }
}

/** The content of the first box of a name between two places; sizes as ISO/IEC 14496-12 section 4.2 gives them. */
function box(view: DataView, from: number, to: number, name: string): { from: number; to: number } | undefined {
  for (let at = from; at + 8 <= to;) {
    const short = view.getUint32(at)
    const isLong = short === 1 && at + 16 <= to
    const size = short === 0 ? to - at : isLong ? Number(view.getBigUint64(at + 8)) : short
    const head = isLong ? 16 : 8
    if (size < head || at + size > to) return undefined
    if (has(view, at + 4, name)) return { from: at + head, to: at + size }
    at += size
  }
  return undefined
}

/** Kilobits a second of layer III by the header's index, MPEG-1 and MPEG-2; samples a second by version bits and index. */
const MP3_RATES = { one: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320], two: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] } as const
const MP3_SAMPLES: Readonly<Record<number, readonly number[]>> = { 3: [44_100, 48_000, 32_000], 2: [22_050, 24_000, 16_000], 0: [11_025, 12_000, 8000] }
/** As many frames must follow each other for it to be no accident. */
const MP3_FRAMES_LEAST = 3

function readMp3(view: DataView): SoundFile | undefined {
  let at = afterId3(view)
  let frames = 0
  let seconds = 0
  for (let frame = mp3Frame(view, at); frame && at + frame.bytes <= view.byteLength; frame = mp3Frame(view, at)) {
    frames++
    seconds += frame.seconds
    at += frame.bytes
  }
  return frames < MP3_FRAMES_LEAST ? undefined : { type: 'audio/mpeg', ms: seconds * 1000 }
}

/** ID3v2.4 section 3.1: ten bytes, the size in four times seven bits. */
function afterId3(view: DataView): number {
  if (!has(view, 0, 'ID3') || view.byteLength < 10) return 0
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (view.getUint8(at) & 0x7f), 0)
  return 10 + size
}

function mp3Frame(view: DataView, at: number): { bytes: number; seconds: number } | undefined {
  if (at + 4 > view.byteLength) return undefined
  const header = view.getUint32(at)
  const version = (header >>> 19) & 3
  const isLayer3 = header >>> 21 === 0x7ff && ((header >>> 17) & 3) === 1
  const rate = (version === 3 ? MP3_RATES.one : MP3_RATES.two)[(header >>> 12) & 15]
  const samplesPerSecond = MP3_SAMPLES[version]?.[(header >>> 10) & 3]
  if (!isLayer3 || !rate || samplesPerSecond === undefined) return undefined
  const samples = version === 3 ? 1152 : 576
  const bytes = Math.floor((samples / 8) * rate * 1000 / samplesPerSecond) + ((header >>> 9) & 1)
  return { bytes, seconds: samples / samplesPerSecond }
}
