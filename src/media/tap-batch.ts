import { Malformed } from '../kernel/failures.ts'
import type { MediaPacket } from './rtp/packet.ts'
import { OUT_HEADER } from './rtp/packet.ts'

/**
 * Packets on their way to the recorder, many in one buffer that changes its owner instead of being
 * copied once more. Each is a head of fixed length and its payload. Within one process, so the order of bytes is the machine's.
 */

/** A packet of a stream as the recorder gets it. Times in microseconds on the hub's clock. */
export type TapPacket = {
  readonly stream: number
  /** The source's sequence number, unrolled. */
  readonly sequence: number
  /** The source's timestamp, 32 bits. */
  readonly timestamp: number
  readonly marker: boolean
  readonly startsKeyframe: boolean
  readonly arrival: number
  readonly hubTime: number
  readonly payload: Buffer
}

const HEAD = 40
const MARKER = 1
const KEYFRAME = 2
const FIRST_SIZE = 32 * 1024
/** No link takes this long; a source that says so has a clock that says nothing. */
const MOST_DELAY = 10_000_000

/** Gathers packets until they are sent. */
export class BatchWriter {
  #bytes = Buffer.allocUnsafeSlow(FIRST_SIZE)
  #length = 0
  #packets = 0

  get packets(): number {
    return this.#packets
  }

  get length(): number {
    return this.#length
  }

  add(stream: number, packet: MediaPacket): void {
    const size = packet.bytes.length - OUT_HEADER
    this.#makeRoom(HEAD + size)
    const bytes = this.#bytes
    const at = this.#length
    bytes.writeDoubleLE(packet.sequence, at)
    bytes.writeDoubleLE(packet.arrival, at + 8)
    const isLikely = Math.abs(packet.arrival - packet.hubTime) < MOST_DELAY
    bytes.writeDoubleLE(isLikely ? packet.hubTime : packet.arrival, at + 16)
    bytes.writeUInt32LE(packet.timestamp, at + 24)
    bytes.writeUInt32LE(stream, at + 28)
    bytes.writeUInt32LE(size, at + 32)
    bytes.writeUInt32LE((packet.marker ? MARKER : 0) | (packet.startsKeyframe ? KEYFRAME : 0), at + 36)
    // The header before the payload is each subscriber's in turn.
    packet.bytes.copy(bytes, at + HEAD, OUT_HEADER)
    this.#length += HEAD + size
    this.#packets += 1
  }

  /** What was gathered, as bytes that are the caller's; the next packet begins a new batch. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#bytes.subarray(0, this.#length))
    this.clear()
    return taken
  }

  clear(): void {
    this.#length = 0
    this.#packets = 0
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + more))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

/** The packets of a batch; their payloads lie in its buffer. Throws `Malformed` when it is none. */
export function* readBatch(batch: Uint8Array): Generator<TapPacket> {
  const bytes = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength)
  let at = 0
  while (at < bytes.length) {
    if (at + HEAD > bytes.length) throw new Malformed('tap batch')
    const size = bytes.readUInt32LE(at + 32)
    const payload = bytes.subarray(at + HEAD, at + HEAD + size)
    if (payload.length < size) throw new Malformed('tap batch')
    const flags = bytes.readUInt32LE(at + 36)
    yield {
      sequence: bytes.readDoubleLE(at), arrival: bytes.readDoubleLE(at + 8), hubTime: bytes.readDoubleLE(at + 16),
      timestamp: bytes.readUInt32LE(at + 24), stream: bytes.readUInt32LE(at + 28), payload,
      marker: (flags & MARKER) !== 0, startsKeyframe: (flags & KEYFRAME) !== 0,
    }
    at += HEAD + size
  }
}
