import { transportAttributes, type TransportLines } from './raw-peer.ts'

/** Payload types and SSRCs of the synthetic ends; any free ones would do. */
export const OPUS_PT = 111
export const H264_PT = 102
export const H264_RTX_PT = 103
export const AUDIO_SSRC = 0x1111_0001
export const VIDEO_SSRC = 0x2222_0001
export const VIDEO_RTX_SSRC = 0x2222_0002
export const TWCC_EXTENSION = { id: 3, uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01' } as const
export const MID_EXTENSION = { id: 4, uri: 'urn:ietf:params:rtp-hdrext:sdes:mid' } as const
export const AUDIO_MID = '0'
export const VIDEO_MID = '1'

const OPUS = [
  `a=rtpmap:${OPUS_PT} opus/48000/2`, `a=fmtp:${OPUS_PT} minptime=10;useinbandfec=1`, `a=rtcp-fb:${OPUS_PT} transport-cc`,
]
const H264 = [
  `a=rtpmap:${H264_PT} H264/90000`, `a=fmtp:${H264_PT} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f`,
  ...['nack', 'nack pli', 'ccm fir', 'transport-cc'].map((feedback) => `a=rtcp-fb:${H264_PT} ${feedback}`),
  `a=rtpmap:${H264_RTX_PT} rtx/90000`, `a=fmtp:${H264_RTX_PT} apt=${H264_PT}`,
]
const EXTENSIONS = [TWCC_EXTENSION, MID_EXTENSION].map(({ id, uri }) => `a=extmap:${id} ${uri}`)

/** What a browser offers that publishes one microphone and one camera, without simulcast. */
export function publisherOffer(transport: TransportLines): string {
  return description(transport, [
    ['audio', [OPUS_PT], ['a=sendonly', 'a=msid:stage sound', ...OPUS, `a=ssrc:${AUDIO_SSRC} cname:stage`]],
    ['video', [H264_PT, H264_RTX_PT], [
      'a=sendonly', 'a=msid:stage picture', ...H264, `a=ssrc-group:FID ${VIDEO_SSRC} ${VIDEO_RTX_SSRC}`,
      `a=ssrc:${VIDEO_SSRC} cname:stage`, `a=ssrc:${VIDEO_RTX_SSRC} cname:stage`,
    ]],
  ])
}

/** What a WHEP player offers that is not ours: one sound, one picture. */
export function playerOffer(transport: TransportLines): string {
  return description(transport, [
    ['audio', [OPUS_PT], ['a=recvonly', ...OPUS]],
    ['video', [H264_PT, H264_RTX_PT], ['a=recvonly', ...H264]],
  ])
}

/**
 * What OBS Studio's WHIP output offers: the same library's SDP as ours, constrained-baseline H.264, one
 * SSRC per line, no retransmission stream and no header extension.
 */
export function obsShapedOffer(transport: TransportLines): string {
  return description(transport, [
    ['audio', [OPUS_PT], ['a=sendonly', `a=rtpmap:${OPUS_PT} opus/48000/2`, `a=fmtp:${OPUS_PT} minptime=10;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;useinbandfec=1`,
      `a=ssrc:${AUDIO_SSRC} cname:obs`, `a=ssrc:${AUDIO_SSRC} msid:obs obs-audio`]],
    ['video', [H264_PT], ['a=sendonly', `a=rtpmap:${H264_PT} H264/90000`, ...['nack', 'nack pli', 'goog-remb'].map((feedback) => `a=rtcp-fb:${H264_PT} ${feedback}`),
      `a=fmtp:${H264_PT} profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1`,
      `a=ssrc:${VIDEO_SSRC} cname:obs`, `a=ssrc:${VIDEO_SSRC} msid:obs obs-video`]],
  ], false)
}

/**
 * The answer to Janus's offer for a subscriber: every line of media accepted as offered, receive only.
 */
export function mirrorAnswer(offer: string, transport: TransportLines): string {
  const [, ...sections] = offer.split(/\r?\n(?=m=)/)
  const kept = /^a=(mid|rtpmap|fmtp|rtcp-fb|extmap):/
  const mids: string[] = []
  const answered = sections.map((section) => {
    const lines = section.split(/\r?\n/).filter((line) => line !== '')
    const [media = ''] = lines
    const mid = lines.find((line) => line.startsWith('a=mid:'))
    if (mid !== undefined) mids.push(mid.slice('a=mid:'.length))
    return [media, 'c=IN IP4 0.0.0.0', 'a=recvonly', 'a=rtcp-mux', ...transportAttributes(transport, 'active'), ...lines.filter((line) => kept.test(line))]
  })
  return [...sessionLines(mids), ...answered.flat()].join('\r\n') + '\r\n'
}

/** Payload type to kind, of a description's accepted lines; RTX is left out. */
export function payloadKinds(sdp: string): ReadonlyMap<number, 'audio' | 'video'> {
  const kinds = new Map<number, 'audio' | 'video'>()
  let kind: 'audio' | 'video' | undefined
  for (const line of sdp.split(/\r?\n/)) {
    if (line.startsWith('m=')) kind = line.startsWith('m=audio') ? 'audio' : line.startsWith('m=video') ? 'video' : undefined
    const [, type, codec] = /^a=rtpmap:(\d+) ([^/]+)\//.exec(line) ?? []
    if (kind && type !== undefined && codec?.toLowerCase() !== 'rtx') kinds.set(Number(type), kind)
  }
  return kinds
}

/** Did the answer accept this header extension? */
export function accepts(answer: string, extension: { readonly uri: string }): boolean {
  return answer.includes(extension.uri)
}

type Section = readonly [kind: 'audio' | 'video', payloadTypes: readonly number[], lines: readonly string[]]

function description(transport: TransportLines, sections: readonly Section[], extensions = true): string {
  const lines = sections.flatMap(([kind, payloadTypes, attributes], index) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadTypes.join(' ')}`, 'c=IN IP4 0.0.0.0', `a=mid:${index}`, 'a=rtcp-mux', 'a=rtcp-rsize',
    ...(extensions ? EXTENSIONS : []), ...attributes, ...transportAttributes(transport),
  ])
  return [...sessionLines(sections.map((_, index) => String(index))), ...lines].join('\r\n') + '\r\n'
}

function sessionLines(mids: readonly string[]): string[] {
  return ['v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${mids.join(' ')}`, 'a=msid-semantic: WMS *']
}
