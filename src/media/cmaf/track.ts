import type { Codec } from '../sdp/codecs.ts'

/** What of a stream can be kept in a file, and the samples that are kept. No business words. */

/** A codec whose packets fit into fragmented MP4 as they come. VP8 has no agreed place there that browsers play. */
export type KeepableCodec = Exclude<Codec, 'VP8'>

/** Everything a player must know of one track before its first sample. Two that are equal share an init segment. */
export type TrackConfig =
  | {
    readonly track: 'video'
    /** RFC 6381. */
    readonly codec: string
    readonly width: number
    readonly height: number
    /** The whole sample entry's codec box: `avcC`, `vpcC` or `av1C`. */
    readonly box: Uint8Array
    readonly entry: 'avc1' | 'vp09' | 'av01'
  }
  | { readonly track: 'audio'; readonly codec: 'opus' | 'mp4a.40.2'; readonly channels: 1 | 2 }

/** Ticks per second of each track, as on the wire. */
export const TIMESCALE = { video: 90_000, audio: 48_000 } as const

/** One picture, or one packet of sound, as it lies in a file. */
export type Sample = {
  readonly data: Uint8Array
  /** When it is to be shown, in ticks of its track on the shared clock. */
  readonly time: number
  /** A player can start here. */
  readonly key: boolean
}

/** Both are equal in every byte that reaches a player. */
export function sameConfig(a: TrackConfig, b: TrackConfig): boolean {
  if (a.track === 'audio' || b.track === 'audio') return a.track === b.track && a.track === 'audio' && b.track === 'audio' && a.codec === b.codec && a.channels === b.channels
  return a.codec === b.codec && a.width === b.width && a.height === b.height && Buffer.compare(a.box, b.box) === 0
}
