import { readFileSync } from 'node:fs'
import type { KeepableCodec } from '../cmaf/track.ts'
import { leb128 } from '../cmaf/av1/leb128.ts'

/** Short pieces of real picture and sound (fixtures/segments), and how a browser cuts them into payloads. */

export type VideoName = 'h264-baseline-96x64' | 'h264-high-160x96' | 'vp9-96x64' | 'av1-96x64'
export type RecordedVideo = { readonly codec: Exclude<KeepableCodec, 'OPUS'>; readonly width: number; readonly height: number; readonly fps: number; readonly pictures: readonly (readonly Buffer[])[] }

/** A keyframe stands at every {@link KEYFRAME_EVERY}th picture. */
export const KEYFRAME_EVERY = 30

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/segments/valid/${name}.json`, import.meta.url), 'utf8'))
}

export function recordedVideo(name: VideoName): RecordedVideo {
  // Our own fixtures, in the shape their README says.
  const { pictures, ...rest } = read(name) as Omit<RecordedVideo, 'pictures'> & { readonly pictures: string[][] }
  return { ...rest, pictures: pictures.map((units) => units.map((unit) => Buffer.from(unit, 'base64'))) }
}

/** Packets of 20 ms. */
export function recordedSound(): Buffer[] {
  return (read('opus-20ms') as { readonly packets: string[] }).packets.map((packet) => Buffer.from(packet, 'base64'))
}

/** The payloads of one picture, none longer than `most` bytes. `units` as the fixture has them. */
export function payloadsOf(codec: RecordedVideo['codec'], units: readonly Buffer[], key: boolean, most = 400): Buffer[] {
  switch (codec) {
    case 'H264': return h264Payloads(units, most)
    case 'VP9': return vp9Payloads(Buffer.concat(units), key, most)
    case 'AV1': return av1Payloads(units, key, most)
  }
}

/** Parameter sets together (STAP-A), slices whole or in fragments (FU-A). */
function h264Payloads(units: readonly Buffer[], most: number): Buffer[] {
  const sets = units.filter((unit) => ((unit[0] ?? 0) & 0x1f) >= 7)
  const slices = units.filter((unit) => ((unit[0] ?? 0) & 0x1f) < 7)
  const aggregate = sets.length > 0 ? [Buffer.concat([Buffer.of(0x78), ...sets.flatMap((set) => [Buffer.of(set.length >> 8, set.length & 255), set])])] : []
  return [...aggregate, ...slices.flatMap((slice) => fragments(slice, most))]
}

function fragments(unit: Buffer, most: number): Buffer[] {
  if (unit.length <= most) return [unit]
  const header = unit[0] ?? 0
  const pieces = chunks(unit.subarray(1), most - 2)
  return pieces.map((piece, index) => {
    const start = index === 0 ? 0x80 : 0
    const end = index === pieces.length - 1 ? 0x40 : 0
    return Buffer.concat([Buffer.of((header & 0xe0) | 28, start | end | (header & 0x1f)), piece])
  })
}

/** With a picture number of seven bits, as browsers send it. */
function vp9Payloads(frame: Buffer, key: boolean, most: number): Buffer[] {
  const pieces = chunks(frame, most - 2)
  return pieces.map((piece, index) => {
    const begin = index === 0 ? 0x08 : 0
    const end = index === pieces.length - 1 ? 0x04 : 0
    return Buffer.concat([Buffer.of(0x80 | (key ? 0 : 0x40) | begin | end, 1), piece])
  })
}

/** One unit or piece of one in each packet; a unit may begin in the packet where another ends. */
function av1Payloads(obus: readonly Buffer[], key: boolean, most: number): Buffer[] {
  const pieces = obus.flatMap((obu) => {
    const parts = chunks(obu, most - 4)
    return parts.map((part, index) => ({ part, continues: index > 0, goesOn: index < parts.length - 1 }))
  })
  return pieces.map(({ part, continues, goesOn }, index) =>
    Buffer.concat([Buffer.of((continues ? 0x80 : 0) | (goesOn ? 0x40 : 0) | (key && index === 0 ? 0x08 : 0)), leb128(part.length), part]))
}

function chunks(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}
