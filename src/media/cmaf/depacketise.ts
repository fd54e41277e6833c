import { Av1Depacketiser } from './av1/depacketise.ts'
import { H264Depacketiser } from './h264/depacketise.ts'
import type { KeepableCodec, TrackConfig } from './track.ts'
import { Vp9Depacketiser } from './vp9/depacketise.ts'

/** One whole picture as it lies in a file. `config`: what it needs of a player, told with each one that players can start at. */
export type Picture = { readonly data: Uint8Array; readonly key: boolean; readonly config: TrackConfig | undefined }

/**
 * Puts the payloads of one picture together, without decoding it. Packets are given in order and without
 * holes: whoever gives them says `reset` when one is missing, and the picture is given up.
 */
export interface Depacketiser {
  /** Takes the next payload of a picture. Throws `Malformed` for what is none. */
  push(payload: Buffer): void
  /** The picture is complete: gives it, or undefined when nothing of it can be kept. Throws `Malformed`. */
  finish(): Picture | undefined
  reset(): void
}

/** `parameters`: the format's parameters as offered. */
export function depacketiserOf(codec: Exclude<KeepableCodec, 'OPUS'>, parameters: string): Depacketiser {
  switch (codec) {
    case 'H264': return new H264Depacketiser(parameters)
    case 'VP9': return new Vp9Depacketiser()
    case 'AV1': return new Av1Depacketiser()
  }
}
