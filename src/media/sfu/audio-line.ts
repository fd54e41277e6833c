import type { MediaPacket, OutExtensions } from '../rtp/packet.ts'
import type { CodecChoice } from '../sdp/codecs.ts'
import { SENT } from '../bwe/sent-log.ts'
import { resendPlaced, sendPlaced, sendReport } from './line.ts'
import type { LineOutput } from './line.ts'
import type { OutStream } from './out-stream.ts'
import type { Source } from './source.ts'

/**
 * Sound towards one subscriber. Invariant: audio is never queued; a packet leaves in the same turn of the loop
 * it came in, or never.
 */
export type AudioLineOptions = {
  readonly stream: OutStream
  readonly choice: CodecChoice
  readonly extensions: OutExtensions
  readonly cname: string
  readonly output: LineOutput
}

/** A packet is not repeated again before this, so that repeated requests for it cost nothing. */
const RESEND_INTERVAL = 20_000
/** After this a player has concealed it. */
const RESEND_OLDEST = 500_000

export class AudioLine {
  readonly stream: OutStream
  readonly #output: LineOutput
  readonly #extensions: OutExtensions
  readonly #payloadType: number
  readonly #cname: string
  #source: Source | undefined
  #retransmitted = 0

  constructor(options: AudioLineOptions) {
    this.stream = options.stream
    this.#output = options.output
    this.#extensions = options.extensions
    this.#payloadType = options.choice.format.payloadType
    this.#cname = options.cname
  }

  get source(): Source | undefined {
    return this.#source
  }

  get retransmitted(): number {
    return this.#retransmitted
  }

  /** Forwards a packet, whatever it followed before. Returns whether it was sent. */
  forward(source: Source, packet: MediaPacket, now: number): boolean {
    const { stream } = this
    const begins = this.#source !== source
    if (begins) {
      stream.begin(packet)
      this.#source = source
    }
    // A marker tells the player that a talk spurt begins, where it may adapt its delay (RFC 3551 section 4.1).
    const sequence = stream.place(packet, packet.marker || begins)
    const placed = sequence < 0 ? undefined : stream.history.get(sequence)
    if (!placed) return false
    const sent = sendPlaced(this.#output, stream, placed, this.#payloadType, this.#extensions, now, SENT.audio)
    if (begins) this.report(now)
    return sent
  }

  /** Forgets what it followed; the next packet begins a new stretch. */
  stop(): void {
    this.#source = undefined
    this.stream.history.clear()
  }

  /** Repeats what is still of use of `sequences` (16 bits). Sound is so small that it needs no budget beyond this. */
  resend(sequences: readonly number[], now: number): void {
    const { stream } = this
    for (const sequence of sequences) {
      const placed = stream.history.get(stream.unroll(sequence))
      if (!placed || now - placed.repeatedAt < RESEND_INTERVAL || now - placed.packet.arrival > RESEND_OLDEST) continue
      this.#retransmitted += 1
      resendPlaced(this.#output, stream, placed, this.#payloadType, this.#extensions, now, undefined, SENT.audio)
    }
  }

  report(now: number): void {
    if (this.#source) sendReport(this.#output, this.stream, this.#cname, now)
  }
}
