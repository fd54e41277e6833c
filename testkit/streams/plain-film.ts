import { createHash } from 'node:crypto'
import type { ClosedSegment } from '../../src/features/capture/hub/live-window.ts'
import type { InitSegment } from '../../src/features/capture/hub/segments.ts'
import type { Track } from '../../src/features/capture/wire/words.ts'
import { later, MICROS_PER_SECOND } from '../../src/kernel/time.ts'
import { fragment } from '../../src/media/cmaf/fragment.ts'
import { initSegment } from '../../src/media/cmaf/init-segment.ts'
import { opusSilence } from '../../src/media/cmaf/opus.ts'
import { TIMESCALE } from '../../src/media/cmaf/track.ts'
import type { Film } from './film.ts'

/** What differs from a segment of two seconds with picture and sound. */
export type PlainChange = { readonly tracks?: readonly Track[]; readonly seconds?: number; readonly discontinuity?: boolean }

const INITS: Readonly<Record<Track, InitSegment>> = {
  video: named('video', 'avc1.42c01f', { width: 320, height: 180 }, initSegment({ track: 'video', codec: 'avc1.42c01f', width: 320, height: 180, entry: 'avc1', box: Uint8Array.of(0, 0, 0, 8, 97, 118, 99, 67) })),
  audio: named('audio', 'opus', null, initSegment({ track: 'audio', codec: 'opus', channels: 2 })),
}

function named(track: Track, codec: string, size: InitSegment['size'], bytes: Uint8Array): InitSegment {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), track, codec, bytes: new Uint8Array(bytes), size }
}

/** Segments in real boxes whose content no decoder would show: for everything but playing. `changes` by number. */
export function plainFilm(changes: Readonly<Record<number, PlainChange>> = {}): Film {
  return {
    inits: Object.values(INITS),
    segment: (number, start): ClosedSegment => {
      const lengthOf = (index: number): number => (changes[index]?.seconds ?? 2) * MICROS_PER_SECOND
      const from = later(start, Array.from({ length: number }, (_, index) => lengthOf(index)).reduce((sum, each) => sum + each, 0))
      const to = later(from, lengthOf(number))
      const { tracks = ['video', 'audio'], discontinuity = number === 0 } = changes[number] ?? {}
      return {
        from, to, discontinuity,
        parts: tracks.map((track) => {
          const scale = TIMESCALE[track] / MICROS_PER_SECOND
          const data = track === 'video' ? Buffer.from(`picture ${number}`) : opusSilence()
          const content = fragment([{ data, time: Math.round(from * scale), key: true }], Math.round(to * scale), number)
          const { codec, sha256 } = INITS[track]
          return { track, codec, init: sha256, bytes: content.length, content }
        }),
      }
    },
  }
}
