import { STAMP_BYTES, writeStamp } from './stamp.ts'
import { rtpPacket, type HeaderExtension } from './rtp-packet.ts'

const VIDEO_CLOCK = 90_000
const AUDIO_CLOCK = 48_000
const AUDIO_FRAME_MS = 20
/** Opus at about 48 kbit/s. */
const AUDIO_PAYLOAD_BYTES = 120
/** With headers and SRTP's tag this stays below every common path MTU. */
const VIDEO_PAYLOAD_BYTES = 1150

export type MediaShape = {
  /** Mean of the picture between keyframes, in bits per second. */
  readonly videoBitrate: number
  readonly framesPerSecond: number
  readonly keyframeEveryMs: number
  /** A keyframe's size as a multiple of other frames'. */
  readonly keyframeFactor: number
}
export const CLASS_720P30: MediaShape = { videoBitrate: 2_000_000, framesPerSecond: 30, keyframeEveryMs: 4000, keyframeFactor: 5 }

export type StreamIdentity = { readonly ssrc: number; readonly payloadType: number }

/** What one packet is to carry besides media; called once per packet. */
export type ExtensionsFor = (kind: 'audio' | 'video') => readonly HeaderExtension[]

/**
 * Packets that weigh and come like a class: H.264-shaped bursts, one per frame, and Opus-shaped
 * packets every 20 ms. Headers and NAL unit types are real, so that an SFU finds keyframes as usual;
 * the pictures are noise. Every packet ends with a stamp.
 */
export class SyntheticMedia {
  readonly #shape: MediaShape
  readonly #audio: StreamIdentity
  readonly #video: StreamIdentity
  readonly #extensionsFor: ExtensionsFor
  #audioFrames = 0
  #videoFrames = 0
  #audioSequence = 0
  #videoSequence = 0
  #lastKeyframeMs = -Infinity
  #keyframeAsked = false

  constructor(shape: MediaShape, audio: StreamIdentity, video: StreamIdentity, extensionsFor: ExtensionsFor = () => []) {
    this.#shape = shape
    this.#audio = audio
    this.#video = video
    this.#extensionsFor = extensionsFor
  }

  askKeyframe(): void {
    this.#keyframeAsked = true
  }

  /** Packets whose time has come, `elapsedMs` after the start, in the order in which they are to leave. */
  *due(elapsedMs: number): Generator<Buffer> {
    while (this.#audioFrames * AUDIO_FRAME_MS <= elapsedMs) yield this.#nextAudio()
    while ((this.#videoFrames * 1000) / this.#shape.framesPerSecond <= elapsedMs) yield* this.#nextFrame()
  }

  #nextAudio(): Buffer {
    const frame = this.#audioFrames++
    const payload = Buffer.alloc(AUDIO_PAYLOAD_BYTES, 0x5a)
    return rtpPacket({
      ...this.#audio, marker: false, sequence: this.#audioSequence++, timestamp: (frame * AUDIO_FRAME_MS * AUDIO_CLOCK) / 1000,
    }, payload, this.#extensionsFor('audio'))
  }

  *#nextFrame(): Generator<Buffer> {
    const { videoBitrate, framesPerSecond, keyframeEveryMs, keyframeFactor } = this.#shape
    const frame = this.#videoFrames++
    const atMs = (frame * 1000) / framesPerSecond
    const keyframe = this.#keyframeAsked || atMs - this.#lastKeyframeMs >= keyframeEveryMs
    if (keyframe) {
      this.#keyframeAsked = false
      this.#lastKeyframeMs = atMs
    }
    const packets = Math.max(1, Math.round(videoBitrate / framesPerSecond / 8 / VIDEO_PAYLOAD_BYTES)) * (keyframe ? keyframeFactor : 1)
    const payloads = keyframe ? [parameterSets(), ...fragments(5, packets)] : fragments(1, packets)
    for (const [index, payload] of payloads.entries()) {
      yield rtpPacket({
        ...this.#video, marker: index === payloads.length - 1, sequence: this.#videoSequence++, timestamp: Math.round(atMs * VIDEO_CLOCK / 1000),
      }, payload, this.#extensionsFor('video'))
    }
  }
}

/** Stamps a packet just before it leaves. Keyframes are recognised by their NAL unit, as an SFU does it. */
export function stampPacket(packet: Buffer, kind: 'audio' | 'video', payloadAt: number, sentMs: number): void {
  writeStamp(packet, { sentMs, keyframe: kind === 'video' && isKeyframePayload(packet, payloadAt) })
}

/** A STAP-A of SPS and PPS (RFC 6184, section 5.7.1), and a filler NAL unit that holds the stamp. */
function parameterSets(): Buffer {
  const sps = Buffer.from([0x67, 0x42, 0xe0, 0x1f, 0xda, 0x01, 0x40, 0x16, 0xe8])
  const pps = Buffer.from([0x68, 0xce, 0x3c, 0x80])
  const filler = Buffer.alloc(1 + STAMP_BYTES, 0xff)
  filler[0] = 0x0c
  const units = [sps, pps, filler].flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 0xff]), unit])
  return Buffer.concat([Buffer.from([0x78]), ...units])
}

/** One NAL unit of the given type cut into FU-A fragments (RFC 6184, section 5.8). */
function fragments(nalType: 1 | 5, count: number): Buffer[] {
  if (count === 1) {
    const whole = Buffer.alloc(VIDEO_PAYLOAD_BYTES, 0x7f)
    whole[0] = 0x60 | nalType
    return [whole]
  }
  return Array.from({ length: count }, (_, index) => {
    const fragment = Buffer.alloc(VIDEO_PAYLOAD_BYTES, 0x7f)
    fragment[0] = 0x60 | 28
    fragment[1] = (index === 0 ? 0x80 : 0) | (index === count - 1 ? 0x40 : 0) | nalType
    return fragment
  })
}

function isKeyframePayload(packet: Buffer, payloadAt: number): boolean {
  const unit = (packet[payloadAt] ?? 0) & 0x1f
  return unit === 24 || (unit === 28 && ((packet[payloadAt + 1] ?? 0) & 0x1f) === 5) || unit === 5
}
