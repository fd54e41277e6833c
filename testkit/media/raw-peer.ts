import datachannel, { type PeerConnection, type Track } from 'node-datachannel'

import { inTime } from '../wait-for.ts'

const CONNECT_WITHIN_MS = 15_000

/** What one side must know of the other to reach it; the part of an SDP that is no media. */
export type TransportLines = {
  readonly ufrag: string
  readonly password: string
  /** `sha-256 AA:BB…` */
  readonly fingerprint: string
  readonly setup: string
  /** Whole lines, `a=candidate:…`. */
  readonly candidates: readonly string[]
}

export type RawPeerOptions = {
  readonly name: string
  /** Binds to one address, 127.0.0.1 included; all but loopback otherwise. */
  readonly bindAddress?: string
}

/**
 * A peer that sees packets, not tracks: ICE, DTLS and SRTP come from node-datachannel, while every
 * RTP and RTCP packet passes as it is, whatever its SSRC. It rests on a behaviour of the library: with a
 * single media line all packets go to that line's track. What the other side reads as SDP is written
 * by hand elsewhere, around {@link transport}.
 */
export class RawPeer {
  readonly #peer: PeerConnection
  readonly #track: Track | undefined
  readonly #connected: Promise<void>
  readonly #role: 'offer' | 'answer'
  #incomingTrack: Track | undefined
  onPacket: (packet: Buffer) => void = () => undefined

  private constructor(options: RawPeerOptions, role: 'offer' | 'answer') {
    const { name, bindAddress } = options
    this.#role = role
    this.#peer = new datachannel.PeerConnection(name, {
      iceServers: [], mtu: 1500, disableAutoNegotiation: true, ...(bindAddress === undefined ? {} : { bindAddress }),
    })
    this.#connected = new Promise((resolve, reject) => {
      this.#peer.onStateChange((state) => {
        if (state === 'connected') resolve()
        if (state === 'failed' || state === 'closed') reject(new Error(`peer ${name} is ${state}`))
      })
    })
    // A peer may be closed before anyone waits for it to connect.
    this.#connected.catch(() => undefined)
    this.#peer.onTrack((track) => {
      this.#incomingTrack = track
      track.onMessage((packet) => this.onPacket(packet))
    })
    if (role === 'offer') {
      const line = new datachannel.Video('0', 'SendRecv')
      line.addVP8Codec(96)
      this.#track = this.#peer.addTrack(line)
      this.#track.onMessage((packet) => this.onPacket(packet))
    }
  }

  /** A peer that makes the offer, as WHIP and WHEP clients do. */
  static async offering(options: RawPeerOptions): Promise<RawPeer> {
    const peer = new RawPeer(options, 'offer')
    await peer.#describe(() => peer.#peer.setLocalDescription('offer'))
    return peer
  }

  /** A peer that answers the offer of which `remote` is the transport part, as Janus's subscribers do. */
  static async answering(options: RawPeerOptions, remote: TransportLines): Promise<RawPeer> {
    const peer = new RawPeer(options, 'answer')
    await peer.#describe(() => {
      peer.#peer.setRemoteDescription(singleLine(remote, 'actpass'), 'offer')
      peer.#peer.setLocalDescription('answer')
    })
    return peer
  }

  get transport(): TransportLines {
    return transportOf(this.#peer.localDescription()?.sdp ?? '')
  }

  /** For the offering side: the transport part of the other's answer. */
  accept(remote: TransportLines): void {
    if (this.#role !== 'offer') throw new Error('only the side that offered accepts an answer')
    this.#peer.setRemoteDescription(singleLine(remote, remote.setup), 'answer')
  }

  connected(): Promise<void> {
    return inTime('the peer to connect', this.#connected, { within: CONNECT_WITHIN_MS })
  }

  /** One RTP or RTCP packet, complete with header. False when it could not be handed to the network. */
  send(packet: Buffer): boolean {
    const track = this.#track ?? this.#incomingTrack
    return track?.isOpen() === true && track.sendMessageBinary(packet)
  }

  close(): void {
    this.#peer.close()
  }

  /** Runs the step that starts gathering and waits until all candidates are known. */
  async #describe(start: () => void): Promise<void> {
    const gathered = new Promise<void>((resolve) => {
      this.#peer.onGatheringStateChange((state) => { if (state === 'complete') resolve() })
    })
    start()
    await inTime('the peer to gather its candidates', gathered, { within: CONNECT_WITHIN_MS })
  }
}

/** Reads the transport part of any SDP; with BUNDLE the first of each line counts. */
export function transportOf(sdp: string): TransportLines {
  const lines = sdp.split(/\r?\n/)
  const first = (prefix: string): string => {
    const line = lines.find((candidate) => candidate.startsWith(prefix))
    if (line === undefined) throw new Error(`the description has no ${prefix}`)
    return line.slice(prefix.length)
  }
  return {
    ufrag: first('a=ice-ufrag:'), password: first('a=ice-pwd:'), fingerprint: first('a=fingerprint:'), setup: first('a=setup:'),
    candidates: lines.filter((line) => line.startsWith('a=candidate:')),
  }
}

/** The lines that each media section of a hand-written description carries. */
export function transportAttributes(transport: TransportLines, setup = transport.setup): string[] {
  return [
    `a=ice-ufrag:${transport.ufrag}`, `a=ice-pwd:${transport.password}`,
    `a=fingerprint:${transport.fingerprint}`, `a=setup:${setup}`, ...transport.candidates,
  ]
}

/** What the library is told instead of the real description: one video line. */
function singleLine(remote: TransportLines, setup: string): string {
  const lines = [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0',
    'm=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=sendrecv', 'a=rtcp-mux', 'a=rtpmap:96 VP8/90000',
    ...transportAttributes(remote, setup),
  ]
  return lines.join('\r\n') + '\r\n'
}
