import { Malformed } from '../../kernel/failures.ts'
import { newRtcpPacket, PAYLOAD_FEEDBACK, TRANSPORT_FEEDBACK } from './compound.ts'
import type { RtcpPacket } from './compound.ts'

/** Feedback messages: NACK and PLI (RFC 4585), FIR (RFC 5104), REMB (draft-alvestrand-rmcat-remb-03). */

export const NACK_FORMAT = 1
export const PLI_FORMAT = 1
export const FIR_FORMAT = 4
export const APPLICATION_FORMAT = 15
/** Every feedback message starts with the sender's and the media's SSRC. */
const FEEDBACK_HEADER = 8

export type Nack = { readonly mediaSsrc: number; readonly sequences: readonly number[] }

export function parseNack(packet: RtcpPacket): Nack {
  const { body } = packet
  if (body.length < FEEDBACK_HEADER || body.length % 4 !== 0) throw new Malformed('RTCP NACK')
  const sequences: number[] = []
  for (let at = FEEDBACK_HEADER; at < body.length; at += 4) {
    const first = body.readUInt16BE(at)
    const following = body.readUInt16BE(at + 2)
    sequences.push(first)
    for (let bit = 0; bit < 16; bit += 1) {
      if ((following & (1 << bit)) !== 0) sequences.push((first + bit + 1) & 0xffff)
    }
  }
  return { mediaSsrc: body.readUInt32BE(4), sequences }
}

/** Asks for `sequences` (16-bit, ascending modulo wrap) of one source. */
export function nack(from: number, mediaSsrc: number, sequences: readonly number[]): Buffer {
  const items: Array<{ first: number; following: number }> = []
  for (const sequence of sequences) {
    const last = items.at(-1)
    const distance = last ? (sequence - last.first) & 0xffff : 0
    if (last && distance >= 1 && distance <= 16) last.following |= 1 << (distance - 1)
    else items.push({ first: sequence, following: 0 })
  }
  const bytes = newRtcpPacket(TRANSPORT_FEEDBACK, NACK_FORMAT, FEEDBACK_HEADER + items.length * 4)
  bytes.writeUInt32BE(from, 4)
  bytes.writeUInt32BE(mediaSsrc, 8)
  items.forEach((item, index) => {
    bytes.writeUInt16BE(item.first, 12 + index * 4)
    bytes.writeUInt16BE(item.following, 14 + index * 4)
  })
  return bytes
}

/** Asks a publisher for a keyframe of one source. */
export function pictureLoss(from: number, mediaSsrc: number): Buffer {
  const bytes = newRtcpPacket(PAYLOAD_FEEDBACK, PLI_FORMAT, FEEDBACK_HEADER)
  bytes.writeUInt32BE(from, 4)
  bytes.writeUInt32BE(mediaSsrc, 8)
  return bytes
}

/** The sources a PLI or FIR asks a keyframe of. */
export function parseKeyframeRequest(packet: RtcpPacket): number[] {
  const { body } = packet
  if (body.length < FEEDBACK_HEADER) throw new Malformed('RTCP keyframe request')
  if (packet.count === PLI_FORMAT) return [body.readUInt32BE(4)]
  if ((body.length - FEEDBACK_HEADER) % 8 !== 0) throw new Malformed('RTCP FIR')
  const sources: number[] = []
  for (let at = FEEDBACK_HEADER; at < body.length; at += 8) sources.push(body.readUInt32BE(at))
  return sources
}

/** The receiver's estimate in bits per second, or undefined when the message is another application's. */
export function parseRemb(packet: RtcpPacket): number | undefined {
  const { body } = packet
  if (body.length < FEEDBACK_HEADER) throw new Malformed('RTCP REMB')
  if (body.toString('latin1', 8, 12) !== 'REMB') return undefined
  if (body.length < 16) throw new Malformed('RTCP REMB')
  const second = body[13] ?? 0
  const mantissa = ((second & 0x03) << 16) | body.readUInt16BE(14)
  return mantissa * 2 ** (second >> 2)
}
