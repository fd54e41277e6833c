import { randomBytes } from 'node:crypto'
import { startsKeyframe } from '../../src/media/rtp/keyframe.ts'
import { OUT_HEADER } from '../../src/media/rtp/packet.ts'
import type { MediaPacket } from '../../src/media/rtp/packet.ts'
import { payloadsOf, recordedSound, recordedVideo } from '../../src/media/testing/recorded-media.ts'

/** A class as a camera sends it: 30 pictures a second with a keyframe every two seconds, and 50 packets of sound. */

export type ClassPicture = { readonly units: readonly Buffer[]; readonly key: boolean; readonly at: number; readonly packets: readonly MediaPacket[] }
export type ClassSound = { readonly data: Buffer; readonly at: number; readonly packet: MediaPacket }

const FPS = 30
const KEYFRAME_EVERY = 2 * FPS
/** A keyframe is five times an ordinary picture. */
const KEY_FACTOR = 5
const PAYLOAD = 1200

export function classPictures(seconds: number, bitsPerSecond: number, from: number): ClassPicture[] {
  const ordinary = Math.round((bitsPerSecond / 8 / FPS) * (KEYFRAME_EVERY / (KEYFRAME_EVERY - 1 + KEY_FACTOR)))
  const sets = (recordedVideo('h264-baseline-96x64').pictures[0] ?? []).slice(0, 2)
  let sequence = 0x1_0000
  return Array.from({ length: seconds * FPS }, (_, index) => {
    const key = index % KEYFRAME_EVERY === 0
    const at = from + Math.round((index * 1_000_000) / FPS)
    const slice = Buffer.concat([Buffer.of(key ? 0x65 : 0x41), randomBytes(key ? ordinary * KEY_FACTOR : ordinary)])
    const units = key ? [...sets, slice] : [slice]
    const payloads = payloadsOf('H264', units, key, PAYLOAD)
    const packets = payloads.map((payload, part) => packetOf(payload, { sequence: sequence++, timestamp: index * 3000, at, marker: part === payloads.length - 1, key: startsKeyframe('H264', payload) }))
    return { units, key, at, packets }
  })
}

export function classSounds(seconds: number, from: number): ClassSound[] {
  const sound = recordedSound()
  return Array.from({ length: seconds * 50 }, (_, index) => {
    const at = from + index * 20_000
    const data = sound[index % sound.length] ?? Buffer.alloc(1)
    return { data, at, packet: packetOf(data, { sequence: 0x1_0000 + index, timestamp: index * 960, at, marker: false, key: false }) }
  })
}

function packetOf(payload: Buffer, { sequence, timestamp, at, marker, key }: { sequence: number; timestamp: number; at: number; marker: boolean; key: boolean }): MediaPacket {
  return { bytes: Buffer.concat([Buffer.alloc(OUT_HEADER), payload]), sequence, timestamp: timestamp >>> 0, marker, startsKeyframe: key, arrival: at, hubTime: at }
}
