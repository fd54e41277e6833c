import { type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { MainPlaylist, Rate } from '../../rules/playlist/main-playlist.ts'
import { playlistName } from '../../rules/playlist/stream-files.ts'
import type { SegmentPart, Track } from '../../wire/words.ts'
import type { InitSegment } from '../segments.ts'

/** One track's share of a segment, and how long that lasts. */
export type RatedPart = SegmentPart & { readonly duration: Micros }

export type RenditionFacts = {
  readonly parts: readonly RatedPart[]
  /** What the viewer is sent. */
  readonly tracks: readonly Track[]
  readonly init: (sha256: string) => InitSegment | undefined
  /** How much denser than anything so far a segment may become; 1 when nothing more comes. */
  readonly headroom: number
  /** Bits a second of the sound made for players without Opus; null where it cannot be made. */
  readonly aac: number | null
}

/** What the main playlist offers of these parts. */
export function renditions({ parts, tracks, init, headroom, aac }: RenditionFacts): MainPlaylist {
  const of = (track: Track): RatedPart[] => (tracks.includes(track) ? parts.filter((part) => part.track === track) : [])
  const [pictures, sounds] = [of('video'), of('audio')]
  const codecs = (some: readonly RatedPart[]): string[] => [...new Set(some.map(({ codec }) => codec))]
  const sizes = [...new Set(pictures.map((part) => part.init))].flatMap((sha256) => init(sha256)?.size ?? [])
  const size = sizes.toSorted((a, b) => b.width * b.height - a.width * a.height)[0] ?? null
  const opus = { group: 'opus', uri: playlistName('audio'), codecs: codecs(sounds), rate: rateOf(sounds, headroom) }
  return {
    picture: pictures.length === 0 ? null : { uri: playlistName('video'), codecs: codecs(pictures), size, rate: rateOf(pictures, headroom) },
    sounds: sounds.length === 0 ? [] : aac === null ? [opus] : [opus, { group: 'aac', uri: playlistName('aac'), codecs: ['mp4a.40.2'], rate: { peak: aac, average: aac } }],
  }
}

function rateOf(parts: readonly RatedPart[], headroom: number): Rate {
  const bits = (bytes: number, duration: Micros): number => (duration > 0 ? (bytes * 8 * MICROS_PER_SECOND) / duration : 0)
  const sum = (value: (part: RatedPart) => number): number => parts.reduce((all, part) => all + value(part), 0)
  const peak = parts.reduce((most, { bytes, duration }) => Math.max(most, bits(bytes, duration)), 0)
  return { peak: peak * headroom, average: bits(sum(({ bytes }) => bytes), sum(({ duration }) => duration)) }
}
