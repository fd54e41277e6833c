import { Malformed } from '../../kernel/failures.ts'

/** Opus packets (RFC 6716), as far as a file must know them. Times in samples of 48 kHz. */

const FRAMES_OF = { silk: [480, 960, 1920, 2880], hybrid: [480, 960], celt: [120, 240, 480, 960] } as const
/** RFC 6716 section 3.2.5: no packet is longer than 120 ms. */
const LONGEST = 5760

/** How long a packet sounds. Throws `Malformed` for what is no Opus. */
export function opusDuration(packet: Uint8Array): number {
  const first = packet[0]
  if (first === undefined) throw new Malformed('opus packet')
  const config = first >> 3
  const frame = config < 12 ? FRAMES_OF.silk[config % 4] : config < 16 ? FRAMES_OF.hybrid[config % 2] : FRAMES_OF.celt[config % 4]
  const duration = (frame ?? 960) * frameCount(first & 3, packet)
  if (duration === 0 || duration > LONGEST) throw new Malformed('opus packet')
  return duration
}

function frameCount(code: number, packet: Uint8Array): number {
  if (code === 0) return 1
  if (code !== 3) return 2
  const count = packet[1]
  if (count === undefined) throw new Malformed('opus packet')
  return count & 0x3f
}

/** How long one {@link opusSilence} sounds. */
export const SILENCE_DURATION = 960

/** 20 ms of digital silence, mono, full band: what stands where a packet never came, so that sound keeps its place. */
export function opusSilence(): Uint8Array {
  return Uint8Array.of(0xf8, 0xff, 0xfe)
}
