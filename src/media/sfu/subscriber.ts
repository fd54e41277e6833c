import { Malformed } from '../../kernel/failures.ts'
import type { FrameAnchor, RungNote, SubscriberStats, Wants } from '../engine.ts'
import { PAYLOAD_FEEDBACK, RECEIVER_REPORT, SENDER_REPORT, splitRtcp, TRANSPORT_FEEDBACK } from '../rtcp/compound.ts'
import type { RtcpPacket } from '../rtcp/compound.ts'
import { APPLICATION_FORMAT, FIR_FORMAT, NACK_FORMAT, parseKeyframeRequest, parseNack, parseRemb, PLI_FORMAT } from '../rtcp/feedback.ts'
import { parseTransportFeedback, TRANSPORT_FEEDBACK_FORMAT } from '../rtcp/transport-feedback.ts'
import { ntpMiddleOf, parseReportBlocks } from '../rtcp/reports.ts'
import type { ReportBlock } from '../rtcp/reports.ts'
import { isRtcp } from '../rtp/header.ts'
import type { MediaPacket } from '../rtp/packet.ts'
import type { AudioLine } from './audio-line.ts'
import type { OutStream } from './out-stream.ts'
import type { SendControl } from './send-control.ts'
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
  readonly control: SendControl
  /** The first packet of the programme of each kind went out. */
  onServed(kind: 'audio' | 'video', at: number): void
  onPlayable(playable: boolean, at: number): void
  /** It stands on another rung, or on the same for another reason. */
  onRung(note: RungNote): void
  /** It broke the protocol more often than noise explains. */
  onBroken(): void
}

const MOST_MALFORMED = 50
/** In one turn of a probe; what is still missing follows with the next. */
const MOST_PADDING = 64

export class Subscriber {
  readonly id: string
  readonly room: string
  readonly video: VideoLine | undefined
  readonly #audio: readonly AudioLine[]
  readonly #control: SendControl
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
  #layers: readonly Source[] = []
  #told: RungNote | undefined

  constructor(options: SubscriberOptions) {
    this.id = options.id
    this.room = options.room
    this.video = options.video
    this.#audio = options.audio
    this.#control = options.control
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

  /** The programme's layers that live, ascending: chooses among them what is shown from the next keyframe on. */
  steer(layers: readonly Source[], now: number): void {
    this.#layers = layers
    if (!this.#connected) return
    const { video } = this
    const first = layers[0]
    const playable = !video || !first || video.canShow(first.choice)
    const { source, stills, isFall } = this.#control.steer(video && playable ? layers : [], this.#wants, now)
    this.#limit(now)
    video?.aim(source, now, stills ? 'stills' : isFall ? 'now' : 'smooth')
    this.#tellRung(now)
    if (!this.#wants.video || playable === this.#playable) return
    this.#playable = playable
    this.#options.onPlayable(playable, now)
  }

  #limit(now: number): void {
    const limits = this.#control.limits(now)
    this.video?.limit(limits?.pace, limits?.estimate ?? 0)
  }

  #tellRung(now: number): void {
    const note = this.rung(now)
    if (!note || (note.rung === this.#told?.rung && note.cause === this.#told.cause)) return
    this.#told = note
    this.#options.onRung(note)
  }

  /** Where it stands on the ladder; undefined in the first moment. */
  rung(now: number): RungNote | undefined {
    return this.#connected && this.#control.speaks(now) ? this.#control.standing : undefined
  }

  /** Whether something waits for the pace, or a probe goes out: {@link flush} is due every few milliseconds. */
  get backlog(): boolean {
    return (this.video?.backlog ?? false) || this.#control.isProbing
  }

  /** Sends what pace and probe ask for now. */
  flush(now: number): void {
    const { video } = this
    video?.flush(now)
    if (!video || !this.#control.isProbing) return
    for (let packets = 0; packets < MOST_PADDING; packets += 1) {
      const due = this.#control.paddingDue(now)
      if (due <= 0) return
      video.pad(due, now)
    }
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
        else if (packet.count === TRANSPORT_FEEDBACK_FORMAT) this.#onTransportFeedback(packet, now)
        return
      case PAYLOAD_FEEDBACK:
        this.#onPayloadFeedback(packet, now)
    }
  }

  #onTransportFeedback(packet: RtcpPacket, now: number): void {
    if (this.#control.onFeedback(parseTransportFeedback(packet), now)) this.steer(this.#layers, now)
    else this.#limit(now)
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
      const estimate = parseRemb(packet)
      if (estimate === undefined) return
      this.#estimate = estimate
      this.#control.onRemb(estimate, now)
    }
  }

  #onReport(block: ReportBlock, now: number): void {
    if (!this.#streams().some((stream) => stream.ssrc === block.ssrc)) return
    if (block.ssrc === (this.video?.stream ?? this.#audio[0]?.stream)?.ssrc) {
      this.#lostFraction = block.fractionLost / 256
      this.#control.onReport(this.#lostFraction, this.#streams().reduce((sum, stream) => sum + stream.octets, 0), now)
    }
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

  stats(layer: number | undefined, channelOpen: boolean, now: number): SubscriberStats {
    const audio = this.#audio
    return {
      id: this.id, room: this.room, layer, channelOpen,
      sentPackets: this.#streams().reduce((sum, stream) => sum + stream.packets, 0),
      retransmitted: (this.video?.retransmitted ?? 0) + audio.reduce((sum, line) => sum + line.retransmitted, 0),
      lostFraction: this.#lostFraction, roundTripMs: this.#roundTripMs, estimatedBitsPerSecond: this.#estimate,
      rung: this.#control.standing.rung, cause: this.#control.standing.cause, estimate: this.#control.estimate(now),
    }
  }
}
