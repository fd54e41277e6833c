import { Malformed } from '../../kernel/failures.ts'
import { newRtcpPacket, RECEIVER_REPORT, SENDER_REPORT, SOURCE_DESCRIPTION } from './compound.ts'
import type { RtcpPacket } from './compound.ts'

/** Sender and receiver reports and the CNAME (RFC 3550 sections 6.4 and 6.5). */

/** Seconds from 1900 (the epoch of NTP) to 1970. */
const NTP_TO_UNIX_SECONDS = 2_208_988_800
const REPORT_BLOCK = 24
const SENDER_INFO = 20

export type SenderReport = {
  readonly ssrc: number
  /** The sender's wall clock, microseconds since 1970. */
  readonly ntpMicros: number
  /** The middle 32 bits of the NTP time, which a receiver sends back. */
  readonly ntpMiddle: number
  readonly timestamp: number
}

export type ReportBlock = {
  readonly ssrc: number
  /** Lost since the last report, as a fraction of 256. */
  readonly fractionLost: number
  /** Signed, 24 bits on the wire. */
  readonly totalLost: number
  readonly highestSequence: number
  /** In ticks of the RTP clock. */
  readonly jitter: number
  /** {@link SenderReport.ntpMiddle} of the last sender report, 0 when none came. */
  readonly lastReport: number
  /** Since that report, in units of 1/65536 s. */
  readonly delaySinceLastReport: number
}

export function parseSenderReport(packet: RtcpPacket): SenderReport {
  const { body } = packet
  if (body.length < 4 + SENDER_INFO) throw new Malformed('RTCP sender report')
  const seconds = body.readUInt32BE(4)
  const fraction = body.readUInt32BE(8)
  return {
    ssrc: body.readUInt32BE(0),
    ntpMicros: (seconds - NTP_TO_UNIX_SECONDS) * 1_000_000 + Math.round((fraction / 0x1_0000_0000) * 1_000_000),
    ntpMiddle: body.readUInt32BE(6),
    timestamp: body.readUInt32BE(12),
  }
}

/** The blocks of a sender or receiver report. */
export function parseReportBlocks(packet: RtcpPacket): ReportBlock[] {
  const { body, count } = packet
  const start = packet.type === SENDER_REPORT ? 4 + SENDER_INFO : 4
  if (body.length < start + count * REPORT_BLOCK) throw new Malformed('RTCP report blocks')
  const blocks: ReportBlock[] = []
  for (let index = 0; index < count; index += 1) {
    const at = start + index * REPORT_BLOCK
    blocks.push({
      ssrc: body.readUInt32BE(at),
      fractionLost: body[at + 4] ?? 0,
      totalLost: body.readIntBE(at + 5, 3),
      highestSequence: body.readUInt32BE(at + 8),
      jitter: body.readUInt32BE(at + 12),
      lastReport: body.readUInt32BE(at + 16),
      delaySinceLastReport: body.readUInt32BE(at + 20),
    })
  }
  return blocks
}

/** A receiver report; at most 31 blocks fit, more are cut. */
export function receiverReport(from: number, blocks: readonly ReportBlock[]): Buffer {
  const sent = blocks.slice(0, 31)
  const bytes = newRtcpPacket(RECEIVER_REPORT, sent.length, 4 + sent.length * REPORT_BLOCK)
  bytes.writeUInt32BE(from, 4)
  sent.forEach((block, index) => {
    const at = 8 + index * REPORT_BLOCK
    bytes.writeUInt32BE(block.ssrc, at)
    bytes[at + 4] = block.fractionLost
    bytes.writeIntBE(Math.max(-0x80_0000, Math.min(0x7f_ffff, block.totalLost)), at + 5, 3)
    bytes.writeUInt32BE(block.highestSequence >>> 0, at + 8)
    bytes.writeUInt32BE(Math.round(block.jitter) >>> 0, at + 12)
    bytes.writeUInt32BE(block.lastReport, at + 16)
    bytes.writeUInt32BE(Math.round(block.delaySinceLastReport) >>> 0, at + 20)
  })
  return bytes
}

/**
 * What our own sender reports give as NTP time: hub time plus this. The hub has no trusted wall
 * clock; receivers only compare reports with each other, and a page that knows the hub's time can
 * subtract it from `estimatedPlayoutTimestamp`.
 */
export const SENDER_REPORT_BASE_SECONDS = 0x8000_0000

/** Hub time in microseconds as the middle 32 bits of the NTP time we send. */
export function ntpMiddleOf(hubMicros: number): number {
  return Math.floor(((hubMicros / 1_000_000 + SENDER_REPORT_BASE_SECONDS) % 65_536) * 65_536) >>> 0
}

export type OutgoingSenderReport = {
  readonly ssrc: number
  /** Hub time, microseconds. */
  readonly at: number
  /** The outgoing RTP timestamp at that time. */
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
  readonly cname: string
}

/** A sender report with the source description that ties lines of one CNAME together for lip-sync. */
export function senderReport(report: OutgoingSenderReport): Buffer {
  const bytes = newRtcpPacket(SENDER_REPORT, 0, 4 + SENDER_INFO)
  const seconds = Math.floor(report.at / 1_000_000)
  bytes.writeUInt32BE(report.ssrc, 4)
  bytes.writeUInt32BE((seconds + SENDER_REPORT_BASE_SECONDS) >>> 0, 8)
  bytes.writeUInt32BE(Math.floor(((report.at - seconds * 1_000_000) / 1_000_000) * 0x1_0000_0000), 12)
  bytes.writeUInt32BE(report.timestamp >>> 0, 16)
  bytes.writeUInt32BE(report.packets >>> 0, 20)
  bytes.writeUInt32BE(report.octets >>> 0, 24)
  return Buffer.concat([bytes, sourceDescription(report.ssrc, report.cname)])
}

function sourceDescription(ssrc: number, cname: string): Buffer {
  const name = Buffer.from(cname, 'utf8')
  // Chunk: SSRC, item (type 1, length, text), at least one zero, padded to a word inside the chunk.
  const chunk = Math.ceil((4 + 2 + name.length + 1) / 4) * 4
  const bytes = newRtcpPacket(SOURCE_DESCRIPTION, 1, chunk)
  bytes.writeUInt32BE(ssrc, 4)
  bytes[8] = 1
  bytes[9] = name.length
  name.copy(bytes, 10)
  return bytes
}
