/** Bytes at the end of a synthetic payload: when it was sent, and whether a keyframe's burst carried it. */
export const STAMP_BYTES = 12
const MAGIC = 0x4c43

export type Stamp = { readonly sentMs: number; readonly keyframe: boolean }

/** Milliseconds on CLOCK_MONOTONIC, the same in every process of one machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

export function writeStamp(packet: Buffer, stamp: Stamp): void {
  const at = packet.length - STAMP_BYTES
  packet.writeDoubleBE(stamp.sentMs, at)
  packet.writeUInt16BE(MAGIC, at + 8)
  packet.writeUInt16BE(stamp.keyframe ? 1 : 0, at + 10)
}

/** Undefined when the packet is none of ours. */
export function readStamp(packet: Buffer): Stamp | undefined {
  const at = packet.length - STAMP_BYTES
  if (at < 0 || packet.readUInt16BE(at + 8) !== MAGIC) return undefined
  return { sentMs: packet.readDoubleBE(at), keyframe: packet.readUInt16BE(at + 10) === 1 }
}
