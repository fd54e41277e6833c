import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import type { ClosedSegment } from '../../src/features/capture/hub/live-window.ts'
import type { InitSegment } from '../../src/features/capture/hub/segments.ts'
import type { Track } from '../../src/features/capture/wire/words.ts'
import { hubTime, later } from '../../src/kernel/time.ts'
import type { HubTime } from '../../src/kernel/time.ts'

/** Segments with a picture that moves and a tone, as the recorder makes them; by ffmpeg, where there is one. */

export const FFMPEG = '/usr/bin/ffmpeg'
export const FFPROBE = '/usr/bin/ffprobe'
export const hasFfmpeg = existsSync(FFMPEG) && existsSync(FFPROBE)
const run = promisify(execFile)
const SEGMENT_MICROS = 2_000_000
const SCALE = { video: 90_000, audio: 48_000 } as const
/** `hertz`: of its tone. */
export type FilmLook = { readonly width: number; readonly height: number; readonly hertz: number }
const USUAL: FilmLook = { width: 640, height: 360, hertz: 1000 }
const ARGS: Readonly<Record<Track, (look: FilmLook) => readonly string[]>> = {
  video: ({ width, height }) => ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=30`, '-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'veryfast', '-bf', '0', '-g', '60', '-keyint_min', '60', '-sc_threshold', '0', '-pix_fmt', 'yuv420p', '-video_track_timescale', String(SCALE.video), '-movflags', 'empty_moov+default_base_moof+frag_keyframe'],
  audio: ({ hertz }) => ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:sample_rate=48000`, '-ac', '2', '-c:a', 'libopus', '-b:a', '64k', '-frag_duration', String(SEGMENT_MICROS), '-use_editlist', '0', '-movflags', 'empty_moov+default_base_moof'],
}

export type Film = { readonly inits: readonly InitSegment[]; /** The segment of that number, were the film begun at `start`; a film plays in a circle. */ segment(number: number, start: HubTime): ClosedSegment }

type Strip = { readonly init: InitSegment; readonly fragments: readonly Uint8Array[] }

/** `seconds` of film, an even number. */
export async function makeFilm(seconds: number, tracks: readonly Track[] = ['video', 'audio'], look: Partial<FilmLook> = {}): Promise<Film> {
  const strips = await Promise.all(tracks.map((track) => makeStrip(track, seconds, { ...USUAL, ...look })))
  return {
    inits: strips.map(({ init }) => init),
    segment: (number, start) => {
      const from = later(start, number * SEGMENT_MICROS)
      return {
        from, to: later(from, SEGMENT_MICROS), discontinuity: number === 0,
        parts: strips.map(({ init, fragments }) => {
          const fragment = fragments[number % fragments.length]
          if (!fragment) throw new Error('a film without fragments')
          const content = movedTo(fragment, Math.round((from / 1_000_000) * SCALE[init.track]))
          return { track: init.track, codec: init.codec, bytes: content.length, init: init.sha256, content }
        }),
      }
    },
  }
}

async function makeStrip(track: Track, seconds: number, look: FilmLook): Promise<Strip> {
  const { stdout } = await run(FFMPEG, ['-v', 'error', ...ARGS[track](look), '-t', String(seconds), '-f', 'mp4', 'pipe:1'], { encoding: 'buffer', maxBuffer: 1 << 28 })
  const boxes = boxesOf(stdout)
  const init = Buffer.concat(boxes.filter(({ type }) => type === 'ftyp' || type === 'moov').map(({ bytes }) => bytes))
  const fragments = boxes.flatMap(({ type, bytes }, index) => (type === 'moof' ? [Buffer.concat([bytes, boxes[index + 1]?.bytes ?? Buffer.alloc(0)])] : []))
  const size = track === 'video' ? { width: look.width, height: look.height } : null
  return {
    init: { sha256: createHash('sha256').update(init).digest('hex'), track, codec: track === 'video' ? (look.height > 480 ? 'avc1.42c01f' : 'avc1.42c01e') : 'opus', bytes: new Uint8Array(init), size },
    fragments: fragments.slice(0, seconds / 2),
  }
}

function boxesOf(file: Buffer): { type: string; bytes: Buffer }[] {
  const found: { type: string; bytes: Buffer }[] = []
  for (let at = 0; at + 8 <= file.length;) {
    const size = file.readUInt32BE(at)
    found.push({ type: file.toString('latin1', at + 4, at + 8), bytes: file.subarray(at, at + size) })
    at += Math.max(8, size)
  }
  return found
}

/** The same fragment at another decode time. */
function movedTo(fragment: Uint8Array, time: number): Uint8Array {
  const moved = Buffer.from(fragment)
  const tfdt = moved.indexOf('tfdt', 0, 'latin1')
  if (moved[tfdt + 4] !== 1) throw new Error('a decode time of 32 bits')
  moved.writeBigUInt64BE(BigInt(time), tfdt + 8)
  return new Uint8Array(moved)
}

export const FILM_START = hubTime(3600 * 1_000_000)
