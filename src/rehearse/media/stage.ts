import { PAYLOAD_FEEDBACK, splitRtcp } from '../../media/rtcp/compound.ts'
import type { RtcpPacket } from '../../media/rtcp/compound.ts'
import { parseKeyframeRequest, FIR_FORMAT, PLI_FORMAT } from '../../media/rtcp/feedback.ts'
import { isRtcp } from '../../media/rtp/header.ts'
import { MID, STREAM_ID, TRANSPORT_SEQUENCE } from '../../media/sdp/extensions.ts'
import { writeOffer } from '../../media/sdp/offer.ts'
import type { OfferedSection } from '../../media/sdp/offer.ts'
import { Transport } from '../../media/sfu/transport.ts'
import { RTP_HEADER_BYTES, type HeaderExtension } from './rtp-packet.ts'
import { monotonicMs } from './stamp.ts'
import { stampPacket, SyntheticPicture, SyntheticSound, type MediaShape } from './synthetic-media.ts'

/** Fine enough that a frame leaves within a fifteenth of its duration. */
const TICK_MS = 2
/** A process that was held up for longer leaves out what it missed, as a camera does. */
const LONGEST_CATCH_UP_MS = 1000
const OPUS_PT = 111
const H264_PT = 102
const SOUND = { ssrc: 0x1111_0001, payloadType: OPUS_PT, mid: '0' }
const EXTENSION_IDS = { [MID]: 1, [TRANSPORT_SEQUENCE]: 2, [STREAM_ID]: 3 } as const
/** What the studio sends of a 1280 wide camera: the same shares, three sizes. */
const LAYERS: readonly { readonly rid: string; readonly ssrc: number; readonly shape: MediaShape }[] = [
  { rid: 'l', ssrc: 0x2222_0001, shape: { videoBitrate: 150_000, framesPerSecond: 30, keyframeEveryMs: 10_000, keyframeFactor: 5, size: { width: 320, height: 176 } } },
  { rid: 'm', ssrc: 0x2222_0002, shape: { videoBitrate: 500_000, framesPerSecond: 30, keyframeEveryMs: 10_000, keyframeFactor: 5, size: { width: 640, height: 352 } } },
  { rid: 'h', ssrc: 0x2222_0003, shape: { videoBitrate: 1_350_000, framesPerSecond: 30, keyframeEveryMs: 10_000, keyframeFactor: 5, size: { width: 1280, height: 720 } } },
]

/** Hands an offer to who answers it. */
export type Signal = (offer: string) => Promise<string>

/** A teacher's camera and microphone, made of noise: real WHIP, ICE, DTLS and SRTP, three layers of H.264 and Opus, every packet stamped. */
export class SyntheticStage {
  readonly #transport: Transport
  readonly #sound: SyntheticSound
  readonly #layers: readonly { readonly ssrc: number; readonly picture: SyntheticPicture }[]
  #timer: NodeJS.Timeout | undefined
  #transportSequence = 0
  /** When the box last said anything, milliseconds of the monotonic clock: it does many times a second. */
  heardMs = monotonicMs()

  private constructor(transport: Transport) {
    this.#transport = transport
    this.#sound = new SyntheticSound(SOUND, () => this.#extensions(SOUND.mid, undefined))
    this.#layers = LAYERS.map(({ rid, ssrc, shape }) => ({
      ssrc, picture: new SyntheticPicture(shape, { ssrc, payloadType: H264_PT }, () => this.#extensions('1', rid)),
    }))
  }

  /** Offers, connects and begins to send. */
  static async start(signal: Signal): Promise<SyntheticStage> {
    const connected = Promise.withResolvers<void>()
    let stage: SyntheticStage | undefined
    const transport = await Transport.offer({ port: 0, bindAddress: '127.0.0.1' }, {
      onPacket: (bytes) => stage?.heard(bytes),
      onState: (state) => (state === 'connected' ? connected.resolve() : connected.reject(new Error(`the stage's connection is ${state}`))),
      onChannel: () => undefined,
    }, undefined)
    connected.promise.catch(() => undefined) // It may close before anybody waits.
    try {
      stage = new SyntheticStage(transport)
      transport.accept(await signal(writeOffer(transport.local, sections())))
      await connected.promise
      stage.#run()
      return stage
    } catch (error) {
      transport.close()
      throw error
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#transport.close()
  }

  /** What the box asks for: pictures from scratch. Reports need no answer, and on loopback nothing is lost. */
  heard(bytes: Buffer): void {
    this.heardMs = monotonicMs()
    if (!isRtcp(bytes)) return
    for (const part of splitRtcp(bytes)) for (const ssrc of keyframesAsked(part)) this.#layers.find((layer) => layer.ssrc === ssrc)?.picture.askKeyframe()
  }

  #run(): void {
    let [elapsed, last] = [0, monotonicMs()]
    this.#timer = setInterval(() => {
      const now = monotonicMs()
      elapsed += Math.min(LONGEST_CATCH_UP_MS, now - last)
      last = now
      for (const packet of this.#sound.due(elapsed)) this.#send(packet, 'audio')
      for (const { picture } of this.#layers) for (const packet of picture.due(elapsed)) this.#send(packet, 'video')
    }, TICK_MS)
  }

  #send(packet: Buffer, kind: 'audio' | 'video'): void {
    stampPacket(packet, kind, RTP_HEADER_BYTES + 4 + packet.readUInt16BE(RTP_HEADER_BYTES + 2) * 4, monotonicMs())
    this.#transport.send(packet)
  }

  #extensions(mid: string, rid: string | undefined): HeaderExtension[] {
    const sequence = this.#transportSequence++ & 0xffff
    return [
      { id: EXTENSION_IDS[MID], value: Buffer.from(mid) },
      { id: EXTENSION_IDS[TRANSPORT_SEQUENCE], value: Uint8Array.of(sequence >> 8, sequence & 0xff) },
      ...(rid === undefined ? [] : [{ id: EXTENSION_IDS[STREAM_ID], value: Buffer.from(rid) }]),
    ]
  }
}

function keyframesAsked(part: RtcpPacket): number[] {
  return part.type === PAYLOAD_FEEDBACK && (part.count === PLI_FORMAT || part.count === FIR_FORMAT) ? parseKeyframeRequest(part) : []
}

function sections(): OfferedSection[] {
  const extensions = Object.entries(EXTENSION_IDS).map(([uri, id]) => `a=extmap:${id} ${uri}`)
  return [
    {
      kind: 'audio', direction: 'sendonly', payloadTypes: [OPUS_PT],
      lines: [...extensions, `a=rtpmap:${OPUS_PT} opus/48000/2`, `a=fmtp:${OPUS_PT} minptime=10;useinbandfec=1`, `a=rtcp-fb:${OPUS_PT} transport-cc`, `a=ssrc:${SOUND.ssrc} cname:stage`],
    },
    {
      kind: 'video', direction: 'sendonly', payloadTypes: [H264_PT],
      lines: [
        ...extensions, `a=rtpmap:${H264_PT} H264/90000`, `a=fmtp:${H264_PT} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f`,
        ...['nack pli', 'ccm fir', 'transport-cc'].map((feedback) => `a=rtcp-fb:${H264_PT} ${feedback}`),
        ...LAYERS.map(({ rid }) => `a=rid:${rid} send`), `a=simulcast:send ${LAYERS.map(({ rid }) => rid).join(';')}`,
      ],
    },
  ]
}
