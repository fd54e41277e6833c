import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Refused } from '../../kernel/failures.ts'
import { planPublish, planSubscribe } from '../sfu/negotiate.ts'
import { writeAnswer } from './answer.ts'
import { acceptableCodecs, fittingChoice } from './codecs.ts'
import { parseOffer } from './session.ts'
import type { LocalTransport } from './transport-offer.ts'

const fixture = (name: string): string => readFileSync(new URL(`../../../fixtures/sdp/valid/${name}`, import.meta.url), 'utf8')
const LOCAL: LocalTransport = {
  parameters: { ufrag: 'abcd', password: 'p'.repeat(22), fingerprint: new Array(32).fill('AB').join(':'), setup: 'passive' },
  candidates: ['candidate:1 1 UDP 2122317823 127.0.0.1 8080 typ host'], sctpPort: 5000, maxMessageSize: 262_144,
}
const sectionsOf = (sdp: string): string[] => sdp.split(/(?=^m=)/m).slice(1)

describe('an answer', () => {
  it('to a browser’s simulcast takes H.264 alone, all layers, and transport-wide feedback', () => {
    const offer = parseOffer(fixture('chromium-whip-simulcast.sdp'))
    const [audio, video] = sectionsOf(writeAnswer(offer, LOCAL, planPublish(offer).sections, 1))
    expect(audio).toContain('a=rtpmap:111 opus/48000/2')
    expect(video).toMatch(/^m=video 9 UDP\/TLS\/RTP\/SAVPF 108 109\r\n/)
    expect(video).toContain('a=simulcast:recv l;m;h')
    expect(video).toContain('a=rtcp-fb:108 transport-cc')
    expect(video).toContain('a=recvonly')
  })

  it('to an OBS-shaped offer promises nothing that was not offered', () => {
    const offer = parseOffer(fixture('obs-shaped-whip.sdp'))
    const answer = writeAnswer(offer, LOCAL, planPublish(offer).sections, 1)
    expect(answer).not.toMatch(/extmap|rtx|simulcast|transport-cc/)
    expect(answer).toContain('a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1')
  })

  it('takes lines that are offered as bundle-only, with port 0', () => {
    const offer = parseOffer(fixture('bundle-only-whip.sdp'))
    expect(planPublish(offer).intakes.map((intake) => intake.choice.codec)).toEqual(['OPUS', 'H264'])
  })

  it('to our page has one picture and three sound lines, each with a source of its own', () => {
    const offer = parseOffer(fixture('chromium-whep-three-audio.sdp'))
    const plan = planSubscribe(offer, 'sub')
    expect(plan.lines.map((line) => [line.kind, line.stream.streamId])).toEqual([
      ['video', 'programme'], ['audio', 'programme'], ['audio', 'voice-0'], ['audio', 'voice-1'],
    ])
    expect(new Set(plan.lines.flatMap((line) => [line.stream.ssrc, line.stream.rtxSsrc])).size).toBe(8)
    const sections = sectionsOf(writeAnswer(offer, LOCAL, plan.sections, 1))
    expect(sections.map((section) => section.split(' ')[0])).toEqual(['m=video', 'm=audio', 'm=audio', 'm=audio', 'm=application'])
  })

  it('to a viewer keeps every codec the programme may change to, H.264 first and VP8 last', () => {
    const offer = parseOffer(fixture('chromium-whep-three-audio.sdp'))
    const codecs = planSubscribe(offer, 'sub').lines[0]?.choices.map((choice) => choice.codec) ?? []
    expect([...new Set(codecs)]).toEqual(['H264', 'VP9', 'AV1', 'VP8'])
  })

  it('to a player without video codecs we have gives sound and says so', () => {
    const offer = parseOffer(fixture('player-whep.sdp').replaceAll('H264', 'H265').replaceAll('VP8', 'VP10'))
    const plan = planSubscribe(offer, 'sub')
    expect(plan.notes).toEqual(['VIDEO_CODEC_NOT_OFFERED'])
    expect(sectionsOf(writeAnswer(offer, LOCAL, plan.sections, 1))[1]).toMatch(/^m=video 0 /)
  })

  it('is refused when nothing could be served', () => {
    const offer = parseOffer(fixture('obs-shaped-whip.sdp').replaceAll('H264', 'H265').replaceAll('opus', 'speex'))
    expect(() => planPublish(offer)).toThrow(Refused)
    expect(() => planSubscribe(parseOffer(fixture('obs-shaped-whip.sdp')), 'sub')).toThrow(Refused)
  })

  it('keeps the order and number of the offered sections', () => {
    const text = fixture('obs-shaped-whip.sdp').replace('a=group:BUNDLE 0 1', 'a=group:BUNDLE 0 1 2 3')
    const extra = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:2\r\na=sendonly\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\nm=text 9 UDP/TLS/RTP/SAVPF 98\r\na=mid:3\r\n'
    const offer = parseOffer(text + extra)
    const sections = sectionsOf(writeAnswer(offer, LOCAL, planPublish(offer).sections, 1))
    expect(sections.map((section) => section.split(' ').slice(0, 2).join(' '))).toEqual(['m=audio 9', 'm=video 9', 'm=video 0', 'm=text 0'])
  })
})

describe('the codec for a programme', () => {
  it('is the negotiated one of the same H.264 profile, or another of H.264', () => {
    const section = parseOffer(fixture('chromium-whep-three-audio.sdp')).media[0]
    const negotiated = section ? acceptableCodecs(section) : []
    const sent = (parameters: string) => ({
      codec: 'H264' as const, rtxPayloadType: undefined,
      format: { payloadType: 1, encoding: 'H264', clockRate: 90_000, channels: 1, feedback: [], parameters },
    })
    expect(fittingChoice(negotiated, sent('profile-level-id=4d0033'))?.format.parameters).toContain('4d00')
    expect(fittingChoice(negotiated, sent('profile-level-id=f4001f'))?.codec).toBe('H264')
    expect(fittingChoice(negotiated.filter((choice) => choice.codec !== 'H264'), sent('profile-level-id=42e01f'))).toBeUndefined()
  })
})
