import { senderReport } from '../rtcp/reports.ts'
import { layOutRtx, stampExtensions, writeOutHeader } from '../rtp/packet.ts'
import type { OutExtensions, OutHeader } from '../rtp/packet.ts'
import type { OutStream } from './out-stream.ts'
import type { Placed } from './packet-history.ts'

/** What audio and video lines towards one subscriber have in common: writing packets out. */

export type LineOutput = {
  /** False when the transport would not take it. */
  send(bytes: Buffer): boolean
}

const scratch: OutHeader = { payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0 }

/** Sends a placed packet for the first time. The header is rewritten in the shared bytes. */
export function sendPlaced(output: LineOutput, stream: OutStream, placed: Placed, payloadType: number, extensions: OutExtensions, now: number): boolean {
  const { bytes } = placed.packet
  scratch.payloadType = payloadType
  scratch.marker = placed.marker
  scratch.sequence = placed.sequence & 0xffff
  scratch.timestamp = placed.timestamp
  scratch.ssrc = stream.ssrc
  writeOutHeader(bytes, scratch)
  stampExtensions(bytes, extensions, now, 0)
  stream.count(bytes.length)
  return output.send(bytes)
}

/** Where retransmissions of a line go; undefined when the receiver takes them on the line itself. */
export type RtxLine = { readonly ssrc: number; sequence: number }

/** Sends a placed packet again, on its own SSRC where that was negotiated (RFC 4588). */
export function resendPlaced(
  output: LineOutput, stream: OutStream, placed: Placed, payloadType: number,
  extensions: OutExtensions, now: number, rtx: RtxLine | undefined,
): boolean {
  stream.history.noteRepeated(placed.sequence, now)
  if (!rtx) return sendPlaced(output, stream, placed, payloadType, extensions, now)
  const bytes = layOutRtx(placed.packet.bytes, placed.sequence & 0xffff)
  scratch.payloadType = payloadType
  scratch.marker = placed.marker
  scratch.sequence = rtx.sequence
  scratch.timestamp = placed.timestamp
  scratch.ssrc = rtx.ssrc
  rtx.sequence = (rtx.sequence + 1) & 0xffff
  writeOutHeader(bytes, scratch)
  stampExtensions(bytes, extensions, now, 0)
  return output.send(bytes)
}

/** Tells the receiver which moment the line's timestamps stand for. */
export function sendReport(output: LineOutput, stream: OutStream, cname: string, now: number): void {
  const timestamp = stream.timestampAt(now)
  if (timestamp === undefined || stream.packets === 0) return
  output.send(senderReport({ ssrc: stream.ssrc, at: now, timestamp, packets: stream.packets, octets: stream.octets, cname }))
}
