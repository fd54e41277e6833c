import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { m } from '../../words/messages.js'
import { waitFor } from '../wait-for.ts'
import { Child, freePort } from './child.ts'

/** A bound against hanging: a busy machine starts slowly. */
const WITHIN_MS = 60_000
const ASK_EVERY_MS = 50
const CODE = new RegExp(m.hub_start_code({ code: '([2-9A-Z]{6})' }, { locale: 'en' }).replaceAll(' ', '\\s'))
const STUDIO_LINK = /http:\/\/localhost:\d+(\/host#pair=\S+)/g

/** Whether a process's own children can be found, which is how the hub below its supervisor is. */
export const CAN_FIND_PROCESSES = process.platform === 'linux'

/** A box of a rehearsal's own: the real hub under its supervisor, on free ports of this machine and in a folder that is erased afterwards. */
export class RehearsalBox implements AsyncDisposable {
  readonly port: number
  readonly folder = mkdtempSync(join(tmpdir(), 'lectern-rehearsal-'))
  readonly #supervisor: Child

  private constructor(port: number, program: string) {
    this.port = port
    // Settings of the person's own box are none of this one's.
    const others = Object.keys(process.env).filter((name) => name.startsWith('LECTERN_')).map((name) => [name, undefined])
    this.#supervisor = new Child('the rehearsal\'s box', process.execPath, [program], {
      ...Object.fromEntries(others), LECTERN_PORT: String(port), LECTERN_DATA: this.folder, LECTERN_LANGUAGE: 'en', LECTERN_LOG_LEVEL: 'warn', LECTERN_TOUR: 'off', LECTERN_OPEN: 'off',
    })
  }

  /** `program` runs the hub under its supervisor. */
  static async start(program: string): Promise<RehearsalBox> {
    const box = new RehearsalBox(await freePort(), program)
    try {
      await box.#supervisor.says(CODE, WITHIN_MS)
      return box
    } catch (error) {
      await box[Symbol.asyncDispose]()
      throw error
    }
  }

  get base(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** What its terminal shows. */
  get terminal(): string {
    return this.#supervisor.output
  }

  /** The newest one-time link to the studio and the code of its class. */
  invitation(): { readonly studioLink: string; readonly code: string } {
    const code = CODE.exec(this.terminal)?.[1]
    const link = [...this.terminal.matchAll(STUDIO_LINK)].at(-1)?.[1]
    if (code === undefined || link === undefined) throw new Error('a terminal without an invitation')
    return { studioLink: `${this.base}${link}`, code }
  }

  /** The process that runs the class; undefined while there is none, or where that cannot be found out. */
  hubPid(): number | undefined {
    if (!CAN_FIND_PROCESSES) return undefined
    const { pid } = this.#supervisor
    const first = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])
    return Number.isInteger(first) && first > 0 ? first : undefined
  }

  /** Kills the process that runs the class, not its supervisor. Answers which. */
  kill(): number {
    const pid = this.hubPid()
    if (pid === undefined) throw new Error('no hub to kill')
    process.kill(pid, 'SIGKILL')
    return pid
  }

  /** Resolves when another process than `dead` answers requests. */
  async isBack(dead: number): Promise<void> {
    await waitFor('another hub process to answer', async () => {
      const pid = this.hubPid()
      if (pid === undefined || pid === dead) return false
      const answer = await fetch(`${this.base}/api/1/hello`, { headers: { connection: 'close' } }).catch(() => undefined) // Nobody listens yet.
      if (answer?.ok) return true
      await new Promise((resolve) => { setTimeout(resolve, ASK_EVERY_MS) })
      return false
    }, { within: WITHIN_MS })
  }

  /** Faults that the hub itself has written down. */
  faults(): string[] {
    return this.terminal.split('\n').filter((line) => line.includes('"level":"error"'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#supervisor.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
