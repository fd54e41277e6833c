import { Malformed } from '../../kernel/failures.ts'
import type { FrameAnchor, SubscriberStats, Wants } from '../engine.ts'
import { PAYLOAD_FEEDBACK, RECEIVER_REPORT, SENDER_REPORT, splitRtcp, TRANSPORT_FEEDBACK } from '../rtcp/compound.ts'
import type { RtcpPacket } from '../rtcp/compound.ts'
import { APPLICATION_FORMAT, FIR_FORMAT, NACK_FORMAT, parseKeyframeRequest, parseNack, parseRemb, PLI_FORMAT } from '../rtcp/feedback.ts'
import { ntpMiddleOf, parseReportBlocks } from '../rtcp/reports.ts'
import type { ReportBlock } from '../rtcp/reports.ts'
import { isRtcp } from '../rtp/header.ts'
import type { MediaPacket } from '../rtp/packet.ts'
import type { AudioLine } from './audio-line.ts'
import type { OutStream } from './out-stream.ts'
import type { Source } from './source.ts'
import type { VideoLine } from './video-line.ts'

/** Everything that goes out to one WHEP client. */
export type SubscriberOptions = {
  readonly id: string
  readonly room: string
  readonly wants: Wants
  readonly video: VideoLine | undefined
  /** The programme's sound first, then the voices; fewer for a viewer that is not our page. */
  readonly audio: readonly AudioLine[]
  /** The first packet of the programme of each kind went out. */
  onServed(kind: 'audio' | 'video', at: number): void
  onPlayable(playable: boolean, at: number): void
  /** It broke the protocol more often than noise explains. */
  onBroken(): void
}

const MOST_MALFORMED = 50

export class Subscriber {
  readonly id: string
  readonly room: string
  readonly video: VideoLine | undefined
  readonly #audio: readonly AudioLine[]
  readonly #options: SubscriberOptions
  #audioServed = false
  #videoServed = false
  #wants: Wants
  #connected = false
  #playable = true
  #lostFraction = 0
  #roundTripMs: number | undefined
  #estimate: number | undefined
  #malformed = 0

  constructor(options: SubscriberOptions) {
    this.id = options.id
    this.room = options.room
    this.video = options.video
    this.#audio = options.audio
    this.#options = options
    this.#wants = options.wants
  }

  get wants(): Wants {
    return this.#wants
  }

  setWants(wants: Wants): void {
    this.#wants = wants
    if (!wants.audio) for (const line of this.#audio) line.stop()
  }

  onConnected(): void {
    this.#connected = true
  }

  /** What to show from the next keyframe on; undefined pauses. */
  aim(target: Source | undefined, now: number): void {
    const { video } = this
    if (!video || video.target === target) return
    video.aim(target, now)
    if (video.playable === this.#playable) return
    this.#playable = video.playable
    this.#options.onPlayable(this.#playable, now)
  }

  /** Picture is sent only to those who are connected and want it. */
  get takesVideo(): boolean {
    return this.#connected && this.#wants.video && this.video !== undefined
  }

  forwardAudio(line: number, source: Source, packet: MediaPacket, now: number): void {
    if (!this.#connected || !this.#wants.audio) return
    const sent = this.#audio[line]?.forward(source, packet, now) ?? false
    if (!sent || line !== 0 || this.#audioServed) return
    this.#audioServed = true
    this.#options.onServed('audio', now)
  }

  forwardVideo(source: Source, packet: MediaPacket, now: number): void {
    const { video } = this
    if (!video || !this.#connected) return
    video.forward(source, packet, now)
    if (this.#videoServed || video.stream.packets === 0) return
    this.#videoServed = true
    this.#options.onServed('video', now)
  }

  /** What came from it; only RTCP is expected. */
  onPacket(bytes: Buffer, now: number): void {
    if (!isRtcp(bytes)) return
    try {
      for (const packet of splitRtcp(bytes)) this.#onRtcp(packet, now)
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      this.#malformed += 1
      if (this.#malformed === MOST_MALFORMED) this.#options.onBroken()
    }
  }

  #onRtcp(packet: RtcpPacket, now: number): void {
    switch (packet.type) {
      case SENDER_REPORT:
      case RECEIVER_REPORT:
        for (const block of parseReportBlocks(packet)) this.#onReport(block, now)
        return
      case TRANSPORT_FEEDBACK:
        if (packet.count === NACK_FORMAT) this.#onNack(packet, now)
        return
      case PAYLOAD_FEEDBACK:
        this.#onPayloadFeedback(packet, now)
    }
  }

  #onNack(packet: RtcpPacket, now: number): void {
    const { mediaSsrc, sequences } = parseNack(packet)
    if (this.video?.stream.ssrc === mediaSsrc) this.video.resend(sequences, now)
    else this.#audio.find((line) => line.stream.ssrc === mediaSsrc)?.resend(sequences, now)
  }

  #onPayloadFeedback(packet: RtcpPacket, now: number): void {
    if (packet.count === PLI_FORMAT || packet.count === FIR_FORMAT) {
      const { video } = this
      if (video && parseKeyframeRequest(packet).includes(video.stream.ssrc)) video.requestKeyframe(now)
    } else if (packet.count === APPLICATION_FORMAT) {
      this.#estimate = parseRemb(packet) ?? this.#estimate
    }
  }

  #onReport(block: ReportBlock, now: number): void {
    if (!this.#streams().some((stream) => stream.ssrc === block.ssrc)) return
    if (block.ssrc === (this.video?.stream ?? this.#audio[0]?.stream)?.ssrc) this.#lostFraction = block.fractionLost / 256
    if (block.lastReport === 0) return
    // All three are in 1/65536 s, modulo 2^32 (RFC 3550 section 6.4.1).
    const roundTrip = (ntpMiddleOf(now) - block.delaySinceLastReport - block.lastReport) >>> 0
    if (roundTrip < 60 * 65_536) this.#roundTripMs = (roundTrip / 65_536) * 1000
  }

  #streams(): OutStream[] {
    const lines = this.#audio.map((line) => line.stream)
    return this.video ? [this.video.stream, ...lines] : lines
  }

  /** Once a second: reports that tie the lines' timestamps to the hub's clock. */
  onSecond(now: number): void {
    if (!this.#connected) return
    this.video?.setRates()
    this.video?.report(now)
    for (const line of this.#audio) line.report(now)
  }

  /** Where the programme's timestamps stand on the hub's clock, as this subscriber sees them. */
  anchors(): FrameAnchor[] {
    const anchors: FrameAnchor[] = []
    for (const [kind, line] of [['video', this.video], ['audio', this.#audio[0]]] as const) {
      if (line?.source === undefined || line.stream.lastHubTime === undefined) continue
      anchors.push({
        kind, rtp: line.stream.lastTimestamp, at: Math.round(line.stream.lastHubTime), quality: line.source.clock.quality,
      })
    }
    return anchors
  }

  stats(layer: number | undefined, channelOpen: boolean): SubscriberStats {
    const audio = this.#audio
    return {
      id: this.id, room: this.room, layer, channelOpen,
      sentPackets: this.#streams().reduce((sum, stream) => sum + stream.packets, 0),
      retransmitted: (this.video?.retransmitted ?? 0) + audio.reduce((sum, line) => sum + line.retransmitted, 0),
      lostFraction: this.#lostFraction, roundTripMs: this.#roundTripMs, estimatedBitsPerSecond: this.#estimate,
    }
  }
}
