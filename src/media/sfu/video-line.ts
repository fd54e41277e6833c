import { REPEAT_SHARE } from '../bwe/link-control.ts'
import { SENT } from '../bwe/sent-log.ts'
import type { MediaPacket, OutExtensions } from '../rtp/packet.ts'
import { fittingChoice } from '../sdp/codecs.ts'
import type { CodecChoice } from '../sdp/codecs.ts'
import { resendPlaced, sendPadding, sendPlaced, sendReport } from './line.ts'
import type { LineOutput, RtxLine } from './line.ts'
import type { OutStream } from './out-stream.ts'
import type { Placed } from './packet-history.ts'
import type { Source } from './source.ts'
import { Stills } from './stills.ts'
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
 * 3. What is queued is sent in order, never later than {@link OLDEST_QUEUED} (a single picture may take longer, since none
 *    follows it for long); if it would be, the queue is taken back and the line waits for a keyframe.
 * 4. Retransmissions stay within {@link REPEAT_SHARE} of the path's estimate, or of the layer's rate where there is none, and never reach back before the stretch.
 * 5. Of single pictures (`stills`), each is a whole keyframe and a stretch of its own; what lies between is neither sent nor numbered.
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

/** What of a target is wanted. `now`: what was shown stops at once, since there is no room for it. */
export type Manner = 'smooth' | 'now' | 'stills'

const OLDEST_QUEUED = 400_000
const OLDEST_STILL = 3_500_000
/** A burst leaves this many times faster than the layer's own rate, and at least at this rate. */
const PACE_FACTOR = 4
const LEAST_PACE = 10_000_000 / 8
/** What may leave at once: 10 ms of the pace, and where nothing limits it at least an ordinary frame. */
const PACE_BURST_SECONDS = 0.01
const LEAST_BURST = 12_000
const LEAST_RESEND = 200_000 / 8
const RESEND_BURST_SECONDS = 0.25
/** The first request proves a loss; a second so soon after may only be impatient. */
const RESEND_INTERVAL = 20_000
const RESEND_OLDEST = 1_000_000
/** What is sent again only to fill a probe: whole packets, of which the newest few are looked at. */
const FILLER = { least: 500, newest: 16 } as const

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
  #fitting: { readonly sent: CodecChoice; readonly choice: CodecChoice | undefined } | undefined
  #stills: Stills | undefined
  /** What the path allows, bytes a second; undefined where nothing is known of it. */
  #limit: { readonly pace: number; readonly resend: number } | undefined
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
    return this.#choiceFor(choice) !== undefined
  }

  /** Asked for many times a second, and always the same. */
  #choiceFor(sent: CodecChoice): CodecChoice | undefined {
    if (this.#fitting?.sent !== sent) this.#fitting = { sent, choice: fittingChoice(this.#choices, sent) }
    return this.#fitting.choice
  }

  /** Whether padding can be sent before there is a picture, and is heard of. */
  get canProbe(): boolean {
    return this.#extensions.transportSequence !== 0 && this.#choices.some((choice) => choice.rtxPayloadType !== undefined)
  }

  /** What should be shown from its next keyframe on; undefined pauses at once. */
  aim(target: Source | undefined, now: number, manner: Manner = 'smooth'): void {
    const isSame = this.#wanted === target && (this.#stills !== undefined) === (manner === 'stills')
    if (isSame) return
    this.#wanted = target
    this.#target = target && this.canShow(target.choice) ? target : undefined
    // After single pictures, too: what follows the last of them was never sent.
    if (!this.#target || manner !== 'smooth' || this.#stills) this.#pause()
    this.#stills = manner === 'stills' ? (this.#stills ?? new Stills()) : undefined
    if (this.#target && this.#target !== this.#source) this.#target.requestKeyframe(now)
    this.setRates()
  }

  /** What the path allows from now on, bits per second; undefined where that is not known. */
  limit(pace: number | undefined, estimate: number): void {
    this.#limit = pace === undefined ? undefined : { pace: pace / 8, resend: (estimate * REPEAT_SHARE) / 8 }
    this.setRates()
  }

  /** Follows the measured rate of what is shown; once a second. */
  setRates(): void {
    const bytesPerSecond = (this.#target?.bitsPerSecond ?? 0) / 8
    const most = Math.max(LEAST_PACE, bytesPerSecond * PACE_FACTOR)
    const pace = Math.min(most, this.#limit?.pace ?? Infinity)
    this.#pace.setRate(pace, Math.max(pace * PACE_BURST_SECONDS, pace < most ? 1 : LEAST_BURST))
    const resend = this.#limit?.resend ?? Math.max(LEAST_RESEND, bytesPerSecond * REPEAT_SHARE)
    this.#resends.setRate(resend, resend * RESEND_BURST_SECONDS)
  }

  /** Forwards or drops a packet of any layer of the programme. */
  forward(source: Source, packet: MediaPacket, now: number): void {
    if (source !== this.#source || this.#stills) {
      if (!this.#takes(source, packet, now)) return
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

  /** Begins a stretch where one is due; whether the packet belongs to the current one. */
  #takes(source: Source, packet: MediaPacket, now: number): boolean {
    if (source === this.#source && this.#stills?.shows(packet)) return true
    if (source !== this.#target || !packet.startsKeyframe) return false
    // The one before is still on its way: its successor would only wait behind it.
    if (this.#stills && (this.backlog || !this.#stills.begin(packet, now))) return false
    this.#switchTo(source, packet, now)
    return true
  }

  #switchTo(source: Source, packet: MediaPacket, now: number): void {
    const { stream } = this
    this.#source = source
    this.#choice = this.#choiceFor(source.choice)
    stream.begin(packet)
    sendReport(this.#output, stream, this.#cname, now)
  }

  /** Sends what the pace allows; call again soon while {@link backlog}. */
  flush(now: number): void {
    const { stream } = this
    const oldest = this.#stills ? OLDEST_STILL : OLDEST_QUEUED
    while (this.#next <= stream.highest) {
      const placed = stream.history.get(this.#next)
      // A hole: its source lost it. Should it still come, it is sent at once.
      if (!placed) {
        this.#next += 1
        continue
      }
      if (now - placed.packet.arrival > oldest) {
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
    sendPlaced(this.#output, this.stream, placed, this.#choice.format.payloadType, this.#extensions, now, SENT.video)
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
    const oldest = this.#stills ? OLDEST_STILL : RESEND_OLDEST
    if (now - placed.repeatedAt < RESEND_INTERVAL || now - placed.packet.arrival > oldest) return false
    return this.#resends.take(placed.packet.bytes.length, now)
  }

  #resendNow(placed: Placed, choice: CodecChoice, now: number): void {
    const rtx = choice.rtxPayloadType === undefined ? undefined : this.#rtx
    this.#retransmitted += 1
    resendPlaced(this.#output, this.stream, placed, choice.rtxPayloadType ?? choice.format.payloadType, this.#extensions, now, rtx)
  }

  /** Fills a probe with about `bytes`: packets that were just sent, or padding where there are none. */
  pad(bytes: number, now: number): void {
    const shown = this.#choice?.rtxPayloadType
    const copy = shown !== undefined && bytes > FILLER.least ? this.#filler() : undefined
    if (shown !== undefined && copy) {
      resendPlaced(this.#output, this.stream, copy, shown, this.#extensions, now, this.#rtx, SENT.padding)
      return
    }
    const payloadType = shown ?? this.#choices.find((choice) => choice.rtxPayloadType !== undefined)?.rtxPayloadType
    if (payloadType !== undefined) sendPadding(this.#output, payloadType, this.#extensions, now, this.#rtx, this.stream.lastTimestamp)
  }

  #filler(): Placed | undefined {
    if (!this.#source) return undefined
    const first = Math.max(this.stream.stretchStart, this.#next - FILLER.newest)
    for (let sequence = this.#next - 1; sequence >= first; sequence -= 1) {
      const placed = this.stream.history.get(sequence)
      if (placed && placed.packet.bytes.length >= FILLER.least) return placed
    }
    return undefined
  }

  /** The subscriber cannot decode what it got. */
  requestKeyframe(now: number): void {
    // A single picture is soon followed by the next.
    if (!this.#stills) this.#target?.requestKeyframe(now)
  }

  /** Every 50 ms (invariant 2): a keyframe request may have been lost, or a single picture be due. */
  onTick(now: number): void {
    const isDue = this.#stills ? this.#stills.isDue(now) && !this.backlog : this.#target !== this.#source
    if (this.#target && isDue) this.#target.requestKeyframe(now)
  }

  report(now: number): void {
    if (this.#source) sendReport(this.#output, this.stream, this.#cname, now)
  }
}
