import type { TrackConfig } from '../../../../media/cmaf/track.ts'

/** Pictures to be made unrecognisable, all of them of one segment. */
export type PicturesToCoarsen = {
  readonly family: 'h264' | 'vp9'
  readonly width: number
  readonly height: number
  /** Init segment and fragments. */
  readonly file: readonly Uint8Array[]
  /** How many there are, and which of them, in the order in which they are shown: from `from` up to, not including, `to`. */
  readonly count: number
  readonly from: number
  readonly to: number
}

/** What only a box with an encoder can do. Everything throws `EncoderFailed`. */
export type RedactionCoder = {
  works(): Promise<boolean>
  /** A tone of 1 kHz: packets of Opus, 20 ms each, that can follow one another in a circle. */
  tone(): Promise<readonly Uint8Array[]>
  /** As many pictures as were given, in the order in which they are shown, the first one a keyframe and the only one. */
  coarsen(pictures: PicturesToCoarsen): Promise<{ readonly config: TrackConfig; readonly pictures: readonly Uint8Array[] }>
}
