/** Where a decoder can start, seen from one packet's payload, for each video codec we forward. */

export type VideoCodec = 'H264' | 'VP9' | 'AV1' | 'VP8'

/**
 * True when this payload is the first of a keyframe. For H.264 that is the parameter set or, where a
 * publisher sends none in band, the first fragment of an IDR picture.
 */
export function startsKeyframe(codec: VideoCodec, payload: Buffer): boolean {
  if (payload.length === 0) return false
  switch (codec) {
    case 'H264': return h264StartsKeyframe(payload)
    case 'VP8': return vp8StartsKeyframe(payload)
    case 'VP9': return vp9StartsKeyframe(payload)
    case 'AV1': return av1StartsKeyframe(payload)
  }
}

const H264_IDR = 5
const H264_SPS = 7
const H264_STAP_A = 24
const H264_FU_A = 28

/** RFC 6184 sections 5.4 to 5.8: single unit, STAP-A or FU-A. */
function h264StartsKeyframe(payload: Buffer): boolean {
  const type = (payload[0] ?? 0) & 0x1f
  if (type === H264_STAP_A) return stapHoldsKeyframe(payload)
  if (type !== H264_FU_A) return opensIdr(type)
  const fragment = payload[1] ?? 0
  return (fragment & 0x80) !== 0 && opensIdr(fragment & 0x1f)
}

function opensIdr(type: number): boolean {
  return type === H264_SPS || type === H264_IDR
}

function stapHoldsKeyframe(payload: Buffer): boolean {
  let at = 1
  while (at + 2 < payload.length) {
    if (opensIdr((payload[at + 2] ?? 0) & 0x1f)) return true
    at += 2 + payload.readUInt16BE(at)
  }
  return false
}

/** RFC 7741 section 4.2: the start of partition 0, whose first bit (inverted) says key frame. */
function vp8StartsKeyframe(payload: Buffer): boolean {
  const first = payload[0] ?? 0
  if ((first & 0x10) === 0 || (first & 0x07) !== 0) return false
  let at = 1
  if ((first & 0x80) !== 0) {
    const extension = payload[1] ?? 0
    at = 2
    if ((extension & 0x80) !== 0) at += ((payload[2] ?? 0) & 0x80) !== 0 ? 2 : 1
    if ((extension & 0x40) !== 0) at += 1
    if ((extension & 0x30) !== 0) at += 1
  }
  const frame = payload[at]
  return frame !== undefined && (frame & 0x01) === 0
}

/** RFC 9628 section 4.2: begin of a frame that is not inter-predicted, in the lowest spatial layer. */
function vp9StartsKeyframe(payload: Buffer): boolean {
  const first = payload[0] ?? 0
  const interPredicted = (first & 0x40) !== 0
  const beginsFrame = (first & 0x08) !== 0
  if (interPredicted || !beginsFrame) return false
  if ((first & 0x20) === 0) return true
  let at = 1
  if ((first & 0x80) !== 0) at += ((payload[1] ?? 0) & 0x80) !== 0 ? 2 : 1
  const layers = payload[at]
  return layers !== undefined && ((layers >> 1) & 0x07) === 0
}

/** RTP payload format for AV1, section 4.4: the N bit marks the first packet of a coded video sequence. */
function av1StartsKeyframe(payload: Buffer): boolean {
  return ((payload[0] ?? 0) & 0x08) !== 0
}
