import { STAMP_BYTES, writeStamp } from './stamp.ts'
import { rtpPacket, type HeaderExtension } from './rtp-packet.ts'

const VIDEO_CLOCK = 90_000
const AUDIO_CLOCK = 48_000
const AUDIO_FRAME_MS = 20
/** Opus at about 48 kbit/s. */
const AUDIO_PAYLOAD_BYTES = 120
/** Opus's first byte (RFC 6716, section 3.1): full band, 20 ms, stereo, one frame. */
const OPUS_20_MS_STEREO = 0xfc
/** With headers and SRTP's tag this stays below every common path MTU. */
const VIDEO_PAYLOAD_BYTES = 1150
const MACROBLOCK = 16
/** Room for the unit's head and the stamp. */
const LEAST_VIDEO_PAYLOAD = 40

export type MediaShape = {
  /** Mean of the picture between keyframes, in bits per second. */
  readonly videoBitrate: number
  readonly framesPerSecond: number
  readonly keyframeEveryMs: number
  /** A keyframe's size as a multiple of other frames'. */
  readonly keyframeFactor: number
  /** Whole macroblocks: multiples of 16. */
  readonly size: { readonly width: number; readonly height: number }
}
export const CLASS_720P30: MediaShape = { videoBitrate: 2_000_000, framesPerSecond: 30, keyframeEveryMs: 4000, keyframeFactor: 5, size: { width: 1280, height: 720 } }

export type StreamIdentity = { readonly ssrc: number; readonly payloadType: number }

/** What one packet is to carry besides media; called once per packet. */
export type ExtensionsFor = (kind: 'audio' | 'video') => readonly HeaderExtension[]

/** Opus-shaped packets, one every 20 ms. */
export class SyntheticSound {
  readonly #identity: StreamIdentity
  readonly #extensions: () => readonly HeaderExtension[]
  #frames = 0

  constructor(identity: StreamIdentity, extensions: () => readonly HeaderExtension[] = () => []) {
    this.#identity = identity
    this.#extensions = extensions
  }

  /** Packets whose time has come, `elapsedMs` after the start. */
  *due(elapsedMs: number): Generator<Buffer> {
    while (this.#frames * AUDIO_FRAME_MS <= elapsedMs) yield this.#next()
  }

  #next(): Buffer {
    const frame = this.#frames++
    const payload = Buffer.alloc(AUDIO_PAYLOAD_BYTES, 0x5a)
    payload[0] = OPUS_20_MS_STEREO
    return rtpPacket({
      ...this.#identity, marker: false, sequence: frame, timestamp: (frame * AUDIO_FRAME_MS * AUDIO_CLOCK) / 1000,
    }, payload, this.#extensions())
  }
}

/** H.264-shaped bursts, one per frame. */
export class SyntheticPicture {
  readonly #shape: MediaShape
  readonly #identity: StreamIdentity
  readonly #extensions: () => readonly HeaderExtension[]
  #frames = 0
  #sequence = 0
  #lastKeyframeMs = -Infinity
  #keyframeAsked = false

  constructor(shape: MediaShape, identity: StreamIdentity, extensions: () => readonly HeaderExtension[] = () => []) {
    this.#shape = shape
    this.#identity = identity
    this.#extensions = extensions
  }

  askKeyframe(): void {
    this.#keyframeAsked = true
  }

  /** Packets whose time has come, `elapsedMs` after the start. */
  *due(elapsedMs: number): Generator<Buffer> {
    while ((this.#frames * 1000) / this.#shape.framesPerSecond <= elapsedMs) yield* this.#next()
  }

  *#next(): Generator<Buffer> {
    const { videoBitrate, framesPerSecond, keyframeEveryMs, keyframeFactor } = this.#shape
    const frame = this.#frames++
    const atMs = (frame * 1000) / framesPerSecond
    const keyframe = this.#keyframeAsked || atMs - this.#lastKeyframeMs >= keyframeEveryMs
    if (keyframe) {
      this.#keyframeAsked = false
      this.#lastKeyframeMs = atMs
    }
    const bytes = (videoBitrate / framesPerSecond / 8) * (keyframe ? keyframeFactor : 1)
    const payloads = keyframe ? [parameterSets(this.#shape.size), ...fragments(5, bytes)] : fragments(1, bytes)
    for (const [index, payload] of payloads.entries()) {
      yield rtpPacket({
        ...this.#identity, marker: index === payloads.length - 1, sequence: this.#sequence++, timestamp: Math.round(atMs * VIDEO_CLOCK / 1000),
      }, payload, this.#extensions())
    }
  }
}

/**
 * Packets that weigh and come like a class: one picture and one sound. Headers and NAL unit types are
 * real, so that an SFU finds keyframes as usual; the pictures are noise. Every packet ends with room for a stamp.
 */
export class SyntheticMedia {
  readonly #sound: SyntheticSound
  readonly #picture: SyntheticPicture

  constructor(shape: MediaShape, audio: StreamIdentity, video: StreamIdentity, extensionsFor: ExtensionsFor = () => []) {
    this.#sound = new SyntheticSound(audio, () => extensionsFor('audio'))
    this.#picture = new SyntheticPicture(shape, video, () => extensionsFor('video'))
  }

  askKeyframe(): void {
    this.#picture.askKeyframe()
  }

  /** Packets whose time has come, `elapsedMs` after the start, in the order in which they are to leave. */
  *due(elapsedMs: number): Generator<Buffer> {
    yield* this.#sound.due(elapsedMs)
    yield* this.#picture.due(elapsedMs)
  }
}

/** Stamps a packet just before it leaves. Keyframes are recognised by their NAL unit, as an SFU does it. */
export function stampPacket(packet: Buffer, kind: 'audio' | 'video', payloadAt: number, sentMs: number): void {
  writeStamp(packet, { sentMs, keyframe: kind === 'video' && isKeyframePayload(packet, payloadAt) })
}

/** A STAP-A of SPS and PPS (RFC 6184, section 5.7.1), and a filler NAL unit that holds the stamp. */
function parameterSets({ width, height }: MediaShape['size']): Buffer {
  const pps = Buffer.from([0x68, 0xce, 0x3c, 0x80])
  const filler = Buffer.alloc(1 + STAMP_BYTES, 0xff)
  filler[0] = 0x0c
  const units = [sequenceParameters(width, height), pps, filler].flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 0xff]), unit])
  return Buffer.concat([Buffer.from([0x78]), ...units])
}

/** A sequence parameter set (H.264, section 7.3.2.1.1) of constrained baseline at level 3.1, without cropping or VUI. */
function sequenceParameters(width: number, height: number): Buffer {
  const bits = [
    exponential(0), exponential(0), exponential(2), exponential(1), '0',
    exponential(width / MACROBLOCK - 1), exponential(height / MACROBLOCK - 1), '1', '1', '0', '0', '1',
  ].join('')
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? []
  return Buffer.from([0x67, 0x42, 0xe0, 0x1f, ...bytes.map((byte) => parseInt(byte, 2))])
}

/** Unsigned Exp-Golomb code (section 9.1), as text of bits. */
function exponential(value: number): string {
  const binary = (value + 1).toString(2)
  return '0'.repeat(binary.length - 1) + binary
}

/** One NAL unit of the given type and about `bytes`, cut into FU-A fragments (RFC 6184, section 5.8) where it does not fit one packet. */
function fragments(nalType: 1 | 5, bytes: number): Buffer[] {
  const count = Math.max(1, Math.round(bytes / VIDEO_PAYLOAD_BYTES))
  if (count === 1) {
    const whole = Buffer.alloc(Math.max(LEAST_VIDEO_PAYLOAD, Math.min(VIDEO_PAYLOAD_BYTES, Math.round(bytes))), 0x7f)
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
