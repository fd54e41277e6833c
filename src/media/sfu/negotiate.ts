import { randomInt } from 'node:crypto'
import { Refused } from '../../kernel/failures.ts'
import type { AnswerNote } from '../engine.ts'
import { acceptableCodecs } from '../sdp/codecs.ts'
import type { CodecChoice } from '../sdp/codecs.ts'
import type { SectionAnswer, SentStream } from '../sdp/answer.ts'
import { ABS_SEND_TIME, MID, REPAIRED_STREAM_ID, STREAM_ID, TRANSPORT_SEQUENCE } from '../sdp/extensions.ts'
import type { Direction, MediaSection } from '../sdp/media.ts'
import type { SessionOffer } from '../sdp/session.ts'
import type { Intake } from './publisher.ts'

/** Which sections of an offer are served, and how. */

/** The programme's sound and two voices. */
const MOST_AUDIO_LINES = 3

/** Nothing of an offer could be served. */
export const NO_USABLE_CODEC = 'NO_USABLE_CODEC'

export type PublishPlan = { readonly sections: readonly SectionAnswer[]; readonly intakes: readonly Intake[]; readonly notes: readonly AnswerNote[] }

/** One sound and one picture are taken, each with the best codec both sides have. */
export function planPublish(offer: SessionOffer): PublishPlan {
  const intakes: Intake[] = []
  const notes: AnswerNote[] = []
  const taken = { audio: 0, video: 0 }
  const sections = offer.media.map((section): SectionAnswer => {
    if (isData(section)) return { type: 'data' }
    if (!isMedia(section) || !points(section, 'sendonly') || taken[section.kind] > 0) return { type: 'rejected' }
    const choice = acceptableCodecs(section)[0]
    if (!choice) {
      notes.push(noteFor(section.kind))
      return { type: 'rejected' }
    }
    taken[section.kind] += 1
    intakes.push({ section, choice })
    const layers = section.kind === 'video' ? [STREAM_ID, REPAIRED_STREAM_ID] : []
    return { type: 'receive', choice, extensions: [MID, TRANSPORT_SEQUENCE, ...layers] }
  })
  if (intakes.length === 0) throw new Refused(NO_USABLE_CODEC)
  return { sections, intakes, notes }
}

export type SentLine = {
  readonly kind: 'audio' | 'video'
  readonly section: MediaSection
  readonly choices: readonly CodecChoice[]
  readonly stream: SentStream
}

export type SubscribePlan = { readonly sections: readonly SectionAnswer[]; readonly lines: readonly SentLine[]; readonly notes: readonly AnswerNote[] }

/**
 * Every codec we could ever forward is kept, since the programme may change, or not have begun.
 * `cname` ties a subscriber's lines together.
 */
export function planSubscribe(offer: SessionOffer, cname: string): SubscribePlan {
  const lines: SentLine[] = []
  const notes = new Set<AnswerNote>()
  const most = { audio: MOST_AUDIO_LINES, video: 1 }
  const sections = offer.media.map((section): SectionAnswer => {
    if (isData(section)) return { type: 'data' }
    if (!isMedia(section) || !points(section, 'recvonly')) return { type: 'rejected' }
    const index = lines.filter((line) => line.kind === section.kind).length
    const choices = acceptableCodecs(section)
    if (choices.length === 0) notes.add(noteFor(section.kind))
    if (choices.length === 0 || index >= most[section.kind]) return { type: 'rejected' }
    const kept = section.kind === 'audio' ? choices.slice(0, 1) : choices
    const stream = newStream(section.kind, index, cname)
    lines.push({ kind: section.kind, section, choices: kept, stream })
    return { type: 'send', choices: kept, extensions: [ABS_SEND_TIME, TRANSPORT_SEQUENCE], stream }
  })
  if (lines.length === 0 && !sections.some((section) => section.type === 'data')) throw new Refused(NO_USABLE_CODEC)
  return { sections, lines, notes: [...notes] }
}

function newStream(kind: 'audio' | 'video', index: number, cname: string): SentStream {
  const streamId = kind === 'video' || index === 0 ? 'programme' : `voice-${index - 1}`
  return { ssrc: newSsrc(), rtxSsrc: newSsrc(), cname, streamId, trackId: `${streamId}-${kind}` }
}

/** Random and not 0, as RFC 3550 section 8 asks. */
export function newSsrc(): number {
  return randomInt(1, 0xffff_ffff)
}

function isData(section: MediaSection): boolean {
  return section.kind === 'application' && section.offered && section.protocol.endsWith('DTLS/SCTP')
}

type RtpSection = MediaSection & { readonly kind: 'audio' | 'video' }

function isMedia(section: MediaSection): section is RtpSection {
  return (section.kind === 'audio' || section.kind === 'video') && section.offered
}

function points(section: MediaSection, wanted: Direction): boolean {
  return section.direction === wanted || section.direction === 'sendrecv'
}

function noteFor(kind: 'audio' | 'video'): AnswerNote {
  return kind === 'audio' ? 'AUDIO_CODEC_NOT_OFFERED' : 'VIDEO_CODEC_NOT_OFFERED'
}
