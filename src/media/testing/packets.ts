/** RTP packets as senders make them, for tests and benchmarks. */

export type RtpFields = {
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Buffer
  readonly marker?: boolean
  /** One-byte extension elements by id. */
  readonly extensions?: ReadonlyMap<number, Buffer>
}

/** One packet on the wire, before encryption. Numbers are cut to their fields' width. */
export function rtpPacket(fields: RtpFields): Buffer {
  const extensions = extensionBlock(fields.extensions)
  const header = Buffer.alloc(12)
  header[0] = 0x80 | (extensions.length > 0 ? 0x10 : 0)
  header[1] = (fields.marker ? 0x80 : 0) | fields.payloadType
  header.writeUInt16BE(fields.sequence & 0xffff, 2)
  header.writeUInt32BE(fields.timestamp >>> 0, 4)
  header.writeUInt32BE(fields.ssrc, 8)
  return Buffer.concat([header, extensions, fields.payload])
}

function extensionBlock(extensions: ReadonlyMap<number, Buffer> | undefined): Buffer {
  if (!extensions || extensions.size === 0) return Buffer.alloc(0)
  const elements = [...extensions].map(([id, value]) => Buffer.concat([Buffer.from([(id << 4) | (value.length - 1)]), value]))
  const length = elements.reduce((sum, element) => sum + element.length, 0)
  const block = Buffer.alloc(4 + Math.ceil(length / 4) * 4)
  block.writeUInt16BE(0xbede, 0)
  block.writeUInt16BE(block.length / 4 - 1, 2)
  Buffer.concat(elements).copy(block, 4)
  return block
}

/** H.264 payloads of about `size` bytes: a parameter set that opens a keyframe, or a slice of another frame. */
export function h264Payload(keyframe: boolean, size = 100): Buffer {
  const payload = Buffer.alloc(Math.max(4, size), 0x5a)
  payload[0] = keyframe ? 0x67 : 0x41
  return payload
}
