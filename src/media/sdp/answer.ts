import type { CodecChoice } from './codecs.ts'
import type { MediaSection } from './media.ts'
import type { SessionOffer } from './session.ts'
import { transportLines } from './transport-offer.ts'
import type { LocalTransport } from './transport-offer.ts'

/** Answers, written line by line (RFC 9429 section 5.3). */

/** What we say to one section of the offer, in its order. */
export type SectionAnswer =
  | { readonly type: 'rejected' }
  | { readonly type: 'data' }
  | { readonly type: 'receive'; readonly choice: CodecChoice; readonly extensions: readonly string[] }
  | { readonly type: 'send'; readonly choices: readonly CodecChoice[]; readonly extensions: readonly string[]; readonly stream: SentStream }

/** What a receiver may expect on a line we send on. */
export type SentStream = {
  readonly ssrc: number
  readonly rtxSsrc: number
  readonly cname: string
  /** The MediaStream it belongs to; lines of one stream are played in sync. */
  readonly streamId: string
  readonly trackId: string
}

/** Feedback we act on; what of it the offer holds is kept. */
const FEEDBACK: readonly string[] = ['nack', 'nack pli', 'ccm fir']

/** WHIP and WHEP ask both sides for the second of these; the first is what endpoints without it look for. */
const MULTIPLEXED: readonly string[] = ['a=rtcp-mux', 'a=rtcp-mux-only', 'a=rtcp-rsize']

/** The answer. `sections` has one element per section of the offer; `sessionId` must be new per session. */
export function writeAnswer(offer: SessionOffer, local: LocalTransport, sections: readonly SectionAnswer[], sessionId: number): string {
  const taken = offer.media.filter((_, index) => (sections[index]?.type ?? 'rejected') !== 'rejected')
  const lines = [
    'v=0', `o=- ${sessionId} 1 IN IP4 127.0.0.1`, 's=-', 't=0 0',
    `a=group:BUNDLE ${taken.map((section) => section.mid).join(' ')}`, 'a=msid-semantic: WMS *',
  ]
  offer.media.forEach((section, index) => {
    lines.push(...sectionLines(section, sections[index] ?? { type: 'rejected' }, local))
  })
  return `${lines.join('\r\n')}\r\n`
}

function sectionLines(section: MediaSection, answer: SectionAnswer, local: LocalTransport): string[] {
  switch (answer.type) {
    case 'rejected':
      return [`m=${section.name} 0 ${section.protocol} ${section.rawFormats}`, 'c=IN IP4 0.0.0.0', `a=mid:${section.mid}`, 'a=inactive']
    case 'data':
      return [
        `m=application 9 ${section.protocol} webrtc-datachannel`, ...connectionLines(section, local),
        `a=sctp-port:${local.sctpPort}`, `a=max-message-size:${local.maxMessageSize}`, ...candidateLines(local),
      ]
    case 'receive':
      return [
        mediaLine(section, [answer.choice]), ...connectionLines(section, local), 'a=recvonly', ...MULTIPLEXED,
        ...formatLines(answer.choice, [...FEEDBACK, 'transport-cc']), ...extensionLines(section, answer.extensions),
        ...simulcastLines(section), ...candidateLines(local),
      ]
    case 'send':
      return [
        mediaLine(section, answer.choices), ...connectionLines(section, local), 'a=sendonly', ...MULTIPLEXED,
        ...answer.choices.flatMap((choice) => formatLines(choice, [...FEEDBACK, 'goog-remb', 'transport-cc'])),
        ...extensionLines(section, answer.extensions), ...streamLines(answer.stream, answer.choices), ...candidateLines(local),
      ]
  }
}

function mediaLine(section: MediaSection, choices: readonly CodecChoice[]): string {
  const types = choices.flatMap(({ format, rtxPayloadType }) =>
    rtxPayloadType === undefined ? [format.payloadType] : [format.payloadType, rtxPayloadType])
  return `m=${section.kind} 9 ${section.protocol} ${types.join(' ')}`
}

function connectionLines(section: MediaSection, local: LocalTransport): string[] {
  return ['c=IN IP4 0.0.0.0', ...transportLines(local.parameters), `a=mid:${section.mid}`]
}

function candidateLines(local: LocalTransport): string[] {
  return [...local.candidates.map((candidate) => `a=${candidate}`), 'a=end-of-candidates']
}

function formatLines(choice: CodecChoice, feedback: readonly string[]): string[] {
  const { payloadType, encoding, clockRate, channels, parameters } = choice.format
  // Opus is registered in lower case, and some clients compare letter by letter.
  const name = encoding === 'OPUS' ? 'opus' : encoding
  const lines = [`a=rtpmap:${payloadType} ${name}/${clockRate}${channels > 1 ? `/${channels}` : ''}`]
  if (parameters) lines.push(`a=fmtp:${payloadType} ${parameters}`)
  for (const item of feedback) {
    if (choice.format.feedback.includes(item)) lines.push(`a=rtcp-fb:${payloadType} ${item}`)
  }
  if (choice.rtxPayloadType !== undefined) {
    lines.push(`a=rtpmap:${choice.rtxPayloadType} rtx/${clockRate}`, `a=fmtp:${choice.rtxPayloadType} apt=${payloadType}`)
  }
  return lines
}

function extensionLines(section: MediaSection, uris: readonly string[]): string[] {
  return uris.flatMap((uri) => {
    const id = section.extensions.get(uri)
    return id === undefined ? [] : [`a=extmap:${id} ${uri}`]
  })
}

function simulcastLines(section: MediaSection): string[] {
  if (section.rids.length === 0) return []
  return [...section.rids.map((rid) => `a=rid:${rid} recv`), `a=simulcast:recv ${section.rids.join(';')}`]
}

function streamLines(stream: SentStream, choices: readonly CodecChoice[]): string[] {
  const { ssrc, rtxSsrc, cname, streamId, trackId } = stream
  const lines = [`a=msid:${streamId} ${trackId}`]
  const repeated = choices.some((choice) => choice.rtxPayloadType !== undefined)
  if (repeated) lines.push(`a=ssrc-group:FID ${ssrc} ${rtxSsrc}`)
  lines.push(`a=ssrc:${ssrc} cname:${cname}`)
  if (repeated) lines.push(`a=ssrc:${rtxSsrc} cname:${cname}`)
  return lines
}
