import { senderReport } from '../rtcp/reports.ts'
import { layOutRtx, paddingPacket, stampExtensions, writeOutHeader } from '../rtp/packet.ts'
import type { OutExtensions, OutHeader } from '../rtp/packet.ts'
import { SENT } from '../bwe/sent-log.ts'
import type { SentKind } from '../bwe/sent-log.ts'
import type { OutStream } from './out-stream.ts'
import type { Placed } from './packet-history.ts'

/** What audio and video lines towards one subscriber have in common: writing packets out. */

export type LineOutput = {
  /** False when the transport would not take it. */
  send(bytes: Buffer): boolean
  /** The transport-wide number of a packet of `size` bytes that leaves now, 16 bits (asked only where that was negotiated). */
  number(size: number, kind: SentKind, now: number): number
}

const scratch: OutHeader = { payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0 }

/** Sends a placed packet on its own line. The header is rewritten in the shared bytes. */
export function sendPlaced(
  output: LineOutput, stream: OutStream, placed: Placed, payloadType: number,
  extensions: OutExtensions, now: number, kind: SentKind,
): boolean {
  const { bytes } = placed.packet
  scratch.payloadType = payloadType
  scratch.marker = placed.marker
  scratch.sequence = placed.sequence & 0xffff
  scratch.timestamp = placed.timestamp
  scratch.ssrc = stream.ssrc
  writeOutHeader(bytes, scratch)
  stampExtensions(bytes, extensions, now, numberOf(output, bytes, extensions, kind, now))
  stream.count(bytes.length)
  return output.send(bytes)
}

function numberOf(output: LineOutput, bytes: Buffer, extensions: OutExtensions, kind: SentKind, now: number): number {
  return extensions.transportSequence === 0 ? 0 : output.number(bytes.length, kind, now)
}

/** Where retransmissions of a line go; undefined when the receiver takes them on the line itself. */
export type RtxLine = { readonly ssrc: number; sequence: number }

/** Sends a placed packet again, on its own SSRC where that was negotiated (RFC 4588). */
export function resendPlaced(
  output: LineOutput, stream: OutStream, placed: Placed, payloadType: number,
  extensions: OutExtensions, now: number, rtx: RtxLine | undefined, kind: SentKind = SENT.repeat,
): boolean {
  stream.history.noteRepeated(placed.sequence, now)
  if (!rtx) return sendPlaced(output, stream, placed, payloadType, extensions, now, kind)
  const bytes = layOutRtx(placed.packet.bytes, placed.sequence & 0xffff)
  scratch.payloadType = payloadType
  scratch.marker = placed.marker
  scratch.sequence = rtx.sequence
  scratch.timestamp = placed.timestamp
  scratch.ssrc = rtx.ssrc
  rtx.sequence = (rtx.sequence + 1) & 0xffff
  writeOutHeader(bytes, scratch)
  stampExtensions(bytes, extensions, now, numberOf(output, bytes, extensions, kind, now))
  return output.send(bytes)
}

/** What a padding packet is on the wire before encryption: a header and as much padding as one byte can count. */
const padding = paddingPacket()

/** Sends a packet of nothing but padding on a line's retransmission source, which players count and drop (RFC 3550 section 5.1). */
export function sendPadding(output: LineOutput, payloadType: number, extensions: OutExtensions, now: number, rtx: RtxLine, timestamp: number): boolean {
  scratch.payloadType = payloadType
  scratch.marker = false
  scratch.sequence = rtx.sequence
  scratch.timestamp = timestamp
  scratch.ssrc = rtx.ssrc
  rtx.sequence = (rtx.sequence + 1) & 0xffff
  writeOutHeader(padding, scratch)
  stampExtensions(padding, extensions, now, numberOf(output, padding, extensions, SENT.padding, now))
  return output.send(padding)
}

/** Tells the receiver which moment the line's timestamps stand for. */
export function sendReport(output: LineOutput, stream: OutStream, cname: string, now: number): void {
  const timestamp = stream.timestampAt(now)
  if (timestamp === undefined || stream.packets === 0) return
  output.send(senderReport({ ssrc: stream.ssrc, at: now, timestamp, packets: stream.packets, octets: stream.octets, cname }))
}
