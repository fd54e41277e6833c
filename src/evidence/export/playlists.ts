import { targetSecondsOf, writeMediaPlaylist } from '../../features/capture/rules/playlist/media-playlist.ts'
import { writeMainPlaylist } from '../../features/capture/rules/playlist/main-playlist.ts'
import type { Track } from '../../features/capture/wire/words.ts'
import { MICROS_PER_SECOND } from '../../kernel/time.ts'
import { initFile, MEDIA, partName } from '../bundle/format.ts'
import type { ExportedInit, ExportedSegment } from './export-class.ts'

/** Playlists by which the recording in a bundle plays from its folder, as it would from the box. */

const inMedia = (path: string): string => path.slice(MEDIA.length)

/** Null when no segment has this track. */
export function mediaPlaylistOf(segments: readonly ExportedSegment[], track: Track): string | null {
  const listed = segments.flatMap(({ number, wall, micros, discontinuity, parts }, index) => {
    const part = parts.find((one) => one.track === track)
    if (!part) return []
    const before = segments[index - 1]?.parts.find((one) => one.track === track)
    return [{ uri: inMedia(partName(number, track)), init: inMedia(initFile(part.init)), duration: micros, wall, discontinuity: discontinuity || before?.init !== part.init }]
  })
  if (listed.length === 0) return null
  return writeMediaPlaylist({ kind: 'whole', isOver: true, targetSeconds: targetSecondsOf(listed.map(({ duration }) => duration)), mediaSequence: 0, discontinuitySequence: 0, segments: listed })
}

export function mainPlaylistOf(segments: readonly ExportedSegment[], init: (sha256: string) => ExportedInit | undefined): string {
  const video = tracksOf(segments, 'video')
  const audio = tracksOf(segments, 'audio')
  const size = video.inits.map((sha256) => init(sha256)?.size).find((one) => one !== null && one !== undefined) ?? null
  return writeMainPlaylist({
    picture: video.codecs.length === 0 ? null : { uri: 'video.m3u8', codecs: video.codecs, size, rate: video.rate },
    sounds: audio.codecs.length === 0 ? [] : [{ group: 'sound', uri: 'audio.m3u8', codecs: audio.codecs, rate: audio.rate }],
  })
}

function tracksOf(segments: readonly ExportedSegment[], track: Track): { readonly codecs: string[]; readonly inits: string[]; readonly rate: { readonly peak: number; readonly average: number } } {
  const parts = segments.flatMap(({ micros, parts: all }) => all.filter((part) => part.track === track).map((part) => ({ ...part, micros })))
  const bitsASecond = (bytes: number, micros: number): number => (bytes * 8 * MICROS_PER_SECOND) / Math.max(1, micros)
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((all, part) => all + of(part), 0)
  return {
    codecs: [...new Set(parts.map(({ codec }) => codec))], inits: [...new Set(parts.map(({ init }) => init))],
    rate: { peak: parts.reduce((most, { bytes, micros }) => Math.max(most, bitsASecond(bytes, micros)), 0), average: bitsASecond(sum(({ bytes }) => bytes), sum(({ micros }) => micros)) },
  }
}
