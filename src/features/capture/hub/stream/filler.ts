import { type HubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { fragment } from '../../../../media/cmaf/fragment.ts'
import { opusSilence, SILENCE_DURATION } from '../../../../media/cmaf/opus.ts'
import { firstSample } from '../../../../media/cmaf/read-fragment.ts'
import { TIMESCALE } from '../../../../media/cmaf/track.ts'
import type { Track } from '../../wire/words.ts'

/** A stretch of a class on the shared clock. */
export type Span = { readonly from: HubTime; readonly to: HubTime }

/**
 * What stands for a track that sent nothing for a segment: players take a hole in one track for a fault
 * and lose the other one too. The picture stays as it last was whole; the sound is digital silence.
 * `neighbour`: the same track's part of a segment nearby, whose init segment goes before this one too.
 */
export function filler(track: Track, { from, to }: Span, neighbour: Uint8Array): Uint8Array {
  const scale = TIMESCALE[track]
  const [start, end] = [ticks(from, scale), ticks(to, scale)]
  if (track === 'video') return fragment([{ data: firstSample(neighbour).data, time: start, key: true }], end, 1)
  const count = Math.max(1, Math.round((end - start) / SILENCE_DURATION))
  const samples = Array.from({ length: count }, (_, index) => ({ data: opusSilence(), time: start + index * SILENCE_DURATION, key: true }))
  return fragment(samples, start + count * SILENCE_DURATION, 1)
}

function ticks(time: HubTime, scale: number): number {
  return Math.round((time * scale) / MICROS_PER_SECOND)
}
