import { Malformed } from '../../kernel/failures.ts'
import { attribute } from './lines.ts'

/** One `m=` section of an offer. */

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export type Format = {
  readonly payloadType: number
  /** Upper case, as `H264`; empty when the offer has no rtpmap for it. */
  readonly encoding: string
  readonly clockRate: number
  readonly channels: number
  /** The text after `a=fmtp:<pt> `. */
  readonly parameters: string
  readonly feedback: readonly string[]
}

export type MediaSection = {
  readonly kind: 'audio' | 'video' | 'application' | 'other'
  /** The media type as it stands on the line. */
  readonly name: string
  readonly mid: string
  /** Whether it was offered at all: with a port, or as bundle-only, whose port is 0. */
  readonly offered: boolean
  readonly protocol: string
  readonly direction: Direction
  /** In the offer's order of preference. Empty for a data channel section. */
  readonly formats: readonly Format[]
  /** The format list as it stands on the line, for sections that are turned down. */
  readonly rawFormats: string
  /** Header extension ids by URI. */
  readonly extensions: ReadonlyMap<string, number>
  readonly ssrcs: readonly number[]
  /** Retransmission SSRC to the SSRC it repeats. */
  readonly repeats: ReadonlyMap<number, number>
  /** The stream ids (rid) it wants to send, in the offer's order. */
  readonly rids: readonly string[]
}

const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}$/
const DIRECTIONS: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] satisfies Direction[]
const MOST_FORMATS = 64
const MOST_RIDS = 4
const RTP_PROTOCOL = 'UDP/TLS/RTP/SAVPF'

/** Parses the lines of one section, the `m=` line first; throws {@link Malformed}. */
export function parseMedia(lines: readonly string[]): MediaSection {
  const line = /^m=([a-z]+) (\d{1,5}) ([A-Za-z/]{3,32}) ([\x21-\x7e ]+)$/.exec(lines[0] ?? '')
  if (!line) throw new Malformed('SDP media line')
  const [, kind = '', port = '', protocol = '', rawFormats = ''] = line
  const mid = attribute(lines, 'mid')
  if (mid === undefined || !TOKEN.test(mid)) throw new Malformed('SDP: mid')
  const isRtp = kind === 'audio' || kind === 'video'
  const offered = Number(port) !== 0 || lines.includes('a=bundle-only')
  if (isRtp && offered && protocol !== RTP_PROTOCOL) throw new Malformed('SDP: protocol')
  if (isRtp && offered && !lines.includes('a=rtcp-mux')) throw new Malformed('SDP: rtcp-mux')
  return {
    kind: isRtp || kind === 'application' ? kind : 'other',
    name: kind,
    mid,
    offered,
    protocol,
    direction: parseDirection(lines),
    formats: isRtp ? parseFormats(lines, rawFormats) : [],
    rawFormats,
    extensions: parseExtensions(lines),
    ssrcs: parseSsrcs(lines),
    repeats: parseRepeats(lines),
    rids: parseRids(lines),
  }
}

function parseDirection(lines: readonly string[]): Direction {
  const found = lines.map((line) => line.slice(2)).find((value) => DIRECTIONS.includes(value))
  return (found as Direction | undefined) ?? 'sendrecv'
}

function parseFormats(lines: readonly string[], rawFormats: string): Format[] {
  const numbers = rawFormats.split(' ')
  if (numbers.length > MOST_FORMATS) throw new Malformed('SDP: formats')
  const described = describeFormats(lines)
  const seen = new Set<number>()
  return numbers.map((text) => {
    const payloadType = parsePayloadType(text)
    if (seen.has(payloadType)) throw new Malformed('SDP: payload type twice')
    seen.add(payloadType)
    return parseFormat(described, payloadType)
  })
}

/** `rtpmap`, `fmtp` and `rtcp-fb` by payload type (`*` for all), in one pass over the section. */
type Described = Readonly<Record<'rtpmap' | 'fmtp' | 'rtcp-fb', ReadonlyMap<string, readonly string[]>>>

function describeFormats(lines: readonly string[]): Described {
  const described = { rtpmap: new Map<string, string[]>(), fmtp: new Map<string, string[]>(), 'rtcp-fb': new Map<string, string[]>() }
  for (const line of lines) {
    const found = /^a=(rtpmap|fmtp|rtcp-fb):(\d{1,3}|\*) (.*)$/.exec(line)
    if (!found) continue
    const [, name, payloadType = '', value = ''] = found
    const values = described[name as keyof Described]
    const known = values.get(payloadType)
    if (known) known.push(value)
    else values.set(payloadType, [value])
  }
  return described
}

function parsePayloadType(text: string): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : NaN
  // 64 to 95 cannot be told from RTCP when both share a port (RFC 5761 section 4).
  if (!(value <= 127) || (value >= 64 && value <= 95)) throw new Malformed('SDP: payload type')
  return value
}

function parseFormat(described: Described, payloadType: number): Format {
  const number = String(payloadType)
  const mapping = described.rtpmap.get(number)?.[0]
  const map = mapping === undefined ? undefined : /^([A-Za-z0-9-]{1,32})\/(\d{1,6})(?:\/(\d))?$/.exec(mapping)
  if (map === null) throw new Malformed('SDP: rtpmap')
  return {
    payloadType,
    encoding: map?.[1]?.toUpperCase() ?? '',
    clockRate: Number(map?.[2] ?? 0),
    channels: Number(map?.[3] ?? 1),
    parameters: described.fmtp.get(number)?.[0] ?? '',
    feedback: [...(described['rtcp-fb'].get(number) ?? []), ...(described['rtcp-fb'].get('*') ?? [])],
  }
}

function parseExtensions(lines: readonly string[]): Map<string, number> {
  const extensions = new Map<string, number>()
  for (const line of lines) {
    if (!line.startsWith('a=extmap:')) continue
    const found = /^a=extmap:(\d{1,5})(?:\/[a-z]+)? (\S{1,256})/.exec(line)
    if (!found) throw new Malformed('SDP: extmap')
    const [, id = '', uri = ''] = found
    // Ids above 14 need the two-byte form, which we read but never write.
    if (Number(id) >= 1 && Number(id) <= 14) extensions.set(uri, Number(id))
  }
  return extensions
}

function parseSsrc(text: string | undefined): number {
  const ssrc = text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : NaN
  if (!(ssrc <= 0xffff_ffff)) throw new Malformed('SDP: ssrc')
  return ssrc
}

function parseSsrcs(lines: readonly string[]): number[] {
  const ssrcs = new Set<number>()
  for (const line of lines) {
    if (line.startsWith('a=ssrc:')) ssrcs.add(parseSsrc(line.slice('a=ssrc:'.length).split(' ')[0]))
  }
  return [...ssrcs]
}

function parseRepeats(lines: readonly string[]): Map<number, number> {
  const repeats = new Map<number, number>()
  for (const line of lines) {
    if (!line.startsWith('a=ssrc-group:FID ')) continue
    const [original, repeat] = line.slice('a=ssrc-group:FID '.length).split(' ')
    repeats.set(parseSsrc(repeat), parseSsrc(original))
  }
  return repeats
}

function parseRids(lines: readonly string[]): string[] {
  const rids = lines
    .map((line) => /^a=rid:([A-Za-z0-9_-]{1,32}) send(?: |$)/.exec(line)?.[1])
    .filter((rid) => rid !== undefined)
  if (rids.length > MOST_RIDS) throw new Malformed('SDP: rids')
  return rids
}
