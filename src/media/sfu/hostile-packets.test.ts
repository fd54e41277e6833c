import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitRtcp } from '../rtcp/compound.ts'
import { parseOffer } from '../sdp/session.ts'
import { capturedVideoLine, RTX_SSRC, VIDEO_SSRC } from '../testing/captured-line.ts'
import { h264Payload, rtpPacket } from '../testing/packets.ts'
import { planPublish } from './negotiate.ts'
import { Publisher } from './publisher.ts'

/** A peer that keeps to the form of RTP and RTCP and to nothing else. */

const SIMULCAST = readFileSync(new URL('../../../fixtures/sdp/valid/chromium-whip-simulcast.sdp', import.meta.url), 'utf8')
const { media } = parseOffer(SIMULCAST)
const taken = planPublish(parseOffer(SIMULCAST)).intakes.flatMap(({ choice }) => [choice.format.payloadType, choice.rtxPayloadType ?? 0])
const extensionIds = media.flatMap((section) => [...section.extensions.values()])

const number = (bits: number): fc.Arbitrary<number> => fc.oneof(fc.integer({ min: 0, max: 2 ** bits - 1 }), fc.constantFrom(0, 1, 2 ** bits - 1))
const ssrc = fc.oneof(fc.constantFrom(501, 502, 777), number(32))
const buffer = (maxLength: number, minLength = 0): fc.Arbitrary<Buffer> => fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes))
const layer = fc.tuple(fc.constant(10), fc.constantFrom('h', 'm', 'l').map((rid) => Buffer.from(rid)))
const extension = fc.tuple(fc.constantFrom(...extensionIds), fc.oneof(buffer(8, 1), fc.constantFrom('h', 'm', 'l', 'x').map((rid) => Buffer.from(rid))))

const rtp = fc.record({
  payloadType: fc.constantFrom(...taken), sequence: number(16), timestamp: number(32), ssrc, payload: fc.oneof(buffer(40), fc.boolean().map((keyframe) => h264Payload(keyframe))), marker: fc.boolean(),
  extensions: fc.array(fc.oneof(extension, layer), { maxLength: 4 }).map((elements) => new Map(elements)),
}).map(rtpPacket)

const rtcp = fc.record({ type: fc.constantFrom(200, 201, 202, 203, 205, 206), count: number(5), from: ssrc, rest: buffer(16).map((bytes) => bytes.subarray(0, bytes.length & ~3)) })
  .map(({ type, count, from, rest }) => {
    const bytes = Buffer.concat([Buffer.from([0x80 | count, type, 0, 0, 0, 0, 0, 0]), rest, rest])
    bytes.writeUInt16BE(bytes.length / 4 - 1, 2)
    bytes.writeUInt32BE(from, 4)
    return bytes
  })

const step = fc.record({ packet: fc.oneof({ weight: 4, arbitrary: rtp }, { weight: 1, arbitrary: rtcp }), waits: fc.oneof(fc.constant(0), number(22)), asks: fc.array(number(16), { maxLength: 4 }) })

it('makes the box neither fail nor send anything malformed, to itself or to who watches', () => {
  let shown = 0
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    let now = 1_000_000
    const sent: Buffer[] = []
    const { line, capture } = capturedVideoLine()
    const publisher: Publisher = new Publisher('pub', 'room', planPublish(parseOffer(SIMULCAST)).intakes, 5, {
      send: (bytes) => void sent.push(bytes),
      onMedia: (source, packet) => {
        if (source.kind === 'video') line.forward(source, packet, now)
      },
      onSources: () => line.aim(publisher.layers[0], now),
      onFlow: () => undefined,
      onBroken: () => undefined,
    })
    for (const { packet, waits, asks } of steps) {
      now += waits
      publisher.onPacket(packet, now)
      line.resend(asks, now)
      publisher.onTick(now)
      publisher.onSecond(now)
      line.onTick(now)
      line.report(now)
    }
    for (const bytes of [...sent, ...capture.rtcp]) expect(splitRtcp(bytes).length).toBeGreaterThan(0)
    for (const { ssrc } of capture.rtp) expect([VIDEO_SSRC, RTX_SSRC]).toContain(ssrc)
    shown += capture.rtp.length
    expect(publisher.layers.length).toBeLessThanOrEqual(8)
  }), { numRuns: 500 })
  expect(shown).toBeGreaterThan(0)
})
