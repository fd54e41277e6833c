import { type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { quoted, wallText } from './attributes.ts'

/** One track's stretch of a class as a playlist names it. Addresses are relative to the playlist. */
export type PlaylistSegment = {
  readonly uri: string
  /** Of the init segment that goes before it. */
  readonly init: string
  readonly duration: Micros
  /** Wall time of its first frame, milliseconds since 1970; fractions are rounded. */
  readonly wall: number
  readonly discontinuity: boolean
}

export type MediaPlaylist = {
  /** `window`: what is old falls off its beginning; `event`: it only grows; `whole`: nothing changes any more. */
  readonly kind: 'window' | 'event' | 'whole'
  /** Nothing will be added. */
  readonly isOver: boolean
  /** Whole seconds; no segment is longer when rounded to the next second, now or later. */
  readonly targetSeconds: number
  /** Number of the first segment, and how many discontinuities lie before it. */
  readonly mediaSequence: number
  readonly discontinuitySequence: number
  readonly segments: readonly PlaylistSegment[]
}

/** Two seconds are the usual; a keyframe that comes late makes a longer one. */
export const LEAST_TARGET_SECONDS = 2

/** What `EXT-X-TARGETDURATION` must be for these. */
export function targetSecondsOf(durations: readonly Micros[]): number {
  return durations.reduce((most, duration) => Math.max(most, roundedSeconds(duration)), LEAST_TARGET_SECONDS)
}

/** Half a second counts as a second, as players read it. */
export function roundedSeconds(duration: Micros): number {
  return Math.floor(duration / MICROS_PER_SECOND + 0.5)
}

/**
 * A media playlist by draft-pantos-hls-rfc8216bis-17.
 *
 * 1. The first segment of a playlist never carries `EXT-X-DISCONTINUITY`: what it continues is not in it, and
 *    `EXT-X-DISCONTINUITY-SEQUENCE` counts it (4.4.3.3).
 * 2. `EXT-X-MAP` stands wherever the init segment changes, and nowhere else: it counts across discontinuities (4.4.4.5).
 * 3. Every segment has its own `EXT-X-PROGRAM-DATE-TIME`: no player adds up durations to know the time.
 * 4. `EXTINF` is the exact length in microseconds, so that nothing drifts over a long class.
 */
export function writeMediaPlaylist({ kind, isOver, targetSeconds, mediaSequence, discontinuitySequence, segments }: MediaPlaylist): string {
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', `#EXT-X-TARGETDURATION:${targetSeconds}`]
  if (kind !== 'window') lines.push(`#EXT-X-PLAYLIST-TYPE:${kind === 'whole' ? 'VOD' : 'EVENT'}`)
  // HOLD-BACK is at least three target durations (4.4.3.8); our own player goes closer, since this box holds playlists back.
  else if (!isOver) lines.push(`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=${(targetSeconds * 3).toFixed(1)}`)
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${mediaSequence}`, `#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuitySequence}`)
  let init: string | undefined
  for (const [index, segment] of segments.entries()) {
    if (segment.discontinuity && index > 0) lines.push('#EXT-X-DISCONTINUITY')
    if (segment.init !== init) lines.push(`#EXT-X-MAP:URI=${quoted(segment.init)}`)
    init = segment.init
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${wallText(segment.wall)}`)
    lines.push(`#EXTINF:${(segment.duration / MICROS_PER_SECOND).toFixed(6)},`, segment.uri)
  }
  if (isOver) lines.push('#EXT-X-ENDLIST')
  return `${lines.join('\n')}\n`
}
