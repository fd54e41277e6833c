import { box, fullBox, u32, u64 } from './boxes.ts'
import { TRACK_ID } from './init-segment.ts'
import type { Sample } from './track.ts'

/**
 * One CMAF fragment (ISO/IEC 23000-19 clause 7.3.2.3): a movie fragment box and the samples it points at.
 * Decode times are absolute, on the shared clock in ticks of the track. Where a source sends pictures
 * in another order than they are shown, decode times are the times of showing in ascending order,
 * and each sample says how far it is moved.
 */

/** ISO/IEC 14496-12 clause 8.8.3.1: depends on nothing; or depends on others and is no place to start. */
const SYNC_SAMPLE = 0x0200_0000
const OTHER_SAMPLE = 0x0101_0000
/** tfhd: offsets count from this movie fragment. */
const BASE_IS_MOOF = 0x20000
/** trun: data offset, and per sample its duration, size, flags and shift of showing. */
const RUN_FLAGS = 0x1 | 0x100 | 0x200 | 0x400 | 0x800
const RUN_ENTRY = 16
/** Bytes before the run's entries: its box and version, how many, the data offset. */
const RUN_HEAD = 20

/**
 * `samples` in the order they were sent, at least one; the last one lasts until `end` (ticks).
 * `sequence` counts a track's fragments.
 */
export function fragment(samples: readonly Sample[], end: number, sequence: number): Buffer {
  const decodeTimes = samples.map(({ time }) => time).toSorted((a, b) => a - b)
  const first = decodeTimes[0]
  if (first === undefined) throw new RangeError('a fragment without samples')
  const run = Buffer.alloc(RUN_HEAD + samples.length * RUN_ENTRY)
  run.writeUInt32BE(run.length, 0)
  run.write('trun', 4, 'latin1')
  run.writeUInt32BE(0x0100_0000 | RUN_FLAGS, 8)
  run.writeUInt32BE(samples.length, 12)
  samples.forEach(({ data, time, key }, index) => {
    const at = decodeTimes[index] ?? time
    const next = decodeTimes[index + 1] ?? end
    const entry = RUN_HEAD + index * RUN_ENTRY
    run.writeUInt32BE(Math.max(0, next - at), entry)
    run.writeUInt32BE(data.length, entry + 4)
    run.writeUInt32BE(key ? SYNC_SAMPLE : OTHER_SAMPLE, entry + 8)
    run.writeInt32BE(time - at, entry + 12)
  })
  const moof = box('moof',
    fullBox('mfhd', 0, 0, u32(sequence)),
    box('traf', fullBox('tfhd', 0, BASE_IS_MOOF, u32(TRACK_ID)), fullBox('tfdt', 1, 0, u64(first)), run),
  )
  // The run is the last thing in it, so its data offset can be put in once the length is known.
  moof.writeInt32BE(moof.length + 8, moof.length - run.length + 16)
  return Buffer.concat([moof, box('mdat', ...samples.map(({ data }) => data))])
}
