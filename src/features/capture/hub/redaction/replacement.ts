import { hex } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed } from '../../../../kernel/failures.ts'
import { MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { blackPicture } from '../../../../media/cmaf/black/black-picture.ts'
import { fragment } from '../../../../media/cmaf/fragment.ts'
import { initSegment } from '../../../../media/cmaf/init-segment.ts'
import { opusSilence, SILENCE_DURATION } from '../../../../media/cmaf/opus.ts'
import { samplesOf } from '../../../../media/cmaf/read-samples.ts'
import type { FoundSamples } from '../../../../media/cmaf/read-samples.ts'
import { TIMESCALE } from '../../../../media/cmaf/track.ts'
import type { Sample, TrackConfig } from '../../../../media/cmaf/track.ts'
import type { ReplacedBy, SegmentPart, Track } from '../../wire/words.ts'
import type { InitSegment, StoredSegment } from '../segments.ts'
import type { WallSpan } from '../stream/recorded-source.ts'
import type { RedactionCoder } from './coder.ts'
import type { Removed } from './deps.ts'

/** What is to become of one segment. */
export type ToReplace = {
  readonly segment: StoredSegment
  /** Its content; null when it cannot be opened any more: then nothing of it can be kept. */
  readonly plain: Uint8Array | null
  readonly remove: Removed
  readonly span: WallSpan
  /** The picture of it, or the one that stands for it while it has none; undefined in a recording without pictures. */
  readonly picture: { readonly codec: string; readonly size: InitSegment['size'] } | undefined
  readonly initOf: (sha256: string) => InitSegment | undefined
}

export type Replacement = { readonly means: ReplacedBy; readonly parts: readonly ReplacementPart[] }
export type ReplacementPart = SegmentPart & { readonly content: Uint8Array; /** Of a part that needs another one than before. */ readonly newInit: InitSegment | null }

/** Encodes what stands in place of something; `tone` is the same for all segments of a redaction. */
export type Tools = { readonly crypto: Pick<Crypto, 'sha256'>; readonly coder: { readonly with: RedactionCoder; readonly tone: readonly Uint8Array[] } | null }

/** The parts of a segment with what is to go replaced, and all else byte for byte as it was. Undefined when nothing of it is to go. Throws `EncoderFailed`. */
export async function replacementOf(to: ToReplace, tools: Tools): Promise<Replacement | undefined> {
  const remove: Removed = to.plain ? to.remove : { sound: true, picture: true }
  const has = (track: Track): boolean => to.segment.parts.some((part) => part.track === track)
  const goes = { video: remove.picture && to.picture !== undefined, audio: remove.sound && has('audio') }
  if (!goes.video && !goes.audio) return undefined
  const coded = tools.coder && to.plain && isCodable(to, goes.video && has('video')) ? tools.coder : null
  const parts: ReplacementPart[] = []
  for (const track of ['video', 'audio'] as const) {
    const own = partOf(to, track)
    if (!goes[track]) parts.push(...(own ? [{ ...own.part, content: own.content, newInit: null }] : []))
    else if (track === 'audio') parts.push(...(own ? [sound(to, own, coded?.tone)] : []))
    else parts.push(coded && own?.found ? await coarse(to, own.part, own.found, own.content, coded.with, tools) : black(to, own?.found, tools))
  }
  return { means: coded ? 'tone' : 'silence', parts }
}

type OwnPart = { readonly part: SegmentPart; readonly content: Uint8Array; readonly found: FoundSamples | undefined }

/** A track's share of the segment, read as far as it can be. */
function partOf({ segment, plain }: ToReplace, track: Track): OwnPart | undefined {
  let at = 0
  for (const part of segment.parts) {
    const content = (plain ?? new Uint8Array(0)).subarray(at, at + part.bytes)
    if (part.track === track) return { part, content, found: readable(content) }
    at += part.bytes
  }
  return undefined
}

function readable(content: Uint8Array): FoundSamples | undefined {
  try {
    return samplesOf(content)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return undefined
  }
}

/** Pictures in AV1 are not encoded anew on a small box, nor is what cannot be read. */
function isCodable(to: ToReplace, hasPicture: boolean): boolean {
  if (!hasPicture) return true
  const own = partOf(to, 'video')
  return own?.found !== undefined && familyOf(own.part.codec) !== undefined && to.picture?.size !== null
}

function familyOf(codec: string): 'h264' | 'vp9' | undefined {
  return codec.startsWith('avc') ? 'h264' : codec.startsWith('vp09') ? 'vp9' : undefined
}

/** From the first sample to the end of the last, or the segment's stretch where that cannot be read; ticks of the track. */
function stretchOf({ segment }: ToReplace, track: Track, found: FoundSamples | undefined): { readonly from: number; readonly end: number } {
  const ticks = (time: number): number => Math.round((time * TIMESCALE[track]) / MICROS_PER_SECOND)
  const first = found?.samples.reduce((least, { time }) => Math.min(least, time), Infinity)
  return found && first !== undefined && found.end > first ? { from: first, end: found.end } : { from: ticks(segment.from), end: ticks(segment.to) }
}

/** One black keyframe for as long as the segment is. */
function black(to: ToReplace, found: FoundSamples | undefined, tools: Tools): ReplacementPart {
  const { from, end } = stretchOf(to, 'video', found)
  const { config, data } = blackPicture(to.picture?.codec ?? '', to.picture?.size ?? null, to.segment.number)
  return newPart(config, fragment([{ data, time: from, key: true }], end, to.segment.number + 1), tools)
}

/** Silence in place of all of it; or, with a `tone`, that in place of the packets that sound in the span, and of one on either side, since a packet leaks into the next. */
function sound(to: ToReplace, { part, found }: OwnPart, tone: readonly Uint8Array[] | undefined): ReplacementPart {
  const { from, end } = stretchOf(to, 'audio', found)
  const samples = tone ? (found?.samples ?? []) : []
  const [cutFrom, cutTo] = ticksOf(to, 'audio')
  const isBefore = (_: Sample, index: number): boolean => (samples[index + 1]?.time ?? end) + SILENCE_DURATION <= cutFrom
  const before = samples.filter(isBefore)
  const after = samples.filter(({ time }) => time - SILENCE_DURATION >= cutTo)
  const [holeFrom, holeTo] = [samples[before.length]?.time ?? from, after[0]?.time ?? end]
  const instead = tone?.length ? tone : [opusSilence()]
  const count = Math.max(1, Math.floor((holeTo - holeFrom) / SILENCE_DURATION))
  const fill = Array.from({ length: count }, (_, index) => ({ data: instead[index % instead.length] ?? opusSilence(), time: holeFrom + index * SILENCE_DURATION, key: true }))
  const content = fragment([...before, ...fill, ...after], end, to.segment.number + 1)
  return { ...part, bytes: content.length, content, newInit: null }
}

/** The span in ticks of a track, on the clock of the segment. */
function ticksOf({ segment, span }: ToReplace, track: Track): [number, number] {
  const ticks = (wall: number): number => ((segment.from + (wall - segment.wall) * MICROS_PER_MS) * TIMESCALE[track]) / MICROS_PER_SECOND
  return [ticks(span.from), ticks(span.to)]
}

/** Every picture encoded anew, those that are shown in the span in coarse blocks. */
async function coarse(to: ToReplace, part: SegmentPart, { samples, end }: FoundSamples, content: Uint8Array, coder: RedactionCoder, tools: Tools): Promise<ReplacementPart> {
  const times = samples.map(({ time }) => time).toSorted((a, b) => a - b)
  const [from, until] = ticksOf(to, 'video')
  const isInSpan = times.map((time, index) => time < until && (times[index + 1] ?? end) > from)
  const first = isInSpan.indexOf(true)
  const size = to.picture?.size ?? { width: 0, height: 0 }
  const { config, pictures } = await coder.coarsen({
    family: familyOf(part.codec) ?? 'h264', ...size, file: [to.initOf(part.init)?.bytes ?? new Uint8Array(), content],
    count: times.length, from: Math.max(0, first), to: first < 0 ? 0 : isInSpan.lastIndexOf(true) + 1,
  })
  const made = pictures.map((data, index) => ({ data, time: times[index] ?? end, key: index === 0 }))
  return newPart(config, fragment(made, end, to.segment.number + 1), tools)
}

function newPart(config: TrackConfig, content: Uint8Array, { crypto }: Tools): ReplacementPart {
  const bytes = new Uint8Array(initSegment(config))
  const size = config.track === 'video' ? { width: config.width, height: config.height } : null
  const init: InitSegment = { sha256: hex(crypto.sha256(bytes)), track: config.track, codec: config.codec, bytes, size }
  return { track: config.track, codec: config.codec, init: init.sha256, bytes: content.length, content, newInit: init }
}
