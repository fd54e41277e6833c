import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A program of its own: made-up learners take nothing of this one's time. */
const PROGRAM = join(import.meta.dirname, '../../../bin/lectern.js')
/** Less than the supervisor gives the whole box. */
const END_MS = 4000

/** Of the box that the rehearsal is on. */
export type CrowdPorts = { readonly http: number; readonly media: number }

/** Made-up learners in a crew's rehearsal, as many as the host wants. They come through the doors that all learners come through. */
export class CrowdDesk {
  readonly #onFault: (error: unknown) => void
  #child: ChildProcess | null = null

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault
  }

  /** From now on so many, in the class with this code; whoever was there before goes. */
  async set(count: number, code: string, ports: CrowdPorts): Promise<void> {
    await this.end()
    if (count === 0) return
    const options = ['--join', code, '--learners', String(count), '--port', String(ports.http), '--media-port', String(ports.media)]
    const child = spawn(process.execPath, [PROGRAM, 'rehearse', ...options], { stdio: 'ignore' })
    child.once('error', this.#onFault)
    this.#child = child
  }

  async end(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'close')
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
    await gone
    clearTimeout(late)
  }
}
