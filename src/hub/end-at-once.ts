import { redact } from '../platform/log.ts'

/**
 * Ends this process now, after a failure it cannot go on with, so that its supervisor starts another.
 * An orderly exit would first end the threads, and the media library's, met in the middle of its
 * work, hangs or aborts then. What was called kept survives a kill; that is what the record is for.
 */
export function endAtOnce(error: unknown): void {
  process.stderr.write(`${redact(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
  process.kill(process.pid, 'SIGKILL')
}
