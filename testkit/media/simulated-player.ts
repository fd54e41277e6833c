import { nack, pictureLoss } from '../../src/media/rtcp/feedback.ts'
import { receiverReport } from '../../src/media/rtcp/reports.ts'
import { isRtcp, newRtpHeader, readRtpHeader } from '../../src/media/rtp/header.ts'
import { RTX_PREFIX } from '../../src/media/rtp/packet.ts'
import { SequenceUnroller } from '../../src/media/rtp/sequence.ts'
import { ArrivalLog } from '../../src/media/sfu/arrival-log.ts'
import { MissingPackets } from '../../src/media/sfu/missing-packets.ts'
import { ReceiveStatistics } from '../../src/media/sfu/receive-statistics.ts'
import { STAMP_AT } from '../../src/media/testing/sources.ts'

/** A player in virtual time, as far as a sender sees it: transport-wide feedback, requests for lost packets and keyframes, reports, and which frames could be shown when. */

export type PlayerShape = {
  readonly hasFeedback: boolean
  readonly ssrc: { readonly video: number; readonly rtx: number; readonly audio: number }
  send(bytes: Buffer): void
}

const MS = 1000
/** As Chromium does, about. */
const FEEDBACK_EVERY = 62 * MS
const NACK_EVERY = 20 * MS
const STUCK_AFTER = 300 * MS
const OWN_SSRC = 1

type Frame = { readonly layer: number; readonly isKey: boolean }
export class SimulatedPlayer {
  /** When each frame could be shown, of which layer, and how large it was. */
  readonly shown: { readonly at: number; readonly layer: number; readonly isKey: boolean }[] = []
  /** When each sound came, and how long after it was sent. */
  readonly heard: { readonly at: number; readonly delay: number }[] = []
  readonly counts = { paddingBytes: 0, videoBytes: 0, repeats: 0 }
  readonly #shape: PlayerShape
  readonly #header = newRtpHeader()
  readonly #arrivals = new ArrivalLog()
  readonly #video = new Incoming(true)
  readonly #audio = new Incoming(false)
  #nextFeedback = 0
  #stuckSince: number | undefined

  constructor(shape: PlayerShape) {
    this.#shape = shape
  }

  onPacket(bytes: Buffer, now: number): void {
    if (isRtcp(bytes) || !readRtpHeader(bytes, this.#header)) return
    const { ssrc } = this.#shape
    const header = this.#header
    if (this.#shape.hasFeedback) this.#arrivals.record(bytes.readUInt16BE(21), now)
    const payload = bytes.subarray(header.payloadStart, header.payloadEnd)
    if (header.ssrc === ssrc.audio) {
      if (this.#audio.take(header.sequence, header.timestamp, now, header.marker, payload)) this.heard.push({ at: now, delay: now - payload.readDoubleBE(STAMP_AT) })
    } else if (header.ssrc === ssrc.rtx) {
      if (payload.length < RTX_PREFIX) this.counts.paddingBytes += bytes.length
      else {
        this.counts.repeats += 1
        this.#video.take(payload.readUInt16BE(0), header.timestamp, now, header.marker, payload.subarray(RTX_PREFIX))
      }
    } else {
      this.counts.videoBytes += bytes.length
      this.#video.take(header.sequence, header.timestamp, now, header.marker, payload)
    }
    this.#show(now)
  }

  #show(now: number): void {
    for (const frame of this.#video.playable()) {
      this.shown.push({ at: now, layer: frame.layer, isKey: frame.isKey })
      this.#stuckSince = undefined
    }
  }

  onStep(now: number): void {
    const { send, ssrc } = this.#shape
    if (this.#shape.hasFeedback && now >= this.#nextFeedback) {
      this.#nextFeedback = now + FEEDBACK_EVERY
      const feedback = this.#arrivals.feedback(OWN_SSRC, ssrc.video)
      if (feedback) send(feedback)
    }
    if (now % NACK_EVERY === 0) {
      for (const [incoming, of] of [[this.#video, ssrc.video], [this.#audio, ssrc.audio]] as const) {
        const due = incoming.missing.due(now)
        if (due.length > 0) send(nack(OWN_SSRC, of, due))
      }
    }
    if (now % (1_000 * MS) === 0) send(receiverReport(OWN_SSRC, [this.#video.statistics.report(ssrc.video, now), this.#audio.statistics.report(ssrc.audio, now)]))
    this.#askIfStuck(now)
  }

  #askIfStuck(now: number): void {
    if (!this.#video.isStuck) {
      this.#stuckSince = undefined
      return
    }
    this.#stuckSince ??= now
    if (now - this.#stuckSince < STUCK_AFTER) return
    this.#stuckSince = now
    this.#shape.send(pictureLoss(OWN_SSRC, this.#shape.ssrc.video))
  }

  /** The longest time without a new picture between `from` and `to`, microseconds. */
  longestGap(from: number, to: number): number {
    const times = [from, ...this.shown.map((frame) => frame.at).filter((at) => at > from && at < to), to]
    return times.reduce((most, at, index) => Math.max(most, index === 0 ? 0 : at - (times[index - 1] ?? at)), 0)
  }

  /** The delay of sound that `share` of it does not exceed, between `from` and `to`, microseconds. */
  soundDelay(share: number, from: number, to: number): number {
    const delays = this.heard.filter(({ at }) => at >= from && at < to).map(({ delay }) => delay).toSorted((a, b) => a - b)
    return delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? Infinity
  }

  get lostSound(): number {
    return this.#audio.statistics.lost
  }
}

/** One incoming line: what is missing, and which frames are whole. */
class Incoming {
  readonly missing = new MissingPackets()
  readonly statistics = new ReceiveStatistics(90_000)
  readonly #sequences = new SequenceUnroller()
  readonly #isPicture: boolean
  readonly #waiting = new Map<number, { timestamp: number; marker: boolean } & Frame>()
  #next: number | undefined

  constructor(isPicture: boolean) {
    this.#isPicture = isPicture
  }

  /** False when it came before. */
  take(sequence16: number, timestamp: number, now: number, marker: boolean, payload: Buffer): boolean {
    const sequence = this.#sequences.unroll(sequence16)
    if (this.missing.onPacket(sequence) === 'duplicate') return false
    this.statistics.onPacket(sequence, timestamp, now)
    if (this.#isPicture && (this.#next === undefined || sequence >= this.#next)) {
      this.#waiting.set(sequence, { timestamp, marker, isKey: payload[0] === 0x67, layer: payload[1] ?? 0 })
    }
    return true
  }

  /** Frames that are whole and whose predecessors are, or that need none. */
  playable(): Frame[] {
    const frames: Frame[] = []
    for (let frame = this.#nextFrame(); frame; frame = this.#nextFrame()) frames.push(frame)
    return frames
  }

  #nextFrame(): Frame | undefined {
    if (this.#next !== undefined) {
      const frame = this.#wholeFrom(this.#next)
      if (frame) return frame
    }
    for (const [sequence, packet] of this.#waiting) {
      const frame = packet.isKey ? this.#wholeFrom(sequence) : undefined
      if (frame) return frame
    }
    return undefined
  }

  #wholeFrom(first: number): Frame | undefined {
    const head = this.#waiting.get(first)
    if (!head) return undefined
    for (let sequence = first; ; sequence += 1) {
      const packet = this.#waiting.get(sequence)
      if (!packet || packet.timestamp !== head.timestamp) return undefined
      if (!packet.marker) continue
      for (const known of this.#waiting.keys()) if (known <= sequence) this.#waiting.delete(known)
      this.#next = sequence + 1
      return { layer: head.layer, isKey: head.isKey }
    }
  }

  /** Packets wait behind one that does not come. */
  get isStuck(): boolean {
    return this.#waiting.size > 0
  }
}
