/**
 * RTP packets (RFC 3550 section 5.1) and their header extensions (RFC 8285). Reading happens once per
 * packet that comes in, so it fills one record instead of making objects.
 */

/** Offsets are into the packet's bytes. Filled by {@link readRtpHeader}. */
export type RtpHeader = {
  payloadType: number
  marker: boolean
  sequence: number
  timestamp: number
  ssrc: number
  /** 0 when there is no extension block, else 0xbede (one-byte form) or 0x1000 to 0x100f (two-byte form). */
  extensionProfile: number
  extensionStart: number
  extensionEnd: number
  payloadStart: number
  /** Where the payload ends; what follows is padding. */
  payloadEnd: number
}

export function newRtpHeader(): RtpHeader {
  return {
    payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0,
    extensionProfile: 0, extensionStart: 0, extensionEnd: 0, payloadStart: 0, payloadEnd: 0,
  }
}

const FIXED_HEADER = 12
const ONE_BYTE_PROFILE = 0xbede

/** RTP and RTCP share one flow; packet types 192 to 223 are RTCP (RFC 5761 section 4). */
export function isRtcp(bytes: Buffer): boolean {
  const type = bytes[1] ?? 0
  return type >= 192 && type <= 223
}

/** Reads the header of `bytes` into `header`; false (and `header` undefined in meaning) when it is not RTP. */
export function readRtpHeader(bytes: Buffer, header: RtpHeader): boolean {
  if (bytes.length < FIXED_HEADER) return false
  const first = bytes[0] ?? 0
  if (first >> 6 !== 2) return false
  const second = bytes[1] ?? 0
  header.marker = (second & 0x80) !== 0
  header.payloadType = second & 0x7f
  header.sequence = bytes.readUInt16BE(2)
  header.timestamp = bytes.readUInt32BE(4)
  header.ssrc = bytes.readUInt32BE(8)

  let at = FIXED_HEADER + (first & 0x0f) * 4
  header.extensionProfile = 0
  header.extensionStart = at
  header.extensionEnd = at
  if ((first & 0x10) !== 0) {
    if (at + 4 > bytes.length) return false
    header.extensionProfile = bytes.readUInt16BE(at)
    header.extensionStart = at + 4
    header.extensionEnd = at + 4 + bytes.readUInt16BE(at + 2) * 4
    at = header.extensionEnd
  }
  header.payloadStart = at
  header.payloadEnd = bytes.length
  if ((first & 0x20) !== 0) {
    const padding = bytes[bytes.length - 1] ?? 0
    if (padding === 0) return false
    header.payloadEnd -= padding
  }
  return header.payloadEnd >= at
}

/** Where an extension element lies. Filled by {@link findExtension}. */
export type ExtensionSlot = { start: number; length: number }

/** Finds the element with `id` (1 to 14, or to 255 in the two-byte form); false when it is not there. */
export function findExtension(bytes: Buffer, header: RtpHeader, id: number, slot: ExtensionSlot): boolean {
  const twoByte = (header.extensionProfile & 0xfff0) === 0x1000
  if (!twoByte && header.extensionProfile !== ONE_BYTE_PROFILE) return false
  let at = header.extensionStart
  while (at < header.extensionEnd) {
    const first = bytes[at] ?? 0
    if (first === 0) {
      at += 1
      continue
    }
    const found = twoByte ? first : first >> 4
    // Id 15 ends the one-byte form (RFC 8285 section 4.2).
    if (!twoByte && found === 15) return false
    const length = twoByte ? (bytes[at + 1] ?? 0) : (first & 0x0f) + 1
    const start = at + (twoByte ? 2 : 1)
    if (start + length > header.extensionEnd) return false
    if (found === id) {
      slot.start = start
      slot.length = length
      return true
    }
    at = start + length
  }
  return false
}
