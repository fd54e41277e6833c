import { newRtpHeader, readRtpHeader } from '../rtp/header.ts'
import type { MediaPacket } from '../rtp/packet.ts'
import type { CodecChoice } from '../sdp/codecs.ts'
import { Source } from '../sfu/source.ts'
import { PublisherClock } from '../sfu/stream-clock.ts'
import { h264Payload, rtpPacket } from './packets.ts'

/** Incoming streams without a network, for tests. */

export const H264_CHOICE: CodecChoice = {
  codec: 'H264', rtxPayloadType: 97,
  format: {
    payloadType: 96, encoding: 'H264', clockRate: 90_000, channels: 1, feedback: ['nack', 'nack pli'],
    parameters: 'profile-level-id=42e01f;packetization-mode=1',
  },
}

export const OPUS_CHOICE: CodecChoice = {
  codec: 'OPUS', rtxPayloadType: undefined,
  format: { payloadType: 111, encoding: 'OPUS', clockRate: 48_000, channels: 2, feedback: ['nack'], parameters: '' },
}

/** Where a fed packet's payload says when it was sent, as a double. */
export const STAMP_AT = 4
const STAMP_END = STAMP_AT + 8

/** A source and the packets it would be given; what it sends back is kept in `sent`. */
export class FedSource {
  readonly source: Source
  readonly sent: Buffer[] = []
  readonly #choice: CodecChoice
  readonly #header = newRtpHeader()

  constructor(ssrc: number, choice: CodecChoice = H264_CHOICE, rid = '') {
    this.#choice = choice
    this.source = new Source({
      ssrc, kind: choice.codec === 'OPUS' ? 'audio' : 'video', rid, choice, reporter: 1,
      publisherClock: new PublisherClock(), send: (bytes) => this.sent.push(bytes),
    })
  }

  /** The packet as lines get it; undefined when the source had it before. */
  feed(sequence: number, now: number, options: { keyframe?: boolean; size?: number; timestamp?: number; marker?: boolean } = {}): MediaPacket | undefined {
    const { format } = this.#choice
    const payload = h264Payload(options.keyframe ?? false, options.size)
    // So that a test can tell whose payload came out.
    payload[1] = this.source.ssrc & 0xff
    // And when it was sent, for those that measure.
    if (payload.length >= STAMP_END) payload.writeDoubleBE(now, STAMP_AT)
    const bytes = rtpPacket({
      payloadType: format.payloadType, sequence, ssrc: this.source.ssrc,
      timestamp: options.timestamp ?? Math.floor((now / 1_000_000) * format.clockRate),
      payload, marker: options.marker ?? false,
    })
    readRtpHeader(bytes, this.#header)
    return this.source.onPacket(bytes, this.#header, now)
  }
}
