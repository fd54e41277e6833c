import { Malformed } from '../../kernel/failures.ts'

/** RTCP compound packets (RFC 3550 section 6, reduced size as RFC 5506 allows). */

export const SENDER_REPORT = 200
export const RECEIVER_REPORT = 201
export const SOURCE_DESCRIPTION = 202
export const TRANSPORT_FEEDBACK = 205
export const PAYLOAD_FEEDBACK = 206

/** One packet of a compound. `count` is the report count or the feedback format; `body` follows the 4-byte header. */
export type RtcpPacket = { readonly type: number; readonly count: number; readonly body: Buffer }

/** Splits a compound; throws {@link Malformed} when a length does not fit or the version is wrong. */
export function splitRtcp(bytes: Buffer): RtcpPacket[] {
  const packets: RtcpPacket[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) throw new Malformed('RTCP header')
    const first = bytes[at] ?? 0
    if (first >> 6 !== 2) throw new Malformed('RTCP version')
    const end = at + 4 + bytes.readUInt16BE(at + 2) * 4
    if (end > bytes.length) throw new Malformed('RTCP length')
    const padding = (first & 0x20) !== 0 ? (bytes[end - 1] ?? 0) : 0
    if (end - padding < at + 4) throw new Malformed('RTCP padding')
    packets.push({ type: bytes[at + 1] ?? 0, count: first & 0x1f, body: bytes.subarray(at + 4, end - padding) })
    at = end
  }
  return packets
}

/** A packet with a zeroed body of `bodyLength` bytes, padded to whole words as RFC 3550 says. */
export function newRtcpPacket(type: number, count: number, bodyLength: number): Buffer {
  const padding = (4 - (bodyLength % 4)) % 4
  const bytes = Buffer.alloc(4 + bodyLength + padding)
  bytes[0] = 0x80 | (padding > 0 ? 0x20 : 0) | count
  bytes[1] = type
  bytes.writeUInt16BE(bytes.length / 4 - 1, 2)
  if (padding > 0) bytes[bytes.length - 1] = padding
  return bytes
}
