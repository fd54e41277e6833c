import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { FFMPEG } from './film.ts'

const run = promisify(execFile)
const [WIDTH, HEIGHT] = [320, 180]
const BLOCK = WIDTH / 16
const isEdge = (place: number): boolean => place < 3 || place > BLOCK - 3
/** Pictures a second that are looked at, and windows of sound that are listened to. */
export const LOOKS = 4
const RATE = 48_000

/** What somebody sees and hears of a stream, quarter of a second by quarter. */
export type SeenAndHeard = {
  /** Brightness, 0 to 255. */
  readonly brightness: number[]
  /** How much is to be made out within sixteen blocks across: the mean step from one pixel to the next, but where blocks meet. */
  readonly detail: number[]
  /** Share of a tone in what is heard, for each frequency asked for. */
  readonly tones: ReadonlyMap<number, number[]>
  readonly loudness: number[]
  /** What ffmpeg complained of, but for init segments that it reads once more. */
  readonly complaints: string
}

export async function seenAndHeard(address: string, hertz: readonly number[]): Promise<SeenAndHeard> {
  const picture = await decode(['-i', address, '-map', '0:v:0', '-vf', `fps=${LOOKS},scale=${WIDTH}:${HEIGHT},format=gray`, '-f', 'rawvideo', 'pipe:1'])
  const sound = await decode(['-i', address, '-map', '0:a:0', '-ac', '1', '-ar', String(RATE), '-f', 's16le', 'pipe:1'])
  const pictures = pieces(picture.output, WIDTH * HEIGHT)
  const windows = pieces(sound.output, (RATE / LOOKS) * 2).map((bytes) => Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(index * 2) / 32_768))
  return {
    brightness: pictures.map((bytes) => bytes.reduce((sum, value) => sum + value, 0) / bytes.length),
    detail: pictures.map((bytes) => bytes.reduce((sum, value, index) => sum + (isEdge(index % BLOCK) ? 0 : Math.abs(value - (bytes[index - 1] ?? 0))), 0) / bytes.length),
    loudness: windows.map(rms),
    tones: new Map(hertz.map((each) => [each, windows.map((window) => share(window, each))])),
    complaints: picture.complaints + sound.complaints,
  }
}

async function decode(args: readonly string[]): Promise<{ output: Buffer; complaints: string }> {
  const { stdout, stderr } = await run(FFMPEG, ['-v', 'repeat+warning', '-xerror', ...args], { encoding: 'buffer', maxBuffer: 1 << 29 })
  return { output: stdout, complaints: stderr.toString().replaceAll(/.*Found duplicated MOOV Atom. Skipped it\n/g, '') }
}

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}

function rms(window: readonly number[]): number {
  return Math.sqrt(window.reduce((sum, value) => sum + value * value, 0) / window.length)
}

/** Goertzel's sum: a whole number of periods of a pure tone gives 1. */
function share(window: readonly number[], hertz: number): number {
  const step = (2 * Math.PI * hertz) / RATE
  let [real, imaginary] = [0, 0]
  window.forEach((value, index) => {
    real += value * Math.cos(step * index)
    imaginary += value * Math.sin(step * index)
  })
  const loud = rms(window)
  return loud < 1e-4 ? 0 : (Math.hypot(real, imaginary) / window.length) * Math.SQRT2 / loud
}
