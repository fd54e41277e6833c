/** The fixed header of RFC 3550, section 5.1. */
export const RTP_HEADER_BYTES = 12

export type RtpFields = {
  readonly payloadType: number
  readonly marker: boolean
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
}

/** One header extension in the one-byte form of RFC 8285: `id` 1 to 14, 1 to 16 bytes. */
export type HeaderExtension = { readonly id: number; readonly value: Uint8Array }

export function rtpPacket(fields: RtpFields, payload: Uint8Array, extensions: readonly HeaderExtension[] = []): Buffer {
  const block = extensionBlock(extensions)
  const packet = Buffer.alloc(RTP_HEADER_BYTES + block.length + payload.length)
  packet[0] = 0x80 | (block.length > 0 ? 0x10 : 0)
  packet[1] = fields.payloadType | (fields.marker ? 0x80 : 0)
  packet.writeUInt16BE(fields.sequence & 0xffff, 2)
  packet.writeUInt32BE(fields.timestamp >>> 0, 4)
  packet.writeUInt32BE(fields.ssrc >>> 0, 8)
  packet.set(block, RTP_HEADER_BYTES)
  packet.set(payload, RTP_HEADER_BYTES + block.length)
  return packet
}

function extensionBlock(extensions: readonly HeaderExtension[]): Uint8Array {
  if (extensions.length === 0) return new Uint8Array()
  const elements = extensions.flatMap(({ id, value }) => [(id << 4) | (value.length - 1), ...value])
  while (elements.length % 4 !== 0) elements.push(0)
  return Uint8Array.from([0xbe, 0xde, 0, elements.length / 4, ...elements])
}

/** RTCP shares the port with RTP; RFC 5761 keeps its packet types where no payload type may be. */
export function isRtcp(packet: Uint8Array): boolean {
  const type = packet[1] ?? 0
  return type >= 192 && type <= 223
}

export type RtcpPart = { readonly type: number; readonly format: number; readonly body: Buffer }

/** The packets of a compound packet; one whose length runs over the end is dropped with all that follow. */
export function rtcpParts(compound: Buffer): RtcpPart[] {
  const parts: RtcpPart[] = []
  for (let at = 0; at + 4 <= compound.length;) {
    const end = at + (compound.readUInt16BE(at + 2) + 1) * 4
    if (end > compound.length) break
    parts.push({ type: compound[at + 1] ?? 0, format: (compound[at] ?? 0) & 0x1f, body: compound.subarray(at + 4, end) })
    at = end
  }
  return parts
}

/** Payload-specific feedback asking for a picture from scratch: PLI (RFC 4585) or FIR (RFC 5104). */
export function asksForKeyframe(part: RtcpPart): boolean {
  return part.type === 206 && (part.format === 1 || part.format === 4)
}

/** Generic NACK (RFC 4585, section 6.2.1): the sequence numbers asked for again. */
export function askedAgain(part: RtcpPart): number[] {
  if (part.type !== 205 || part.format !== 1) return []
  const sequences: number[] = []
  for (let at = 8; at + 4 <= part.body.length; at += 4) {
    const first = part.body.readUInt16BE(at)
    const following = part.body.readUInt16BE(at + 2)
    sequences.push(first)
    for (let bit = 0; bit < 16; bit++) if (following & (1 << bit)) sequences.push((first + bit + 1) & 0xffff)
  }
  return sequences
}
