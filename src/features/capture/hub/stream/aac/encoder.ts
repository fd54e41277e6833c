import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { adtsFrames } from '../../../../../media/cmaf/adts.ts'
import { AAC_FRAME_SAMPLES, AAC_RATE } from '../../../rules/playlist/aac-grid.ts'
import type { FrameRange } from '../../../rules/playlist/aac-grid.ts'

/** Sound to be made into AAC: an Opus track's init segment and fragments, on the shared clock. */
export type SoundToEncode = { readonly fragments: readonly Uint8Array[]; readonly frames: FrameRange }

export type AacEncoder = {
  /** Whether it works on this machine. */
  works(): Promise<boolean>
  /** The raw frames of the range. Throws {@link EncoderFailed}. */
  encode(sound: SoundToEncode): Promise<Uint8Array[]>
}

export class EncoderFailed extends Error {
  override readonly name = 'EncoderFailed'
}

/** Bits a second: as much as the Opus it is made from, and half again for the older codec. */
export const AAC_BITS = 128_000
/** The frames before a range let the encoder settle, so that those of the segment before fit on to it. */
const RUN_UP = 8
/** What an encoder emits before its first sample. */
const PRIMING = 1
const WITHIN_MS = 15_000
const MOST_OUTPUT = 4 * 1024 * 1024
/** Below everything that a class needs now. */
const NICE = 10

/** `ffmpeg`, as a process for each piece: nothing it does can take the box with it. */
export function ffmpegEncoder(command: string): AacEncoder {
  return {
    works: async () => {
      try {
        return /^ A\S* aac /m.test((await run(command, ['-v', 'error', '-encoders'], [])).toString('latin1'))
      } catch (error) {
        if (error instanceof EncoderFailed) return false
        throw error
      }
    },
    encode: async ({ fragments, frames: { first, count } }) => {
      const start = (first - RUN_UP) * AAC_FRAME_SAMPLES
      // The timestamps are kept, and the sound laid on the grid by them: what is missing is silence, what is early is cut.
      const args = [
        '-v', 'error', '-copyts', '-f', 'mp4', '-i', 'pipe:0', '-af', `aresample=${AAC_RATE}:async=1:first_pts=${start}`,
        '-ac', '2', '-c:a', 'aac', '-b:a', String(AAC_BITS), '-f', 'adts', 'pipe:1',
      ]
      const all = adtsFrames(await run(command, args, fragments))
      const wanted = all.slice(RUN_UP + PRIMING, RUN_UP + PRIMING + count)
      if (wanted.length !== count) throw new EncoderFailed(`${wanted.length} of ${count} frames`)
      return wanted
    },
  }
}

function run(command: string, args: readonly string[], input: readonly Uint8Array[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: WITHIN_MS, killSignal: 'SIGKILL' })
    const output: Buffer[] = []
    let [length, said] = [0, '']
    if (child.pid !== undefined) setPriorityIfAlive(child.pid)
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > MOST_OUTPUT) child.kill('SIGKILL')
      else output.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => { said = (said + chunk.toString('latin1')).slice(0, 500) })
    child.on('error', (cause) => reject(new EncoderFailed(command, { cause })))
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(output)) : reject(new EncoderFailed(`${command} ended with ${String(code)}: ${said}`))))
    child.stdin.on('error', () => undefined) // It ended before it had read everything; how it ended says why.
    child.stdin.end(Buffer.concat(input))
  })
}

function setPriorityIfAlive(pid: number): void {
  try {
    setPriority(pid, NICE)
  } catch {
    // It has ended already, or this system has no priorities: then it runs as it is.
  }
}
