import { Malformed } from '../../kernel/failures.ts'
import { receiverReport, parseSenderReport } from '../rtcp/reports.ts'
import { SENDER_REPORT, splitRtcp } from '../rtcp/compound.ts'
import { findExtension, isRtcp, newRtpHeader, readRtpHeader } from '../rtp/header.ts'
import type { MediaPacket } from '../rtp/packet.ts'
import type { CodecChoice } from '../sdp/codecs.ts'
import { REPAIRED_STREAM_ID, STREAM_ID, TRANSPORT_SEQUENCE } from '../sdp/extensions.ts'
import type { MediaSection } from '../sdp/media.ts'
import type { PublisherStats } from '../engine.ts'
import { ArrivalLog } from './arrival-log.ts'
import { rankLayers } from './layers.ts'
import { Source } from './source.ts'
import { PublisherClock } from './stream-clock.ts'

/** Everything that comes in from one WHIP client. */

/** One section of its offer that we take. */
export type Intake = { readonly section: MediaSection; readonly choice: CodecChoice }

export type PublisherOutput = {
  send(bytes: Buffer): void
  onMedia(source: Source, packet: MediaPacket): void
  /** A stream came or went, or their order changed. */
  onSources(): void
  onFlow(kind: 'audio' | 'video', flowing: boolean): void
  /** It broke the protocol more often than noise explains. */
  onBroken(): void
}

type Payload = Intake & { readonly kind: 'audio' | 'video'; readonly isRtx: boolean }

/** Simulcast has three layers; the rest is room for a browser that changes SSRCs. */
const MOST_SOURCES = 8
const MOST_MALFORMED = 50
/** A browser repeats a screen that stands still once a second; sound comes at least every 400 ms, silence included. */
const FLOW_LOST_AFTER = { audio: 1_000_000, video: 2_000_000 }
const KINDS = ['audio', 'video'] as const

export class Publisher {
  readonly id: string
  readonly room: string
  readonly clock = new PublisherClock()
  readonly #output: PublisherOutput
  readonly #reporter: number
  readonly #payloads = new Map<number, Payload>()
  readonly #sources = new Map<number, Source>()
  readonly #repeats = new Map<number, number>()
  readonly #arrivals = new ArrivalLog()
  readonly #header = newRtpHeader()
  readonly #slot = { start: 0, length: 0 }
  readonly #lastPacketAt = { audio: -Infinity, video: -Infinity }
  readonly #flowing = { audio: false, video: false }
  #layers: readonly Source[] = []
  #malformed = 0

  constructor(id: string, room: string, intakes: readonly Intake[], reporter: number, output: PublisherOutput) {
    this.id = id
    this.room = room
    this.#reporter = reporter
    this.#output = output
    for (const intake of intakes) this.#expect(intake)
  }

  #expect(intake: Intake): void {
    const kind = intake.choice.codec === 'OPUS' ? 'audio' : 'video'
    this.#payloads.set(intake.choice.format.payloadType, { ...intake, kind, isRtx: false })
    if (intake.choice.rtxPayloadType !== undefined) {
      this.#payloads.set(intake.choice.rtxPayloadType, { ...intake, kind, isRtx: true })
    }
    for (const [repeat, original] of intake.section.repeats) this.#repeats.set(repeat, original)
  }

  onPacket(bytes: Buffer, now: number): void {
    if (isRtcp(bytes)) this.#onRtcp(bytes, now)
    else this.#onRtp(bytes, now)
  }

  #onRtp(bytes: Buffer, now: number): void {
    const header = this.#header
    if (!readRtpHeader(bytes, header)) {
      this.#onMalformed()
      return
    }
    const payload = this.#payloads.get(header.payloadType)
    if (!payload) return
    this.#logArrival(bytes, payload, now)
    this.#noteFlow(payload.kind, now)
    if (payload.isRtx) {
      const source = this.#repeatedSource(bytes, payload)
      const packet = source?.onRetransmission(bytes, header, now)
      if (source && packet) this.#output.onMedia(source, packet)
      return
    }
    const source = this.#sources.get(header.ssrc) ?? this.#newSource(bytes, payload)
    const packet = source?.onPacket(bytes, header, now)
    if (source && packet) this.#output.onMedia(source, packet)
  }

  #logArrival(bytes: Buffer, payload: Payload, now: number): void {
    const id = payload.section.extensions.get(TRANSPORT_SEQUENCE)
    if (id === undefined || !findExtension(bytes, this.#header, id, this.#slot) || this.#slot.length < 2) return
    this.#arrivals.record(bytes.readUInt16BE(this.#slot.start), now)
  }

  #text(bytes: Buffer, payload: Payload, uri: string): string | undefined {
    const id = payload.section.extensions.get(uri)
    if (id === undefined || !findExtension(bytes, this.#header, id, this.#slot)) return undefined
    return bytes.toString('latin1', this.#slot.start, this.#slot.start + this.#slot.length)
  }

  #newSource(bytes: Buffer, payload: Payload): Source | undefined {
    const { ssrc } = this.#header
    const rid = this.#text(bytes, payload, STREAM_ID) ?? ''
    const { rids } = payload.section
    // Which layer it is, a simulcast sender says on its first packets.
    if (rids.length > 0 && !rids.includes(rid)) return undefined
    for (const old of this.#sources.values()) {
      if (old.kind === payload.kind && old.rid === rid) this.#sources.delete(old.ssrc)
    }
    if (this.#sources.size >= MOST_SOURCES) return undefined
    const source = new Source({
      ssrc, kind: payload.kind, rid, choice: payload.choice, reporter: this.#reporter,
      publisherClock: this.clock, send: this.#output.send,
    })
    this.#sources.set(ssrc, source)
    this.#layers = this.#offeredOrder(rids)
    this.#output.onSources()
    return source
  }

  #offeredOrder(rids: readonly string[]): Source[] {
    const layers = [...this.#sources.values()].filter((source) => source.kind === 'video')
    return rankLayers(layers.toSorted((a, b) => rids.indexOf(a.rid) - rids.indexOf(b.rid)))
  }

  #repeatedSource(bytes: Buffer, payload: Payload): Source | undefined {
    const known = this.#sources.get(this.#repeats.get(this.#header.ssrc) ?? -1)
    if (known) return known
    const rid = this.#text(bytes, payload, REPAIRED_STREAM_ID)
    if (rid === undefined) return undefined
    const source = this.#layers.find((layer) => layer.rid === rid)
    if (source && this.#repeats.size < 2 * MOST_SOURCES) this.#repeats.set(this.#header.ssrc, source.ssrc)
    return source
  }

  #onRtcp(bytes: Buffer, now: number): void {
    try {
      for (const packet of splitRtcp(bytes)) {
        if (packet.type !== SENDER_REPORT) continue
        const report = parseSenderReport(packet)
        this.#sources.get(report.ssrc)?.onSenderReport(report, now)
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      this.#onMalformed()
    }
  }

  #onMalformed(): void {
    this.#malformed += 1
    if (this.#malformed === MOST_MALFORMED) this.#output.onBroken()
  }

  #noteFlow(kind: 'audio' | 'video', now: number): void {
    this.#lastPacketAt[kind] = now
    if (this.#flowing[kind]) return
    this.#flowing[kind] = true
    this.#output.onFlow(kind, true)
  }

  /** Every 50 ms: feedback on the path, repeated requests, loss of flow. */
  onTick(now: number): void {
    const anySsrc = this.#sources.keys().next().value ?? 0
    const feedback = this.#arrivals.feedback(this.#reporter, anySsrc)
    if (feedback) this.#output.send(feedback)
    for (const source of this.#sources.values()) source.onTick(now)
    for (const kind of KINDS) {
      if (!this.#flowing[kind] || now - this.#lastPacketAt[kind] < FLOW_LOST_AFTER[kind]) continue
      this.#flowing[kind] = false
      this.#output.onFlow(kind, false)
    }
  }

  /** Once a second: the receiver report and the order of the layers. */
  onSecond(now: number): void {
    if (this.#sources.size === 0) return
    this.#output.send(receiverReport(this.#reporter, [...this.#sources.values()].map((source) => source.report(now))))
    const ranked = rankLayers(this.#layers)
    const changed = ranked.some((layer, index) => layer !== this.#layers[index])
    this.#layers = ranked
    if (changed) this.#output.onSources()
  }

  /** The picture's layers, the smallest first. */
  get layers(): readonly Source[] {
    return this.#layers
  }

  /** What its picture is encoded with, from the answer on. */
  get videoChoice(): CodecChoice | undefined {
    return [...this.#payloads.values()].find((payload) => payload.kind === 'video')?.choice
  }

  stats(roundTripMs: number | undefined): PublisherStats {
    return {
      id: this.id, room: this.room, videoCodec: this.videoChoice?.codec, roundTripMs,
      layers: this.#layers.map((layer) => ({
        rid: layer.rid, bitsPerSecond: Math.round(layer.bitsPerSecond), packets: layer.packets, lost: layer.lost,
      })),
    }
  }
}
