import { networkInterfaces } from 'node:os'

import { findExtension, newRtpHeader, readRtpHeader } from '../../src/media/rtp/header.ts'
import { ArrivalLog } from '../../src/media/sfu/arrival-log.ts'
import { Meter } from './meter.ts'
import { accepts, AUDIO_MID, AUDIO_SSRC, H264_PT, MID_EXTENSION, mirrorAnswer, OPUS_PT, payloadKinds, playerOffer, publisherOffer, TWCC_EXTENSION, VIDEO_MID, VIDEO_SSRC } from './offers.ts'
import { RawPeer, transportOf, type TransportLines } from './raw-peer.ts'
import { asksForKeyframe, askedAgain, isRtcp, RTP_HEADER_BYTES, rtcpParts, type HeaderExtension } from '../../src/rehearse/media/rtp-packet.ts'
import { monotonicMs } from '../../src/rehearse/media/stamp.ts'
import { CLASS_720P30, stampPacket, SyntheticMedia, type MediaShape } from '../../src/rehearse/media/synthetic-media.ts'

/** Fine enough that a frame leaves within a fifteenth of its duration. */
const TICK_MS = 2
/** As Chromium does, about. */
const FEEDBACK_MS = 60

/** Hands an offer to whoever answers it. */
export type Signal = (offer: string) => Promise<string>

/**
 * Ends use one IPv4 address of this machine, so that every SFU is reached over the same path of the
 * kernel; what goes to an own address stays on loopback. Janus will not use 127.0.0.1 itself.
 */
const BIND_ADDRESS = Object.values(networkInterfaces()).flat().find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? '127.0.0.1'

export type PublisherOptions = {
  readonly shape?: MediaShape
  /** Which offer to make; a browser's by default. */
  readonly offer?: (transport: TransportLines) => string
}

/** Publishes a synthetic class until it is stopped. */
export class SyntheticPublisher {
  readonly #peer: RawPeer
  readonly #media: SyntheticMedia
  readonly #payloadAt: number
  #timer: NodeJS.Timeout | undefined
  readonly counts = { sent: 0, unsent: 0, keyframesAsked: 0, packetsAskedAgain: 0 }

  private constructor(peer: RawPeer, answer: string, shape: MediaShape) {
    this.#peer = peer
    const stamping = extensionStamper(answer)
    this.#payloadAt = RTP_HEADER_BYTES + stamping.bytes
    this.#media = new SyntheticMedia(shape, { ssrc: AUDIO_SSRC, payloadType: OPUS_PT }, { ssrc: VIDEO_SSRC, payloadType: H264_PT }, stamping.extensionsFor)
    peer.onPacket = (packet) => this.#heard(packet)
  }

  /** Offers, connects and begins to send. */
  static async start(signal: Signal, options: PublisherOptions = {}): Promise<SyntheticPublisher> {
    const { shape = CLASS_720P30, offer = publisherOffer } = options
    const peer = await RawPeer.offering({ name: 'publisher', bindAddress: BIND_ADDRESS })
    const answer = await signal(offer(peer.transport))
    peer.accept(transportOf(answer))
    await peer.connected()
    const publisher = new SyntheticPublisher(peer, answer, shape)
    publisher.#run(monotonicMs())
    return publisher
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#peer.close()
  }

  #run(startedMs: number): void {
    this.#timer = setInterval(() => {
      for (const packet of this.#media.due(monotonicMs() - startedMs)) this.#send(packet)
    }, TICK_MS)
  }

  #send(packet: Buffer): void {
    const kind = packet.readUInt32BE(8) === VIDEO_SSRC ? 'video' : 'audio'
    stampPacket(packet, kind, this.#payloadAt, monotonicMs())
    if (this.#peer.send(packet)) this.counts.sent++
    else this.counts.unsent++
  }

  #heard(packet: Buffer): void {
    if (!isRtcp(packet)) return
    for (const part of rtcpParts(packet)) {
      this.counts.packetsAskedAgain += askedAgain(part).length
      if (!asksForKeyframe(part)) continue
      this.counts.keyframesAsked++
      this.#media.askKeyframe()
    }
  }
}

/** One viewer that keeps nothing but figures, and tells what arrived when, as browsers do, where that is agreed on. */
export class SyntheticViewer {
  readonly meter: Meter
  readonly #peer: RawPeer
  #feedback: NodeJS.Timeout | undefined

  private constructor(peer: RawPeer, meter: Meter, kinds: ReadonlyMap<number, 'audio' | 'video'>) {
    this.#peer = peer
    this.meter = meter
    meter.learnPayloadTypes(kinds)
    peer.onPacket = (packet) => meter.note(packet, monotonicMs())
  }

  #tellArrivals(): void {
    const arrivals = new ArrivalLog()
    const header = newRtpHeader()
    const slot = { start: 0, length: 0 }
    const { meter } = this
    this.#peer.onPacket = (packet) => {
      const now = monotonicMs()
      meter.note(packet, now)
      if (isRtcp(packet) || !readRtpHeader(packet, header) || !findExtension(packet, header, TWCC_EXTENSION.id, slot)) return
      arrivals.record(packet.readUInt16BE(slot.start), now * 1000)
    }
    this.#feedback = setInterval(() => {
      const feedback = arrivals.feedback(1, VIDEO_SSRC)
      if (feedback) this.#peer.send(feedback)
    }, FEEDBACK_MS)
  }

  /** A WHEP player: it offers. */
  static async offering(signal: Signal, meter = new Meter()): Promise<SyntheticViewer> {
    const peer = await RawPeer.offering({ name: 'viewer', bindAddress: BIND_ADDRESS })
    const answer = await signal(playerOffer(peer.transport))
    const viewer = new SyntheticViewer(peer, meter, payloadKinds(answer))
    if (accepts(answer, TWCC_EXTENSION)) viewer.#tellArrivals()
    peer.accept(transportOf(answer))
    await peer.connected()
    return viewer
  }

  /** A viewer of Janus's video room: it answers. `request` fetches the offer and sends what it is given back. */
  static async answering(request: (answer: (offer: string) => Promise<string>) => Promise<void>, meter = new Meter()): Promise<SyntheticViewer> {
    let viewer: SyntheticViewer | undefined
    let peer: RawPeer | undefined
    await request(async (offer) => {
      peer = await RawPeer.answering({ name: 'viewer', bindAddress: BIND_ADDRESS }, transportOf(offer))
      viewer = new SyntheticViewer(peer, meter, payloadKinds(offer))
      return mirrorAnswer(offer, peer.transport)
    })
    if (!peer || !viewer) throw new Error('no offer came')
    await peer.connected()
    return viewer
  }

  stop(): void {
    clearInterval(this.#feedback)
    this.#peer.close()
  }
}

/** Fills the header extensions that the answer accepted, as a browser does. */
function extensionStamper(answer: string): { bytes: number; extensionsFor: (kind: 'audio' | 'video') => HeaderExtension[] } {
  const withMid = accepts(answer, MID_EXTENSION)
  const withTransportSequence = accepts(answer, TWCC_EXTENSION)
  let transportSequence = 0
  const extensionsFor = (kind: 'audio' | 'video'): HeaderExtension[] => {
    const sequence = transportSequence++ & 0xffff
    return [
      ...(withTransportSequence ? [{ id: TWCC_EXTENSION.id, value: Uint8Array.of(sequence >> 8, sequence & 0xff) }] : []),
      ...(withMid ? [{ id: MID_EXTENSION.id, value: Buffer.from(kind === 'audio' ? AUDIO_MID : VIDEO_MID) }] : []),
    ]
  }
  // One-byte elements: a byte of head each, 2 and 1 of content, padded to words, behind a head of four.
  const content = (withTransportSequence ? 3 : 0) + (withMid ? 2 : 0)
  return { bytes: content === 0 ? 0 : 4 + Math.ceil(content / 4) * 4, extensionsFor }
}
