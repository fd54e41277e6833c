import type { RtpHeader } from './header.ts'

/**
 * A packet on its way out. One buffer serves all who receive it: each sender rewrites the header in
 * place and hands the bytes to the transport, which copies them before it returns.
 *
 * Layout: the fixed header (12 bytes), one extension block (4 bytes and 8 of elements: absolute send
 * time, transport-wide sequence, one spare), the payload as it came. Contributing sources, other
 * extensions and padding are dropped.
 */
export type MediaPacket = {
  readonly bytes: Buffer
  /** The source's sequence number, unrolled. */
  readonly sequence: number
  /** The source's timestamp, 32 bits. */
  readonly timestamp: number
  readonly marker: boolean
  readonly startsKeyframe: boolean
  /** When it came in, microseconds on the hub's clock. */
  readonly arrival: number
  /** When it happened by the source's clock, microseconds on the hub's; worked out once for all receivers. */
  readonly hubTime: number
}

export const OUT_HEADER = 24
const EXTENSION_ELEMENTS = 16
const TRANSPORT_SEQUENCE_ELEMENT = 20
/** RFC 4588 section 4: an RTX payload starts with the original sequence number. */
export const RTX_PREFIX = 2

/** Copies the payload `header` points at (from `start`) into a new buffer in the outgoing layout. */
export function layOut(bytes: Buffer, start: number, header: RtpHeader): Buffer {
  const out = Buffer.allocUnsafe(OUT_HEADER + header.payloadEnd - start)
  out[0] = 0x90
  out.writeUInt32BE(0xbede_0002, 12)
  out.fill(0, EXTENSION_ELEMENTS, OUT_HEADER)
  bytes.copy(out, OUT_HEADER, start, header.payloadEnd)
  return out
}

/** What one receiver sees of a packet. All numbers are as on the wire. */
export type OutHeader = {
  payloadType: number
  marker: boolean
  sequence: number
  timestamp: number
  ssrc: number
}

/** Writes the fields that differ between receivers. Plain byte writes: this runs once per packet sent. */
export function writeOutHeader(bytes: Buffer, out: OutHeader): void {
  const { sequence, timestamp, ssrc } = out
  bytes[1] = out.payloadType | (out.marker ? 0x80 : 0)
  bytes[2] = sequence >>> 8
  bytes[3] = sequence
  bytes[4] = timestamp >>> 24
  bytes[5] = timestamp >>> 16
  bytes[6] = timestamp >>> 8
  bytes[7] = timestamp
  bytes[8] = ssrc >>> 24
  bytes[9] = ssrc >>> 16
  bytes[10] = ssrc >>> 8
  bytes[11] = ssrc
}

/** The element ids one receiver negotiated; 0 where it did not. */
export type OutExtensions = { readonly absSendTime: number; readonly transportSequence: number }

/** Stamps the extension elements; `now` in microseconds. Ids that are 0 leave padding, which is legal. */
export function stampExtensions(bytes: Buffer, ids: OutExtensions, now: number, transportSequence: number): void {
  if (ids.absSendTime === 0) {
    bytes[EXTENSION_ELEMENTS] = 0
    bytes[EXTENSION_ELEMENTS + 1] = 0
    bytes[EXTENSION_ELEMENTS + 2] = 0
    bytes[EXTENSION_ELEMENTS + 3] = 0
  } else {
    // 24 bits, 6 of them seconds: 2^18 units per second.
    const time = Math.floor((now % 64_000_000) * 0.262144)
    bytes[EXTENSION_ELEMENTS] = (ids.absSendTime << 4) | 2
    bytes[EXTENSION_ELEMENTS + 1] = time >>> 16
    bytes[EXTENSION_ELEMENTS + 2] = time >>> 8
    bytes[EXTENSION_ELEMENTS + 3] = time
  }
  if (ids.transportSequence === 0) {
    bytes[TRANSPORT_SEQUENCE_ELEMENT] = 0
    bytes[TRANSPORT_SEQUENCE_ELEMENT + 1] = 0
    bytes[TRANSPORT_SEQUENCE_ELEMENT + 2] = 0
  } else {
    bytes[TRANSPORT_SEQUENCE_ELEMENT] = (ids.transportSequence << 4) | 1
    bytes[TRANSPORT_SEQUENCE_ELEMENT + 1] = transportSequence >>> 8
    bytes[TRANSPORT_SEQUENCE_ELEMENT + 2] = transportSequence
  }
}

/** As much padding as its last byte can count. */
const MOST_PADDING = 255

/** A packet in the outgoing layout with no payload but padding (RFC 3550 section 5.1). */
export function paddingPacket(): Buffer {
  const out = Buffer.alloc(OUT_HEADER + MOST_PADDING)
  out[0] = 0xb0
  out.writeUInt32BE(0xbede_0002, 12)
  out[out.length - 1] = MOST_PADDING
  return out
}

/** A retransmission of `bytes` (outgoing layout): the same with the original sequence number before the payload. */
export function layOutRtx(bytes: Buffer, originalSequence: number): Buffer {
  const out = Buffer.allocUnsafe(bytes.length + RTX_PREFIX)
  bytes.copy(out, 0, 0, OUT_HEADER)
  out.writeUInt16BE(originalSequence, OUT_HEADER)
  bytes.copy(out, OUT_HEADER + RTX_PREFIX, OUT_HEADER)
  return out
}
