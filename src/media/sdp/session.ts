import { Malformed } from '../../kernel/failures.ts'
import { attribute, splitSections } from './lines.ts'
import { parseMedia } from './media.ts'
import type { MediaSection } from './media.ts'

/**
 * Session descriptions (RFC 8866) as WebRTC offers shape them (RFC 9429): parsed strictly, because
 * parts of them go on to a native library.
 */

export type TransportParameters = {
  readonly ufrag: string
  readonly password: string
  /** SHA-256, as `AB:CD:…`. */
  readonly fingerprint: string
  readonly setup: 'actpass' | 'active' | 'passive'
}

export type SessionOffer = {
  readonly transport: TransportParameters
  readonly media: readonly MediaSection[]
}

/** Parses an offer; throws {@link Malformed} for anything that is not one bundled, multiplexed WebRTC offer. */
export function parseOffer(text: string): SessionOffer {
  const sections = splitSections(text)
  const session = sections[0] ?? []
  const media = sections.slice(1).map(parseMedia)
  if (media.length === 0) throw new Malformed('SDP: no media')
  if (new Set(media.map((section) => section.mid)).size !== media.length) throw new Malformed('SDP: mid twice')
  checkBundle(session, media)
  return { transport: parseTransport([...sections.slice(1), session].flat()), media }
}

/** One transport for all (max-bundle): what is not in the one group could not be served. */
function checkBundle(session: readonly string[], media: readonly MediaSection[]): void {
  const offered = media.filter((section) => section.offered)
  const group = attribute(session, 'group')?.split(' ') ?? []
  const bundled = group[0] === 'BUNDLE' ? group.slice(1) : []
  if (offered.length > 1 && offered.some((section) => !bundled.includes(section.mid))) throw new Malformed('SDP: not bundled')
  if (bundled.some((mid) => !media.some((section) => section.mid === mid))) throw new Malformed('SDP: bundle')
}

/** The ICE and DTLS parameters (RFC 8839 section 5.4, RFC 8122, RFC 4145); the first ones are the bundle's. */
export function parseTransport(lines: readonly string[]): TransportParameters {
  const ufrag = attribute(lines, 'ice-ufrag')
  const password = attribute(lines, 'ice-pwd')
  const fingerprint = lines
    .filter((line) => line.startsWith('a=fingerprint:'))
    .map((line) => /^a=fingerprint:sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$/i.exec(line)?.[1])
    .find((value) => value !== undefined)
  const setup = attribute(lines, 'setup')
  if (!ufrag || !/^[A-Za-z0-9+/]{4,256}$/.test(ufrag)) throw new Malformed('SDP: ice-ufrag')
  if (!password || !/^[A-Za-z0-9+/]{22,256}$/.test(password)) throw new Malformed('SDP: ice-pwd')
  if (!fingerprint) throw new Malformed('SDP: fingerprint')
  if (setup !== 'actpass' && setup !== 'active' && setup !== 'passive') throw new Malformed('SDP: setup')
  return { ufrag, password, fingerprint: fingerprint.toUpperCase(), setup }
}
