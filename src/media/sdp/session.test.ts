import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { acceptableCodecs } from './codecs.ts'
import { parseOffer } from './session.ts'
import { transportOffer } from './transport-offer.ts'

const FOLDER = new URL('../../../fixtures/sdp/', import.meta.url)
const fixture = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8')
const invalid = readdirSync(new URL('invalid/', FOLDER))
const valid = readdirSync(new URL('valid/', FOLDER))

describe('an offer', () => {
  it('of a browser with simulcast gives its layers, extensions and codecs', () => {
    const offer = parseOffer(fixture('valid/chromium-whip-simulcast.sdp'))
    expect(offer.transport).toMatchObject({ ufrag: 'feQT', setup: 'actpass' })
    const [audio, video] = offer.media
    expect(video).toMatchObject({ kind: 'video', mid: '1', direction: 'sendonly', rids: ['l', 'm', 'h'] })
    expect(video?.extensions.get('urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id')).toBe(10)
    expect(audio && acceptableCodecs(audio).map((choice) => choice.format.payloadType)).toEqual([111])
  })

  it('of an OBS-shaped encoder gives its sources, with transport attributes at session level', () => {
    const offer = parseOffer(fixture('valid/obs-shaped-whip.sdp'))
    expect(offer.transport.password).toBe('4mYkPmgpzNJkpUGjDUq3Jz')
    expect(offer.media.map((section) => section.ssrcs)).toEqual([[2481913571], [2481913572]])
    const [choice] = offer.media[1] ? acceptableCodecs(offer.media[1]) : []
    expect(choice).toMatchObject({ codec: 'H264', rtxPayloadType: undefined })
  })

  it.each(invalid)('that is not one is Malformed: %s', (name) => {
    expect(() => parseOffer(fixture(`invalid/${name}`))).toThrow(Malformed)
  })

  it('beyond 64 KiB is Malformed before it is looked at', () => {
    expect(() => parseOffer(`${fixture('valid/obs-shaped-whip.sdp')}a=${'x'.repeat(70_000)}\r\n`)).toThrow(Malformed)
  })

  it.each(valid)('damaged anywhere parses or is Malformed, and shows the library only checked text: %s', (name) => {
    const whole = fixture(`valid/${name}`)
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.string({ unit: 'binary', maxLength: 3 })), { minLength: 1, maxLength: 5 })
    fc.assert(fc.property(damage, (changes) => {
      let text = whole
      for (const [at, replacement] of changes) text = text.slice(0, at) + replacement + text.slice(at + replacement.length)
      try {
        const offer = parseOffer(text)
        for (const line of transportOffer(offer).trimEnd().split('\r\n')) expect(line).toMatch(/^[a-z]=[\x20-\x7e]*$/)
      } catch (error) {
        if (!(error instanceof Malformed)) throw error
      }
    }), { numRuns: 300 })
  })

  it('shows the library one media line, whatever it holds', () => {
    const synthetic = transportOffer(parseOffer(fixture('valid/chromium-whep-three-audio.sdp')))
    expect(synthetic.match(/^m=/gm)).toHaveLength(2)
    expect(synthetic.match(/^m=video/gm)).toHaveLength(1)
    expect(synthetic.match(/^m=application/gm)).toHaveLength(1)
  })
})
