import type { MediaPacket, OutExtensions } from '../rtp/packet.ts'
import { fittingChoice } from '../sdp/codecs.ts'
import type { CodecChoice } from '../sdp/codecs.ts'
import { resendPlaced, sendPlaced, sendReport } from './line.ts'
import type { LineOutput, RtxLine } from './line.ts'
import type { OutStream } from './out-stream.ts'
import type { Placed } from './packet-history.ts'
import type { Source } from './source.ts'
import { TokenBucket } from './token-bucket.ts'

/**
 * The picture towards one subscriber: which layer of which publisher goes out, and when.
 *
 * The line has a *target* (what it should show) and a *source* (what it shows). They differ from the
 * moment the target changes until its next keyframe.
 *
 * Invariants:
 * 1. A source starts with a keyframe: nothing of a new source leaves before one (no forward across
 *    a change of layer or publisher without a keyframe).
 * 2. While there is a target that is not the source, a keyframe of it is being asked for.
 * 3. What is queued is sent in order, never later than {@link OLDEST_QUEUED}; if it would be, the
 *    queue is taken back and the line waits for a keyframe.
 * 4. Retransmissions stay within {@link RESEND_SHARE} of the layer's rate, and never reach back before the stretch.
 */
export type VideoLineOptions = {
  readonly stream: OutStream
  /** All codecs the subscriber accepted; the programme's is picked among them. */
  readonly choices: readonly CodecChoice[]
  readonly rtxSsrc: number
  readonly extensions: OutExtensions
  readonly cname: string
  readonly output: LineOutput
}

const OLDEST_QUEUED = 400_000
/** A burst leaves this many times faster than the layer's own rate, and at least at this rate. */
const PACE_FACTOR = 4
const LEAST_PACE = 10_000_000 / 8
/** What may leave at once: 10 ms of the pace, and at least an ordinary frame. */
const PACE_BURST_SECONDS = 0.01
const LEAST_BURST = 12_000
const RESEND_SHARE = 0.25
const LEAST_RESEND = 200_000 / 8
const RESEND_BURST_SECONDS = 0.25
/** The first request proves a loss; a second so soon after may only be impatient. */
const RESEND_INTERVAL = 20_000
const RESEND_OLDEST = 1_000_000

export class VideoLine {
  readonly stream: OutStream
  readonly #output: LineOutput
  readonly #extensions: OutExtensions
  readonly #choices: readonly CodecChoice[]
  readonly #cname: string
  readonly #pace = new TokenBucket(LEAST_PACE, LEAST_BURST)
  readonly #resends = new TokenBucket(LEAST_RESEND, LEAST_RESEND * RESEND_BURST_SECONDS)
  readonly #rtx: RtxLine
  /** As asked; {@link #target} is undefined when the subscriber cannot decode it. */
  #wanted: Source | undefined
  #target: Source | undefined
  #source: Source | undefined
  #choice: CodecChoice | undefined
  /** The next outgoing sequence number to send; up to the stream's highest is the queue. */
  #next: number
  #lastSentTimestamp = 0
  #retransmitted = 0

  constructor(options: VideoLineOptions) {
    this.stream = options.stream
    this.#output = options.output
    this.#extensions = options.extensions
    this.#choices = options.choices
    this.#cname = options.cname
    this.#rtx = { ssrc: options.rtxSsrc, sequence: 0 }
    this.#next = options.stream.highest + 1
    this.#lastSentTimestamp = options.stream.lastTimestamp
  }

  get source(): Source | undefined {
    return this.#source
  }

  /** What was last aimed at; undefined while paused. */
  get target(): Source | undefined {
    return this.#wanted
  }

  /** Whether what was aimed at can be decoded by the subscriber. */
  get playable(): boolean {
    return this.#wanted === this.#target
  }

  get retransmitted(): number {
    return this.#retransmitted
  }

  /** Whether anything waits for the pace. */
  get backlog(): boolean {
    return this.#next <= this.stream.highest
  }

  /** Whether this subscriber could show what `choice` encodes. */
  canShow(choice: CodecChoice): boolean {
    return fittingChoice(this.#choices, choice) !== undefined
  }

  /** What should be shown from its next keyframe on; undefined pauses at once. */
  aim(target: Source | undefined, now: number): void {
    this.#wanted = target
    this.#target = target && this.canShow(target.choice) ? target : undefined
    if (!this.#target) this.#pause()
    else if (this.#target !== this.#source) this.#target.requestKeyframe(now)
    this.setRates()
  }

  /** Follows the measured rate of what is shown; once a second. */
  setRates(): void {
    const bytesPerSecond = (this.#target?.bitsPerSecond ?? 0) / 8
    const pace = Math.max(LEAST_PACE, bytesPerSecond * PACE_FACTOR)
    this.#pace.setRate(pace, Math.max(LEAST_BURST, pace * PACE_BURST_SECONDS))
    const resend = Math.max(LEAST_RESEND, bytesPerSecond * RESEND_SHARE)
    this.#resends.setRate(resend, resend * RESEND_BURST_SECONDS)
  }

  /** Forwards or drops a packet of any layer of the programme. */
  forward(source: Source, packet: MediaPacket, now: number): void {
    if (source !== this.#source) {
      if (source !== this.#target || !packet.startsKeyframe) return
      this.#switchTo(source, packet, now)
    }
    const { stream } = this
    const sequence = stream.place(packet, packet.marker)
    if (sequence < 0) return
    if (sequence >= this.#next) {
      this.flush(now)
      return
    }
    const late = stream.history.get(sequence)
    if (late) this.#sendNow(late, now)
  }

  #switchTo(source: Source, packet: MediaPacket, now: number): void {
    const { stream } = this
    this.#source = source
    this.#choice = fittingChoice(this.#choices, source.choice)
    stream.begin(packet)
    sendReport(this.#output, stream, this.#cname, now)
  }

  /** Sends what the pace allows; call again soon while {@link backlog}. */
  flush(now: number): void {
    const { stream } = this
    while (this.#next <= stream.highest) {
      const placed = stream.history.get(this.#next)
      // A hole: its source lost it. Should it still come, it is sent at once.
      if (!placed) {
        this.#next += 1
        continue
      }
      if (now - placed.packet.arrival > OLDEST_QUEUED) {
        this.#takeBack()
        this.#target?.requestKeyframe(now)
        return
      }
      if (!this.#pace.take(placed.packet.bytes.length, now)) return
      this.#lastSentTimestamp = placed.timestamp
      this.#sendNow(placed, now)
      this.#next += 1
    }
  }

  #sendNow(placed: Placed, now: number): void {
    if (!this.#choice) return
    sendPlaced(this.#output, this.stream, placed, this.#choice.format.payloadType, this.#extensions, now)
  }

  #pause(): void {
    this.#takeBack()
    this.stream.history.clear()
  }

  /** Drops the queue; the numbers it held are given to what comes next. */
  #takeBack(): void {
    this.stream.rewind(this.#next - 1, this.#lastSentTimestamp)
    this.#source = undefined
  }

  /** Repeats what is still of use of `sequences` (16 bits), within the budget. */
  resend(sequences: readonly number[], now: number): void {
    const { stream } = this
    if (!this.#source || !this.#choice) return
    for (const wanted of sequences) {
      const sequence = stream.unroll(wanted)
      if (sequence < stream.stretchStart || sequence >= this.#next) continue
      const placed = stream.history.get(sequence)
      if (placed && this.#mayResend(placed, now)) this.#resendNow(placed, this.#choice, now)
    }
  }

  #mayResend(placed: Placed, now: number): boolean {
    if (now - placed.repeatedAt < RESEND_INTERVAL || now - placed.packet.arrival > RESEND_OLDEST) return false
    return this.#resends.take(placed.packet.bytes.length, now)
  }

  #resendNow(placed: Placed, choice: CodecChoice, now: number): void {
    const rtx = choice.rtxPayloadType === undefined ? undefined : this.#rtx
    this.#retransmitted += 1
    resendPlaced(this.#output, this.stream, placed, choice.rtxPayloadType ?? choice.format.payloadType, this.#extensions, now, rtx)
  }

  /** The subscriber cannot decode what it got. */
  requestKeyframe(now: number): void {
    this.#target?.requestKeyframe(now)
  }

  /** Every 50 ms (invariant 2): a keyframe request may have been lost. */
  onTick(now: number): void {
    if (this.#target && this.#target !== this.#source) this.#target.requestKeyframe(now)
  }

  report(now: number): void {
    if (this.#source) sendReport(this.#output, this.stream, this.#cname, now)
  }
}
