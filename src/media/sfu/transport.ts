import { cleanup, PeerConnection, Video } from 'node-datachannel'
import type { DataChannel, RtcConfig, Track } from 'node-datachannel'
import { parseLocalTransport, transportAnswer, transportOffer } from '../sdp/transport-offer.ts'
import type { LocalTransport } from '../sdp/transport-offer.ts'
import { Bottleneck } from './bottleneck.ts'
import type { MediaClock } from './clock.ts'
import type { SessionOffer } from '../sdp/session.ts'

/**
 * One peer's ICE, DTLS-SRTP and SCTP. The only file that knows the library beneath. RTP and RTCP go
 * in and out as raw packets of any SSRC (why that works: `sdp/transport-offer.ts`).
 */

export type TransportOptions = {
  /** The one UDP port all peers share; 0 lets every peer have its own (tests). */
  readonly port: number
  /** Listen on this address alone, instead of on every interface. */
  readonly bindAddress?: string
}

export type TransportState = 'connected' | 'failed' | 'closed'

export type TransportHandlers = {
  onPacket(bytes: Buffer): void
  onState(state: TransportState): void
  onChannel(channel: Channel): void
}

/** A data channel that either side opened. */
export type Channel = {
  /** False when it is not open or its buffer is full; never throws. */
  send(text: string): boolean
  onText(listen: (text: string) => void): void
  onOpen(listen: (open: boolean) => void): void
}

/** What a channel may hold unsent before cues to it are dropped instead of queued, in bytes. */
const CHANNEL_BUFFER = 64 * 1024
const PATH_MTU = 1500

/**
 * The library's wrappers are collected when nothing on our side refers to them, and a collected
 * channel or track goes silent. Everything native stays here until its transport closes.
 */
const alive = new Set<Transport>()
let opened = 0

/** What the one media line and the data channel are called in offers of our own. */
const OFFERED_MID = '0'
const OFFERED_DATA_MID = '1'

export class Transport {
  readonly local: LocalTransport
  readonly #connection: PeerConnection
  readonly #native: NativeParts
  #closed = false
  #narrow: Bottleneck | undefined

  private constructor(connection: PeerConnection, native: NativeParts) {
    this.#connection = connection
    this.#native = native
    this.local = parseLocalTransport(connection.localDescription()?.sdp ?? '')
    alive.add(this)
  }

  /** Answers `offer`; resolves when all host candidates are known. */
  static answer(offer: SessionOffer, options: TransportOptions, handlers: TransportHandlers): Promise<Transport> {
    return Transport.#open(options, handlers, (connection, native) => {
      connection.onTrack((track) => holdTrack(native, track, handlers))
      connection.setRemoteDescription(transportOffer(offer), 'offer')
    })
  }

  /** Offers; the other side's answer is given to {@link accept}. `channel` names a data channel to open. */
  static offer(options: TransportOptions, handlers: TransportHandlers, channel: string | undefined): Promise<Transport> {
    return Transport.#open(options, handlers, (connection, native) => {
      const line = new Video(OFFERED_MID, 'SendRecv')
      line.addVP8Codec(96)
      holdTrack(native, connection.addTrack(line), handlers)
      if (channel !== undefined) {
        holdChannel(native, connection.createDataChannel(channel, { unordered: true, maxRetransmits: 0 }), handlers)
      }
      connection.setLocalDescription('offer')
    })
  }

  static async #open(
    options: TransportOptions, handlers: TransportHandlers, begin: (connection: PeerConnection, native: NativeParts) => void,
  ): Promise<Transport> {
    opened += 1
    const connection = new PeerConnection(`peer-${opened}`, connectionConfig(options))
    const native: NativeParts = { track: undefined, channels: new Set() }
    try {
      const gathered = whenGathered(connection)
      listen(connection, native, handlers)
      begin(connection, native)
      await gathered
      return new Transport(connection, native)
    } catch (error) {
      connection.close()
      throw error
    }
  }

  /** The answer to {@link offer}, as the other side wrote it. */
  accept(answer: string): void {
    const dataMid = this.#native.channels.size > 0 ? OFFERED_DATA_MID : undefined
    this.#connection.setRemoteDescription(transportAnswer(parseLocalTransport(answer), OFFERED_MID, dataMid), 'answer')
  }

  /** Sends RTP or RTCP; the bytes are copied before this returns. False when the transport is not up. */
  send(bytes: Buffer): boolean {
    const { track } = this.#native
    if (!track || this.#closed) return false
    if (!this.#narrow) return this.#sendNow(track, bytes)
    this.#narrow.take(bytes)
    return true
  }

  /** From now on what is sent passes a narrow place; null takes it away. */
  choke(bitsPerSecond: number | null, clock: MediaClock): void {
    this.#narrow?.end()
    this.#narrow = bitsPerSecond === null ? undefined : new Bottleneck(bitsPerSecond, clock, (bytes) => {
      const { track } = this.#native
      if (track && !this.#closed) this.#sendNow(track, bytes)
    })
  }

  #sendNow(track: Track, bytes: Buffer): boolean {
    try {
      return track.sendMessageBinary(bytes)
    } catch {
      // The library throws when the track closed in the meantime: the same as not being up.
      return false
    }
  }

  /** Of the data channel's association, in milliseconds; undefined before it was measured. */
  roundTripMs(): number | undefined {
    if (this.#closed) return undefined
    const measured = this.#connection.rtt()
    return measured > 0 ? measured : undefined
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    alive.delete(this)
    this.#narrow?.end()
    this.#connection.close()
  }
}

/** Ends the library's own threads; nothing of it may be used afterwards. */
export function releaseLibrary(): void {
  for (const transport of alive) transport.close()
  cleanup()
}

type NativeParts = { track: Track | undefined; readonly channels: Set<DataChannel> }

const MOST_CHANNELS = 4

function connectionConfig(options: TransportOptions): RtcConfig {
  return {
    // Host candidates only: the hub is on the peers' own network and asks nobody outside.
    iceServers: [],
    mtu: PATH_MTU,
    ...(options.port > 0 ? { enableIceUdpMux: true, portRangeBegin: options.port, portRangeEnd: options.port } : {}),
    ...(options.bindAddress === undefined ? {} : { bindAddress: options.bindAddress }),
  }
}

function whenGathered(connection: PeerConnection): Promise<void> {
  return new Promise((resolve) => {
    connection.onGatheringStateChange((state) => {
      if (state === 'complete') resolve()
    })
  })
}

function listen(connection: PeerConnection, native: NativeParts, handlers: TransportHandlers): void {
  connection.onStateChange((state) => {
    if (state === 'connected' || state === 'failed' || state === 'closed') handlers.onState(state)
  })
  connection.onDataChannel((channel) => {
    if (native.channels.size >= MOST_CHANNELS) channel.close()
    else holdChannel(native, channel, handlers)
  })
}

function holdTrack(native: NativeParts, track: Track, handlers: TransportHandlers): void {
  native.track = track
  track.onMessage((bytes) => handlers.onPacket(bytes))
}

function holdChannel(native: NativeParts, channel: DataChannel, handlers: TransportHandlers): void {
  native.channels.add(channel)
  handlers.onChannel(wrapChannel(channel, () => native.channels.delete(channel)))
}

function wrapChannel(channel: DataChannel, release: () => void): Channel {
  return {
    send: (text) => {
      try {
        if (!channel.isOpen() || channel.bufferedAmount() > CHANNEL_BUFFER) return false
        return channel.sendMessage(text)
      } catch {
        // Closed between the question and the sending.
        return false
      }
    },
    onText: (listen) => channel.onMessage((message) => {
      if (typeof message === 'string') listen(message)
    }),
    onOpen: (listen) => {
      channel.onOpen(() => listen(true))
      channel.onClosed(() => {
        listen(false)
        release()
      })
      if (channel.isOpen()) listen(true)
    },
  }
}
