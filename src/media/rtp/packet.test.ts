import { describe, expect, it } from 'vitest'
import { rtpPacket } from '../testing/packets.ts'
import { findExtension, newRtpHeader, readRtpHeader } from './header.ts'
import { layOut, layOutRtx, stampExtensions, writeOutHeader } from './packet.ts'

const payload = Buffer.from('the payload')
const incoming = rtpPacket({
  payloadType: 102, sequence: 7, timestamp: 9, ssrc: 11, payload, extensions: new Map([[4, Buffer.from('mid')]]),
})
const out = { payloadType: 96, marker: true, sequence: 0xfedc, timestamp: 0xfedc_ba98, ssrc: 0x8765_4321 }

function laidOut(): Buffer {
  const header = newRtpHeader()
  readRtpHeader(incoming, header)
  return layOut(incoming, header.payloadStart, header)
}

describe('an outgoing packet', () => {
  it('carries the receiver’s numbers and the payload as it came', () => {
    const bytes = laidOut()
    writeOutHeader(bytes, out)
    stampExtensions(bytes, { absSendTime: 0, transportSequence: 0 }, 0, 0)
    const header = newRtpHeader()
    expect(readRtpHeader(bytes, header)).toBe(true)
    expect(header).toMatchObject(out)
    expect(bytes.subarray(header.payloadStart, header.payloadEnd)).toEqual(payload)
  })

  it('carries the time it is sent and its transport number where they were negotiated', () => {
    const bytes = laidOut()
    stampExtensions(bytes, { absSendTime: 2, transportSequence: 3 }, 65_500_000, 0xabcd)
    const header = newRtpHeader()
    readRtpHeader(bytes, header)
    const slot = { start: 0, length: 0 }
    expect(findExtension(bytes, header, 2, slot)).toBe(true)
    // 65.5 s modulo 64 s is 1.5 s, in units of 2^-18 s.
    expect(bytes.readUIntBE(slot.start, 3)).toBe(1.5 * 2 ** 18)
    expect(findExtension(bytes, header, 3, slot)).toBe(true)
    expect(bytes.readUInt16BE(slot.start)).toBe(0xabcd)
  })

  it('loses the stamps of the receiver before', () => {
    const bytes = laidOut()
    stampExtensions(bytes, { absSendTime: 2, transportSequence: 3 }, 1_000_000, 5)
    stampExtensions(bytes, { absSendTime: 0, transportSequence: 0 }, 1_000_000, 5)
    const header = newRtpHeader()
    readRtpHeader(bytes, header)
    expect(findExtension(bytes, header, 2, { start: 0, length: 0 })).toBe(false)
    expect(findExtension(bytes, header, 3, { start: 0, length: 0 })).toBe(false)
  })

  it('is retransmitted with its original number before the payload', () => {
    const bytes = layOutRtx(laidOut(), 0x1234)
    const header = newRtpHeader()
    readRtpHeader(bytes, header)
    expect(bytes.readUInt16BE(header.payloadStart)).toBe(0x1234)
    expect(bytes.subarray(header.payloadStart + 2)).toEqual(payload)
  })
})
