import { PAYLOAD_FEEDBACK, splitRtcp } from '../rtcp/compound.ts'
import { isRtcp, newRtpHeader, readRtpHeader } from '../rtp/header.ts'
import { writeOffer } from '../sdp/offer.ts'
import type { OfferedSection } from '../sdp/offer.ts'
import { Transport } from '../sfu/transport.ts'
import type { Channel } from '../sfu/transport.ts'
import type { SentPacket } from './captured-line.ts'
import { h264Payload, rtpPacket } from './packets.ts'
import { LOOPBACK } from './udp.ts'

/**
 * Publishers and viewers that speak real ICE, DTLS and SRTP over loopback, for tests and benchmarks. The media library can be loaded by one thread of a process only, so these never share a
 * process with an engine in its thread (`engine-process.ts`).
 */

export const PAYLOAD_TYPES = { OPUS: 111, H264: 96, RTX: 97, VP8: 98 } as const
const OPUS_LINES = ['a=rtpmap:111 opus/48000/2', 'a=rtcp-fb:111 nack']
const H264_LINES = ['a=rtpmap:96 H264/90000', 'a=fmtp:96 profile-level-id=42e01f;packetization-mode=1', 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli']
const VP8_LINES = ['a=rtpmap:98 VP8/90000', 'a=rtcp-fb:98 nack', 'a=rtcp-fb:98 nack pli']
const AUDIO_SSRC = 71
const VIDEO_SSRC = 72

/** One picture and one sound, as OBS offers them: announced sources, no extensions, no retransmission format. */
export function publisherSections(codec: 'H264' | 'VP8'): OfferedSection[] {
  return [
    { kind: 'audio', direction: 'sendonly', payloadTypes: [111], lines: [...OPUS_LINES, `a=ssrc:${AUDIO_SSRC} cname:test`] },
    {
      kind: 'video', direction: 'sendonly', payloadTypes: [PAYLOAD_TYPES[codec]],
      lines: [...(codec === 'H264' ? H264_LINES : VP8_LINES), `a=ssrc:${VIDEO_SSRC} cname:test`],
    },
  ]
}

/** What our own page offers: one picture, three sounds, a data channel. */
export function pageSections(): OfferedSection[] {
  const audio: OfferedSection = { kind: 'audio', direction: 'recvonly', payloadTypes: [111], lines: OPUS_LINES }
  const video: OfferedSection = {
    kind: 'video', direction: 'recvonly', payloadTypes: [96, 97, 98],
    lines: [...H264_LINES, 'a=rtpmap:97 rtx/90000', 'a=fmtp:97 apt=96', ...VP8_LINES],
  }
  return [video, audio, audio, audio, { kind: 'application' }]
}

/** A player that knows one sound and H.264. */
export function playerSections(): OfferedSection[] {
  return [
    { kind: 'audio', direction: 'recvonly', payloadTypes: [111], lines: OPUS_LINES },
    { kind: 'video', direction: 'recvonly', payloadTypes: [96], lines: H264_LINES },
  ]
}

export class TestPeer {
  readonly offer: string
  readonly rtp: SentPacket[] = []
  readonly texts: string[] = []
  keyframeRequests = 0
  readonly #transport: Transport
  readonly #inbox: Inbox
  #wakers: Array<() => void> = []

  private constructor(transport: Transport, inbox: Inbox, sections: readonly OfferedSection[]) {
    this.#transport = transport
    this.#inbox = inbox
    this.offer = writeOffer(transport.local, sections)
    inbox.onPacket = (bytes) => this.#onPacket(bytes)
    inbox.onChange = () => this.#wake()
    inbox.channel?.onText((text) => {
      this.texts.push(text)
      this.#wake()
    })
  }

  static async open(sections: readonly OfferedSection[]): Promise<TestPeer> {
    const inbox: Inbox = { connected: false, channel: undefined, channelOpen: false, onPacket: () => undefined, onChange: () => undefined }
    const channel = sections.some((section) => section.kind === 'application') ? 'cues' : undefined
    const transport = await Transport.offer({ port: 0, bindAddress: LOOPBACK }, {
      onPacket: (bytes) => inbox.onPacket(bytes),
      onState: (state) => {
        inbox.connected = state === 'connected'
        inbox.onChange()
      },
      onChannel: (opened) => {
        inbox.channel = opened
        opened.onOpen((open) => {
          inbox.channelOpen = open
          inbox.onChange()
        })
      },
    }, channel)
    return new TestPeer(transport, inbox, sections)
  }

  #onPacket(bytes: Buffer): void {
    const header = newRtpHeader()
    if (isRtcp(bytes)) {
      this.keyframeRequests += splitRtcp(bytes).filter((packet) => packet.type === PAYLOAD_FEEDBACK).length
    } else if (readRtpHeader(bytes, header)) {
      const { payloadType, sequence, timestamp, ssrc, marker, payloadStart, payloadEnd } = header
      this.rtp.push({ payloadType, sequence, timestamp, ssrc, marker, payload: Buffer.from(bytes.subarray(payloadStart, payloadEnd)) })
    }
    this.#wake()
  }

  #wake(): void {
    const wakers = this.#wakers
    this.#wakers = []
    for (const wake of wakers) wake()
  }

  /** Resolves when `condition` holds, which is looked at after everything that comes in. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#wakers.push(resolve))
  }

  async accept(answer: string): Promise<void> {
    this.#transport.accept(answer)
    await this.until(() => this.#inbox.connected)
  }

  async say(text: string): Promise<void> {
    await this.until(() => this.#inbox.channelOpen)
    this.#inbox.channel?.send(text)
  }

  /** Sends RTP or RTCP as it is. */
  send(bytes: Buffer): void {
    this.#transport.send(bytes)
  }

  sendVideo(codec: 'H264' | 'VP8', sequence: number, keyframe: boolean): void {
    const payload = codec === 'H264' ? h264Payload(keyframe) : Buffer.from([0x10, keyframe ? 0 : 1, 0, 0])
    this.send(rtpPacket({ payloadType: PAYLOAD_TYPES[codec], sequence, timestamp: sequence * 3000, ssrc: VIDEO_SSRC, payload, marker: true }))
  }

  sendAudio(sequence: number): void {
    this.send(rtpPacket({ payloadType: 111, sequence, timestamp: sequence * 960, ssrc: AUDIO_SSRC, payload: Buffer.from([0xfc, sequence & 0xff]) }))
  }

  /** What came with one payload type, in the order it came. */
  received(payloadType: number): SentPacket[] {
    return this.rtp.filter((packet) => packet.payloadType === payloadType)
  }

  close(): void {
    this.#transport.close()
  }
}

type Inbox = {
  connected: boolean
  channel: Channel | undefined
  channelOpen: boolean
  onPacket: (bytes: Buffer) => void
  onChange: () => void
}
