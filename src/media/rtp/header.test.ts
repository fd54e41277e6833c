import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rtpPacket } from '../testing/packets.ts'
import { findExtension, isRtcp, newRtpHeader, readRtpHeader } from './header.ts'

const slot = { start: 0, length: 0 }

describe('RTP headers', () => {
  it('are read back as they were written, with every extension element', () => {
    const fields = fc.record({
      payloadType: fc.integer({ min: 0, max: 63 }), sequence: fc.integer({ min: 0, max: 0xffff }),
      timestamp: fc.integer({ min: 0, max: 0xffff_ffff }), ssrc: fc.integer({ min: 0, max: 0xffff_ffff }), marker: fc.boolean(),
      payload: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      extensions: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 14 }), fc.uint8Array({ minLength: 1, maxLength: 16 })), { selector: ([id]) => id, maxLength: 5 })
        .map((elements) => new Map(elements.map(([id, value]) => [id, Buffer.from(value)]))),
    })
    fc.assert(fc.property(fields, (packet) => {
      const bytes = rtpPacket(packet)
      const header = newRtpHeader()
      expect(readRtpHeader(bytes, header)).toBe(true)
      expect(header).toMatchObject({
        payloadType: packet.payloadType, sequence: packet.sequence, timestamp: packet.timestamp, ssrc: packet.ssrc, marker: packet.marker,
      })
      expect(bytes.subarray(header.payloadStart, header.payloadEnd)).toEqual(packet.payload)
      for (const [id, value] of packet.extensions) {
        expect(findExtension(bytes, header, id, slot)).toBe(true)
        expect(bytes.subarray(slot.start, slot.start + slot.length)).toEqual(value)
      }
    }))
  })

  it('of the two-byte form give their elements too', () => {
    const bytes = Buffer.from('900000000000000000000000' + '10000002' + '1503aabbcc000000' + 'ff', 'hex')
    const header = newRtpHeader()
    expect(readRtpHeader(bytes, header)).toBe(true)
    expect(findExtension(bytes, header, 0x15, slot)).toBe(true)
    expect(bytes.toString('hex', slot.start, slot.start + slot.length)).toBe('aabbcc')
    expect(header.payloadEnd - header.payloadStart).toBe(1)
  })

  it('leave padding out of the payload', () => {
    const bytes = Buffer.from('a00000000000000000000000' + 'aabb' + '0003', 'hex')
    bytes[bytes.length - 1] = 2
    const header = newRtpHeader()
    expect(readRtpHeader(bytes, header)).toBe(true)
    expect(bytes.toString('hex', header.payloadStart, header.payloadEnd)).toBe('aabb')
  })

  it.each([
    ['shorter than the fixed header', '8000000000000000000000'],
    ['of another version', '400000000000000000000000'],
    ['with contributing sources beyond the end', '8f0000000000000000000000'],
    ['with an extension block cut short', '900000000000000000000000be'],
    ['with extension words beyond the end', '900000000000000000000000bede0002aabbccdd'],
    ['with more padding than bytes', 'a00000000000000000000000ff'],
    ['with padding of length 0', 'a0000000000000000000000000'],
  ])('%s are turned down', (_, hex) => {
    expect(readRtpHeader(Buffer.from(hex, 'hex'), newRtpHeader())).toBe(false)
  })

  it('never point outside the packet, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 1, max: 255 }), (random, id) => {
      const bytes = Buffer.from(random)
      if (bytes.length > 0) bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80
      const header = newRtpHeader()
      if (!readRtpHeader(bytes, header)) return
      expect(header.payloadStart).toBeLessThanOrEqual(header.payloadEnd)
      expect(header.payloadEnd).toBeLessThanOrEqual(bytes.length)
      if (findExtension(bytes, header, id, slot)) expect(slot.start + slot.length).toBeLessThanOrEqual(header.extensionEnd)
    }), { numRuns: 2000 })
  })

  it('are told from RTCP by the packet type', () => {
    expect(isRtcp(Buffer.from([0x80, 200]))).toBe(true)
    expect(isRtcp(rtpPacket({ payloadType: 111, marker: true, sequence: 1, timestamp: 1, ssrc: 1, payload: Buffer.alloc(1) }))).toBe(false)
    expect(isRtcp(Buffer.alloc(0))).toBe(false)
  })
})
