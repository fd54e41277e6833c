import { transportLines } from './transport-offer.ts'
import type { LocalTransport } from './transport-offer.ts'

/** Offers of our own: when the hub itself is the one who publishes or watches. */

export type OfferedSection =
  | { readonly kind: 'audio' | 'video'; readonly direction: 'sendonly' | 'recvonly'; readonly payloadTypes: readonly number[]; readonly lines: readonly string[] }
  | { readonly kind: 'application' }

/** Sections get the mids 0, 1, … in their order. `lines` are the attributes of a section, without `\r\n`. */
export function writeOffer(local: LocalTransport, sections: readonly OfferedSection[]): string {
  const lines = [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0',
    `a=group:BUNDLE ${sections.map((_, index) => index).join(' ')}`, 'a=msid-semantic: WMS *',
  ]
  sections.forEach((section, mid) => {
    if (section.kind === 'application') {
      lines.push('m=application 9 UDP/DTLS/SCTP webrtc-datachannel', ...transport(local), `a=mid:${mid}`, `a=sctp-port:${local.sctpPort}`)
    } else {
      lines.push(
        `m=${section.kind} 9 UDP/TLS/RTP/SAVPF ${section.payloadTypes.join(' ')}`, ...transport(local),
        `a=mid:${mid}`, `a=${section.direction}`, 'a=rtcp-mux', ...section.lines,
      )
    }
  })
  return `${lines.join('\r\n')}\r\n`
}

function transport(local: LocalTransport): string[] {
  return ['c=IN IP4 0.0.0.0', ...transportLines(local.parameters), ...local.candidates.map((candidate) => `a=${candidate}`)]
}
