import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'

export class EncoderFailed extends Error {
  override readonly name = 'EncoderFailed'
}

export type FfmpegBounds = { readonly withinMs: number; readonly mostOutput: number }

const LISTING: FfmpegBounds = { withinMs: 15_000, mostOutput: 4 * 1024 * 1024 }
/** Below everything that a class needs now. */
const NICE = 10

/** Names of the encoders that this `ffmpeg` has; none where there is no such program. */
export async function ffmpegEncoders(command: string): Promise<ReadonlySet<string>> {
  try {
    const listed = (await runFfmpeg(command, ['-v', 'error', '-encoders'], [], LISTING)).toString('latin1')
    return new Set([...listed.matchAll(/^ [AV]\S{5} (\S+)/gm)].flatMap(([, name]) => name ?? []))
  } catch (error) {
    if (error instanceof EncoderFailed) return new Set()
    throw error
  }
}

/** What the program writes to its output when it is fed `input`; a process for each piece, so that nothing it does can take the box with it. Throws {@link EncoderFailed}. */
export function runFfmpeg(command: string, args: readonly string[], input: readonly Uint8Array[], { withinMs, mostOutput }: FfmpegBounds): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: withinMs, killSignal: 'SIGKILL' })
    const output: Buffer[] = []
    let [length, said] = [0, '']
    if (child.pid !== undefined) setPriorityIfAlive(child.pid)
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > mostOutput) child.kill('SIGKILL')
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
