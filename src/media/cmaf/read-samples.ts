import { Malformed } from '../../kernel/failures.ts'
import { boxes, decodeTime, requireBox, viewOf } from './read-fragment.ts'
import type { Sample } from './track.ts'

/** What a track's fragments hold: samples in the order of decoding, and where the last one ends, in ticks of the track. */
export type FoundSamples = { readonly samples: readonly Sample[]; readonly end: number }

type Defaults = { readonly duration: number | undefined; readonly size: number | undefined; readonly flags: number }
type Entry = { readonly duration: number; readonly size: number; readonly flags: number; readonly shift: number }

/** ISO/IEC 14496-12 clause 8.8.3.1: sample_is_non_sync_sample. */
const NOT_SYNC = 0x1_0000
/** A tenth of a second of silence has five; nothing a box cuts has more than this. */
const MOST_SAMPLES = 20_000

/** Every sample of a track's fragments, ours or another writer's (ISO/IEC 14496-12 clause 8.8). Throws `Malformed`. */
export function samplesOf(fragments: Uint8Array): FoundSamples {
  const found: Sample[] = []
  let end = 0
  for (const moof of boxes(viewOf(fragments), 0)) {
    if (moof.type !== 'moof') continue
    const traf = boxes(requireBox(boxes(moof.content, 0), 'traf').content, 0)
    const defaults = readDefaults(requireBox(traf, 'tfhd').content)
    let time = decodeTime(requireBox(traf, 'tfdt').content)
    for (const run of traf) {
      if (run.type !== 'trun') continue
      const { offset, entries } = readRun(run.content, defaults)
      let at = moof.at + offset
      for (const { duration, size, flags, shift } of entries) {
        if (at < 0 || at + size > fragments.length) throw new Malformed('movie fragment')
        found.push({ data: fragments.subarray(at, at + size), time: time + shift, key: (flags & NOT_SYNC) === 0 })
        at += size
        time += duration
        end = Math.max(end, time)
      }
      if (found.length > MOST_SAMPLES) throw new Malformed('movie fragment')
    }
  }
  if (found.length === 0) throw new Malformed('movie fragment without samples')
  return { samples: found, end }
}

/** Clause 8.8.7. */
function readDefaults(tfhd: DataView): Defaults {
  const reader = fields(tfhd, 'tfhd')
  const flags = reader.next() & 0xff_ffff
  reader.next() // the track
  if ((flags & 0x1) !== 0) throw new Malformed('tfhd')
  if ((flags & 0x2) !== 0) reader.next()
  const one = (bit: number): number | undefined => ((flags & bit) === 0 ? undefined : reader.next())
  return { duration: one(0x8), size: one(0x10), flags: one(0x20) ?? 0 }
}

/** Clause 8.8.8. */
function readRun(trun: DataView, defaults: Defaults): { offset: number; entries: Entry[] } {
  const reader = fields(trun, 'trun')
  const head = reader.next()
  const count = reader.next()
  if ((head & 0x1) === 0 || count > MOST_SAMPLES) throw new Malformed('trun')
  const offset = reader.next() | 0
  const first = (head & 0x4) === 0 ? undefined : reader.next()
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const one = (bit: number, fallback: number | undefined): number => {
      const value = (head & bit) === 0 ? fallback : reader.next()
      if (value === undefined) throw new Malformed('trun')
      return value
    }
    const [duration, size] = [one(0x100, defaults.duration), one(0x200, defaults.size)]
    const flags = one(0x400, index === 0 && first !== undefined ? first : defaults.flags)
    // Signed from version 1 on; what was before fits as well.
    return { duration, size, flags, shift: one(0x800, 0) | 0 }
  })
  return { offset, entries }
}

/** Numbers of 32 bits, one after another. */
function fields(view: DataView, what: string): { next(): number } {
  let at = 0
  return {
    next: () => {
      if (at + 4 > view.byteLength) throw new Malformed(what)
      at += 4
      return view.getUint32(at - 4)
    },
  }
}
