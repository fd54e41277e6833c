import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { newRtcpPacket, PAYLOAD_FEEDBACK, splitRtcp } from './compound.ts'
import type { RtcpPacket } from './compound.ts'
import { nack, parseKeyframeRequest, parseNack, parseRemb, pictureLoss } from './feedback.ts'
import { ntpMiddleOf, parseReportBlocks, parseSenderReport, receiverReport, senderReport, SENDER_REPORT_BASE_SECONDS } from './reports.ts'
import { parseTransportFeedback, transportFeedback } from './transport-feedback.ts'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })

function only(bytes: Buffer): RtcpPacket {
  const [packet] = splitRtcp(bytes)
  if (!packet) throw new Error('no packet')
  return packet
}

describe('RTCP', () => {
  it('NACKs name exactly the packets asked for', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 })
    fc.assert(fc.property(u32, fc.integer({ min: 0, max: 0xffff }), gaps, (ssrc, start, steps) => {
      let sequence = start
      const sequences = steps.map((step) => (sequence = (sequence + step) & 0xffff))
      expect(parseNack(only(nack(1, ssrc, sequences)))).toEqual({ mediaSsrc: ssrc, sequences })
    }))
  })

  it('receiver reports come back as they were made', () => {
    const block = fc.record({
      ssrc: u32, fractionLost: fc.integer({ min: 0, max: 255 }), totalLost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
      highestSequence: u32, jitter: u32, lastReport: u32, delaySinceLastReport: u32,
    })
    fc.assert(fc.property(fc.array(block, { maxLength: 31 }), (blocks) => {
      expect(parseReportBlocks(only(receiverReport(5, blocks)))).toEqual(blocks)
    }))
  })

  it('sender reports carry hub time to the microsecond, and the name of the receiver’s lines', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 40_000_000_000_000 }), u32, (at, timestamp) => {
      const bytes = senderReport({ ssrc: 9, at, timestamp, packets: 3, octets: 4, cname: 'sub_abc' })
      const [report, description] = splitRtcp(bytes)
      if (!report || !description) throw new Error('two packets were expected')
      const parsed = parseSenderReport(report)
      const base = (SENDER_REPORT_BASE_SECONDS - 2_208_988_800) * 1_000_000
      expect(Math.abs(parsed.ntpMicros - base - at)).toBeLessThanOrEqual(1)
      expect(parsed).toMatchObject({ ssrc: 9, timestamp })
      expect(Math.abs(parsed.ntpMiddle - ntpMiddleOf(at)) % 0xffff_ffff).toBeLessThanOrEqual(1)
      expect(description.body.toString('latin1')).toContain('sub_abc')
    }))
  })

  it('keyframe requests of both kinds name their sources', () => {
    expect(parseKeyframeRequest(only(pictureLoss(1, 77)))).toEqual([77])
    const fir = newRtcpPacket(PAYLOAD_FEEDBACK, 4, 8 + 16)
    fir.writeUInt32BE(78, 12)
    fir.writeUInt32BE(79, 20)
    expect(parseKeyframeRequest(only(fir))).toEqual([78, 79])
  })

  it('estimates are read, and other applications’ messages are not taken for one', () => {
    const bytes = newRtcpPacket(PAYLOAD_FEEDBACK, 15, 20)
    bytes.write('REMB', 12, 'latin1')
    bytes.writeUInt32BE(0x01_0b_ff_ff, 16)
    expect(parseRemb(only(bytes))).toBe(0x3_ffff * 4)
    bytes.write('ELSE', 12, 'latin1')
    expect(parseRemb(only(bytes))).toBeUndefined()
  })

  it('transport feedback tells each arrival to the quarter millisecond', () => {
    const gaps = fc.array(fc.option(fc.integer({ min: -40_000, max: 200_000 }), { nil: undefined }), { maxLength: 300 })
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 1_000_000_000_000 }), gaps, (baseSequence, start, steps) => {
      let at = start
      const arrivals = [start, ...steps.map((step) => (step === undefined ? undefined : (at = Math.max(start, at + step))))]
      const parsed = parseTransportFeedback(only(transportFeedback(1, 2, { baseSequence, feedbackCount: 200, arrivals })))
      expect(parsed).toMatchObject({ baseSequence, feedbackCount: 200 })
      expect(parsed.arrivals.length).toBe(arrivals.length)
      parsed.arrivals.forEach((arrival, index) => {
        const sent = arrivals[index]
        if (sent === undefined || arrival === undefined) expect(arrival).toBe(sent)
        else expect(Math.abs(arrival - (sent % (64_000 * 0x100_0000)))).toBeLessThanOrEqual(125)
      })
    }))
  })

  it('turns down feedback on more packets than could be under way', () => {
    const message = only(transportFeedback(1, 2, { baseSequence: 1, feedbackCount: 1, arrivals: [1000, ...new Array<undefined>(4096).fill(undefined)] }))
    expect(() => parseTransportFeedback(message)).toThrow(Malformed)
  })

  it('throws nothing but Malformed for random bytes, and ends', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (random) => readEverything(Buffer.from(random))), { numRuns: 3000 })
  })

  it('throws nothing but Malformed for damaged packets, and ends', () => {
    const arrivals = [1000, undefined, 90_000, ...new Array<undefined>(30).fill(undefined), 95_000]
    const whole = Buffer.concat([
      senderReport({ ssrc: 1, at: 5, timestamp: 6, packets: 7, octets: 8, cname: 'x' }), nack(1, 2, [3, 4, 90]), pictureLoss(1, 2),
      transportFeedback(1, 2, { baseSequence: 1, feedbackCount: 1, arrivals }),
    ])
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(damage, fc.nat(whole.length), (changes, end) => {
      const bytes = Buffer.from(whole)
      for (const [at, value] of changes) bytes[at] = value
      readEverything(bytes.subarray(0, end))
    }), { numRuns: 3000 })
  })
})

function readEverything(bytes: Buffer): void {
  const readers = [parseSenderReport, parseReportBlocks, parseNack, parseKeyframeRequest, parseRemb, parseTransportFeedback]
  try {
    for (const packet of splitRtcp(bytes)) {
      for (const read of readers) {
        try {
          read(packet)
        } catch (error) {
          if (!(error instanceof Malformed)) throw error
        }
      }
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
  }
}
