import type { MediaPacket } from '../../media/rtp/packet.ts'
import { acceptableCodecs } from '../../media/sdp/codecs.ts'
import { ABS_SEND_TIME, TRANSPORT_SEQUENCE } from '../../media/sdp/extensions.ts'
import { writeOffer } from '../../media/sdp/offer.ts'
import type { OfferedSection } from '../../media/sdp/offer.ts'
import { parseOffer } from '../../media/sdp/session.ts'
import { Publisher } from '../../media/sfu/publisher.ts'
import type { Intake } from '../../media/sfu/publisher.ts'
import { Transport } from '../../media/sfu/transport.ts'
import type { Channel } from '../../media/sfu/transport.ts'
import type { Signal } from './stage.ts'
import { monotonicMs, readStamp } from './stamp.ts'

const TICK_MS = 50
const TICKS_PER_SECOND = 20
const OPUS_PT = 111
const [H264_PT, RTX_PT] = [102, 103]
const MICROS = 1000
const EXTENSIONS = [`a=extmap:2 ${TRANSPORT_SEQUENCE}`, `a=extmap:3 ${ABS_SEND_TIME}`]

export type WatcherEvents = {
  /** A packet that had not come before, retransmitted or not. `atMs` and `sentMs`: this machine's monotonic clock; `sentMs` of a stamped one. */
  onMedia(kind: 'audio' | 'video', packet: { readonly atMs: number; readonly sentMs: number | undefined; readonly endsFrame: boolean; readonly startsKeyframe: boolean }): void
  onChannel(channel: Channel): void
  /** It failed or was closed from the other side. */
  onGone(): void
}

/**
 * A learner's receiver without decoders: real WHEP, ICE, DTLS and SRTP, and the feedback that a browser
 * gives, which is that of any receiver: reports, NACK, keyframe requests and transport-wide feedback.
 */
export class Watcher {
  readonly #transport: Transport
  #receiver: Publisher | undefined
  #timer: NodeJS.Timeout | undefined
  #ticks = 0
  readonly #streams = new Map<number, { readonly first: number; highest: number; received: number }>()

  private constructor(transport: Transport) {
    this.#transport = transport
  }

  static async open(signal: Signal, events: WatcherEvents): Promise<Watcher> {
    const connected = Promise.withResolvers<void>()
    let watcher: Watcher | undefined
    const transport = await Transport.offer({ port: 0, bindAddress: '127.0.0.1' }, {
      onPacket: (bytes) => watcher?.heard(bytes),
      onState: (state) => {
        if (state === 'connected') return connected.resolve()
        connected.reject(new Error(`a learner's connection is ${state}`))
        events.onGone()
      },
      onChannel: (channel) => events.onChannel(channel),
    }, 'cues')
    connected.promise.catch(() => undefined) // It may close before anybody waits.
    try {
      watcher = new Watcher(transport)
      const answer = await signal(writeOffer(transport.local, sections()))
      watcher.#listen(answer, events)
      transport.accept(answer)
      await connected.promise
      return watcher
    } catch (error) {
      watcher?.close()
      transport.close()
      throw error
    }
  }

  heard(bytes: Buffer): void {
    this.#receiver?.onPacket(bytes, monotonicMs() * MICROS)
  }

  /** Packets of sound and picture that came at last, and that never did. */
  counts(): { readonly received: number; readonly lost: number } {
    const streams = [...this.#streams.values()]
    return {
      received: streams.reduce((sum, { received }) => sum + received, 0),
      lost: streams.reduce((sum, { first, highest, received }) => sum + highest - first + 1 - received, 0),
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#transport.close()
  }

  #listen(answer: string, events: WatcherEvents): void {
    const intakes = parseOffer(answer).media.flatMap((section): Intake[] => {
      const [choice] = section.offered ? acceptableCodecs(section) : []
      return choice ? [{ section, choice }] : []
    })
    this.#receiver = new Publisher('box', 'class', intakes, 1, {
      send: (bytes) => void this.#transport.send(bytes),
      onMedia: (source, packet) => {
        this.#count(source.ssrc, packet.sequence)
        events.onMedia(source.kind, noted(packet))
      },
      onSources: () => undefined,
      onFlow: () => undefined,
      onBroken: () => events.onGone(),
    })
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  /** Copies do not get here, so every number counts once. What is older than a stream's first packet belongs to the time before we looked. */
  #count(ssrc: number, sequence: number): void {
    const stream = this.#streams.get(ssrc)
    if (!stream) this.#streams.set(ssrc, { first: sequence, highest: sequence, received: 1 })
    else if (sequence >= stream.first) {
      stream.highest = Math.max(stream.highest, sequence)
      stream.received++
    }
  }

  #tick(): void {
    const now = monotonicMs() * MICROS
    this.#receiver?.onTick(now)
    if (++this.#ticks % TICKS_PER_SECOND === 0) this.#receiver?.onSecond(now)
  }
}

function noted(packet: MediaPacket) {
  return { atMs: monotonicMs(), sentMs: readStamp(packet.bytes)?.sentMs, endsFrame: packet.marker, startsKeyframe: packet.startsKeyframe }
}

/** What our own page offers: one picture, three sounds, a data channel. */
function sections(): OfferedSection[] {
  const audio: OfferedSection = {
    kind: 'audio', direction: 'recvonly', payloadTypes: [OPUS_PT],
    lines: [...EXTENSIONS, `a=rtpmap:${OPUS_PT} opus/48000/2`, `a=rtcp-fb:${OPUS_PT} nack`, `a=rtcp-fb:${OPUS_PT} transport-cc`],
  }
  const video: OfferedSection = {
    kind: 'video', direction: 'recvonly', payloadTypes: [H264_PT, RTX_PT],
    lines: [
      ...EXTENSIONS, `a=rtpmap:${H264_PT} H264/90000`, `a=fmtp:${H264_PT} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f`,
      ...['nack', 'nack pli', 'ccm fir', 'transport-cc'].map((feedback) => `a=rtcp-fb:${H264_PT} ${feedback}`),
      `a=rtpmap:${RTX_PT} rtx/90000`, `a=fmtp:${RTX_PT} apt=${H264_PT}`,
    ],
  }
  return [video, audio, audio, audio, { kind: 'application' }]
}
