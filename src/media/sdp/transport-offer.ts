import { Malformed } from '../../kernel/failures.ts'
import { attribute, splitSections } from './lines.ts'
import { parseTransport } from './session.ts'
import type { SessionOffer, TransportParameters } from './session.ts'

/**
 * The library that carries ICE, DTLS, SRTP and SCTP routes RTP by the SSRCs of the description it
 * was given and drops the rest, except when the description has a single media line: then every
 * packet goes to that line's track. So it is shown one video line and, if offered, the data channel,
 * whatever the peer's own offer holds; our answer to the peer is written by hand
 * (`sdp/answer.ts`). The behaviour is undocumented: `sfu/self-test.ts` proves it at every start.
 */
export function transportOffer(offer: SessionOffer): string {
  const application = offer.media.find((section) => section.kind === 'application' && section.offered)
  const media = offer.media.find((section) => section.kind === 'audio' || section.kind === 'video')
  return singleLine(offer.transport, [], media?.mid ?? 'media', application?.mid)
}

/** The same for an answer that came to an offer of our own, whose lines have the mids `mid` and `dataMid`. */
export function transportAnswer(remote: LocalTransport, mid: string, dataMid: string | undefined): string {
  return singleLine(remote.parameters, remote.candidates, mid, dataMid)
}

function singleLine(parameters: TransportParameters, candidates: readonly string[], mid: string, dataMid: string | undefined): string {
  const transport = [...transportLines(parameters), ...candidates.map((candidate) => `a=${candidate}`)]
  const lines = [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0',
    `a=group:BUNDLE ${dataMid === undefined ? mid : `${mid} ${dataMid}`}`,
    // The codec is never used: what goes through the track is not looked at.
    'm=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0', ...transport,
    `a=mid:${mid}`, 'a=sendrecv', 'a=rtcp-mux', 'a=rtpmap:96 VP8/90000',
  ]
  if (dataMid !== undefined) {
    lines.push(
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', ...transport,
      `a=mid:${dataMid}`, 'a=sctp-port:5000',
    )
  }
  return `${lines.join('\r\n')}\r\n`
}

export function transportLines(transport: TransportParameters): string[] {
  return [
    `a=ice-ufrag:${transport.ufrag}`, `a=ice-pwd:${transport.password}`, 'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${transport.fingerprint}`, `a=setup:${transport.setup}`,
  ]
}

export type LocalTransport = {
  readonly parameters: TransportParameters
  /** Host candidates, without `a=`. */
  readonly candidates: readonly string[]
  readonly sctpPort: number
  readonly maxMessageSize: number
}

/** What the library, or the other side of an offer of ours, says of its transport. */
export function parseLocalTransport(text: string): LocalTransport {
  const lines = splitSections(text).flat()
  const candidates = lines
    .filter((line) => line.startsWith('a=candidate:') && line.includes(' typ host'))
    .map((line) => line.slice(2))
  if (candidates.length === 0) throw new Malformed('local description: no candidate')
  return {
    parameters: parseTransport(lines),
    candidates: [...new Set(candidates)],
    sctpPort: Number(attribute(lines, 'sctp-port') ?? 5000),
    maxMessageSize: Number(attribute(lines, 'max-message-size') ?? 65_536),
  }
}
