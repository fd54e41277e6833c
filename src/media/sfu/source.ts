import { nack, pictureLoss } from '../rtcp/feedback.ts'
import type { ReportBlock, SenderReport } from '../rtcp/reports.ts'
import { startsKeyframe } from '../rtp/keyframe.ts'
import type { RtpHeader } from '../rtp/header.ts'
import { layOut, RTX_PREFIX } from '../rtp/packet.ts'
import type { MediaPacket } from '../rtp/packet.ts'
import { SequenceUnroller } from '../rtp/sequence.ts'
import type { CodecChoice } from '../sdp/codecs.ts'
import { MissingPackets } from './missing-packets.ts'
import { PictureCost } from './picture-cost.ts'
import { RateMeter } from './rate-meter.ts'
import { ReceiveStatistics } from './receive-statistics.ts'
import { StreamClock } from './stream-clock.ts'
import type { PublisherClock } from './stream-clock.ts'

/** One incoming RTP stream: a publisher's sound, or one layer of its picture. */

export type SourceOptions = {
  readonly ssrc: number
  readonly kind: 'audio' | 'video'
  /** Empty when the publisher sends no simulcast. */
  readonly rid: string
  readonly choice: CodecChoice
  /** Our own SSRC towards this publisher. */
  readonly reporter: number
  readonly publisherClock: PublisherClock
  send(bytes: Buffer): void
}

/** Keyframes cost every receiver a burst, so requests of many receivers become one. */
const KEYFRAME_REQUEST_INTERVAL = 500_000
const LIVE_FOR = 1_500_000

export class Source {
  readonly ssrc: number
  readonly kind: 'audio' | 'video'
  readonly rid: string
  readonly choice: CodecChoice
  readonly clock: StreamClock
  readonly cost = new PictureCost()
  readonly #options: SourceOptions
  readonly #sequences = new SequenceUnroller()
  readonly #missing = new MissingPackets()
  readonly #statistics: ReceiveStatistics
  readonly #rate = new RateMeter()
  readonly #nackable: boolean
  #lastPacketAt = 0
  #keyframeWanted = false
  #keyframeAskedAt = -Infinity

  constructor(options: SourceOptions) {
    this.#options = options
    this.ssrc = options.ssrc
    this.kind = options.kind
    this.rid = options.rid
    this.choice = options.choice
    this.clock = new StreamClock(options.choice.format.clockRate, options.publisherClock)
    this.#statistics = new ReceiveStatistics(options.choice.format.clockRate)
    this.#nackable = options.choice.format.feedback.includes('nack')
  }

  /** A packet of this stream; undefined when it was seen before. */
  onPacket(bytes: Buffer, header: RtpHeader, now: number): MediaPacket | undefined {
    const sequence = this.#sequences.unroll(header.sequence)
    const order = this.#missing.onPacket(sequence)
    if (order === 'duplicate') return undefined
    this.#statistics.onPacket(sequence, header.timestamp, now)
    if (order === 'gap' && this.#nackable) this.#askForMissing(now)
    if (order === 'outage') this.requestKeyframe(now)
    this.clock.observe(header.timestamp, now)
    return this.#packet(bytes, header, header.payloadStart, sequence, now)
  }

  /** A retransmission of this stream (RFC 4588); undefined when nobody misses it. */
  onRetransmission(bytes: Buffer, header: RtpHeader, now: number): MediaPacket | undefined {
    // Without room for the original number it is padding, by which a publisher probes the path.
    if (header.payloadEnd - header.payloadStart < RTX_PREFIX) return undefined
    const sequence = this.#sequences.near(bytes.readUInt16BE(header.payloadStart))
    if (sequence > this.#sequences.highest || this.#missing.onPacket(sequence) !== 'late') return undefined
    this.#statistics.onRecovered()
    return this.#packet(bytes, header, header.payloadStart + RTX_PREFIX, sequence, now)
  }

  #packet(bytes: Buffer, header: RtpHeader, payloadStart: number, sequence: number, now: number): MediaPacket {
    // The first interval begins with the first packet, or the first rate would be long in coming.
    if (this.#lastPacketAt === 0) this.#rate.roll(now)
    this.#lastPacketAt = now
    this.#rate.add(bytes.length)
    const { codec } = this.choice
    const key = codec !== 'OPUS' && startsKeyframe(codec, bytes.subarray(payloadStart, header.payloadEnd))
    if (key) this.#keyframeWanted = false
    if (this.kind === 'video') this.cost.onPacket(header.timestamp, bytes.length, key)
    return {
      bytes: layOut(bytes, payloadStart, header), sequence, timestamp: header.timestamp,
      marker: header.marker, startsKeyframe: key, arrival: now, hubTime: this.clock.hubTimeOf(header.timestamp),
    }
  }

  onSenderReport(report: SenderReport, now: number): void {
    this.#statistics.onSenderReport(report.ntpMiddle, now)
    this.clock.onSenderReport(report)
  }

  /** Asks the publisher for a keyframe, now or as soon as the interval since the last request allows. */
  requestKeyframe(now: number): void {
    if (this.kind !== 'video') return
    this.#keyframeWanted = true
    if (now - this.#keyframeAskedAt < KEYFRAME_REQUEST_INTERVAL) return
    this.#keyframeAskedAt = now
    this.#options.send(pictureLoss(this.#options.reporter, this.ssrc))
  }

  /** Every 50 ms or so: what is missing and due again, and keyframes that have not come. */
  onTick(now: number): void {
    if (this.#nackable && this.#missing.size > 0) this.#askForMissing(now)
    if (this.#keyframeWanted) this.requestKeyframe(now)
  }

  #askForMissing(now: number): void {
    const due = this.#missing.due(now)
    if (due.length > 0) this.#options.send(nack(this.#options.reporter, this.ssrc, due))
  }

  /** Once a second. */
  report(now: number): ReportBlock {
    this.#rate.roll(now)
    this.cost.onRate(this.#rate.bitsPerSecond)
    return this.#statistics.report(this.ssrc, now)
  }

  /** Something came within the last `span` microseconds; so it is with a stream that has just begun. */
  isLive(now: number, span: number = LIVE_FOR): boolean {
    return this.#lastPacketAt === 0 || now - this.#lastPacketAt < span
  }

  get bitsPerSecond(): number {
    return this.#rate.bitsPerSecond
  }

  get packets(): number {
    return this.#statistics.received
  }

  get lost(): number {
    return this.#statistics.lost
  }
}
