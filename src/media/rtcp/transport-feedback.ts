import { Malformed } from '../../kernel/failures.ts'
import { newRtcpPacket, TRANSPORT_FEEDBACK } from './compound.ts'
import type { RtcpPacket } from './compound.ts'

/**
 * Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1): when each
 * packet of a connection arrived, so that its sender can estimate the path.
 */

export const TRANSPORT_FEEDBACK_FORMAT = 15

const NOT_RECEIVED = 0
const SMALL_DELTA = 1
const LARGE_DELTA = 2
const HEADER = 16
const DELTA_MICROS = 250
const REFERENCE_MICROS = 64_000
/** Symbols of two bits in one vector chunk. */
const VECTOR = 7
/** Longest run of one run-length chunk (13 bits). */
const LONGEST_RUN = 8191

/** No receiver waits so long that more come between two messages; a message that claims more only keeps us busy. */
const MOST_PACKETS = 4096

export type TransportFeedback = {
  /** The 16-bit transport-wide sequence number that `arrivals` starts at. */
  readonly baseSequence: number
  /** Counts feedback messages, 8 bits. */
  readonly feedbackCount: number
  /**
   * Arrival of each packet from the base on, in microseconds (a multiple of 250 on the wire, and
   * modulo 2^24 times 64 ms), undefined where it has not arrived.
   */
  readonly arrivals: ReadonlyArray<number | undefined>
}

/** A message about one source's connection. The first of `arrivals` must have arrived; at most 65535 fit. */
export function transportFeedback(from: number, mediaSsrc: number, feedback: TransportFeedback): Buffer {
  const first = feedback.arrivals[0] ?? 0
  const reference = Math.floor(first / REFERENCE_MICROS)
  const { symbols, deltas } = encodeArrivals(feedback.arrivals, reference * REFERENCE_MICROS)
  const chunks = encodeChunks(symbols)
  const deltaBytes = deltas.reduce((sum, delta) => sum + (isSmall(delta) ? 1 : 2), 0)
  const bytes = newRtcpPacket(TRANSPORT_FEEDBACK, TRANSPORT_FEEDBACK_FORMAT, HEADER + chunks.length * 2 + deltaBytes)
  bytes.writeUInt32BE(from, 4)
  bytes.writeUInt32BE(mediaSsrc, 8)
  bytes.writeUInt16BE(feedback.baseSequence, 12)
  bytes.writeUInt16BE(symbols.length, 14)
  bytes.writeUIntBE(reference % 0x100_0000, 16, 3)
  bytes[19] = feedback.feedbackCount
  let at = 4 + HEADER
  for (const chunk of chunks) at = bytes.writeUInt16BE(chunk, at)
  for (const delta of deltas) at = isSmall(delta) ? bytes.writeUInt8(delta, at) : bytes.writeInt16BE(delta, at)
  return bytes
}

function isSmall(delta: number): boolean {
  return delta >= 0 && delta <= 255
}

function encodeArrivals(arrivals: TransportFeedback['arrivals'], start: number): { symbols: number[]; deltas: number[] } {
  const symbols: number[] = []
  const deltas: number[] = []
  let last = start
  for (const arrival of arrivals) {
    if (arrival === undefined) {
      symbols.push(NOT_RECEIVED)
      continue
    }
    const wanted = Math.round((arrival - last) / DELTA_MICROS)
    const delta = Math.max(-0x8000, Math.min(0x7fff, wanted))
    // The receiver adds up what was sent, so the rounding error must not accumulate.
    last += delta * DELTA_MICROS
    symbols.push(isSmall(delta) ? SMALL_DELTA : LARGE_DELTA)
    deltas.push(delta)
  }
  return { symbols, deltas }
}

function encodeChunks(symbols: readonly number[]): number[] {
  const chunks: number[] = []
  let at = 0
  while (at < symbols.length) {
    const symbol = symbols[at] ?? NOT_RECEIVED
    let run = 1
    while (run < LONGEST_RUN && symbols[at + run] === symbol) run += 1
    if (run > VECTOR) {
      chunks.push((symbol << 13) | run)
      at += run
      continue
    }
    let vector = 0xc000
    for (let slot = 0; slot < VECTOR; slot += 1) {
      vector |= (symbols[at + slot] ?? NOT_RECEIVED) << (12 - 2 * slot)
    }
    chunks.push(vector)
    at += VECTOR
  }
  return chunks
}

/** Reads a message of {@link TRANSPORT_FEEDBACK_FORMAT}; throws {@link Malformed} when its parts do not add up. */
export function parseTransportFeedback(packet: RtcpPacket): TransportFeedback {
  const { body } = packet
  if (body.length < HEADER) throw new Malformed('transport feedback')
  const count = body.readUInt16BE(10)
  if (count > MOST_PACKETS) throw new Malformed('transport feedback count')
  const decoded = decodeChunks(body, count)
  let at = decoded.end
  let time = body.readUIntBE(12, 3) * REFERENCE_MICROS
  const arrivals = decoded.symbols.map((symbol) => {
    if (symbol === NOT_RECEIVED) return undefined
    const size = symbol === SMALL_DELTA ? 1 : 2
    if (symbol > LARGE_DELTA || at + size > body.length) throw new Malformed('transport feedback delta')
    time += (size === 1 ? body.readUInt8(at) : body.readInt16BE(at)) * DELTA_MICROS
    at += size
    return time
  })
  return { baseSequence: body.readUInt16BE(8), feedbackCount: body[15] ?? 0, arrivals }
}

function decodeChunks(body: Buffer, count: number): { symbols: number[]; end: number } {
  const symbols: number[] = []
  let at = HEADER
  while (symbols.length < count) {
    if (at + 2 > body.length) throw new Malformed('transport feedback chunks')
    const chunk = body.readUInt16BE(at)
    at += 2
    if ((chunk & 0x8000) === 0) {
      const run = chunk & 0x1fff
      if (run === 0) throw new Malformed('transport feedback run')
      for (let index = 0; index < run; index += 1) symbols.push((chunk >> 13) & 0x03)
      continue
    }
    const oneBit = (chunk & 0x4000) === 0
    for (let slot = 0; slot < (oneBit ? 14 : VECTOR); slot += 1) {
      symbols.push(oneBit ? (chunk >> (13 - slot)) & 1 : (chunk >> (12 - 2 * slot)) & 0x03)
    }
  }
  symbols.length = count
  return { symbols, end: at }
}
