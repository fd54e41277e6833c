import { readFileSync, rmSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Child, freePort } from './media/child.ts'
import { tracing } from './power-cut/trace.ts'
import { waitFor } from './wait-for.ts'

const ENTRY = fileURLToPath(new URL('supervised-hub.ts', import.meta.url))
/** A bound against hanging: a machine that tests much starts slowly. */
const WITHIN_MS = 60_000
const TOUR_LINK = /\/tour#pair=(\S+)/

/**
 * A hub as people run it: a supervisor, and the hub in a process of its own below it. For what only
 * a real death of a process shows. Linux alone, since it finds the hub's process below `/proc`.
 */
export class HubProcess implements AsyncDisposable {
  readonly port: number
  readonly folder: string
  #supervisor: Child
  readonly #environment: NodeJS.ProcessEnv
  readonly #trace: string | undefined

  private constructor(port: number, folder: string, tour: boolean, trace?: string) {
    this.port = port
    this.folder = folder
    this.#trace = trace
    this.#environment = { LECTERN_PORT: String(port), LECTERN_DATA: folder, LECTERN_LANGUAGE: 'en', LECTERN_LOG_LEVEL: 'error', LECTERN_TOUR: tour ? 'on' : 'off' }
    this.#supervisor = this.#spawn()
  }

  static async start(): Promise<HubProcess> {
    const hub = new HubProcess(await freePort(), mkdtempSync(join(tmpdir(), 'lectern-hub-')), false)
    await hub.invitation()
    return hub
  }

  /** With all it does to the disk written down in the file `trace` (see `power-cut/trace.ts`). */
  static async startTraced(folder: string, trace: string): Promise<HubProcess> {
    const hub = new HubProcess(await freePort(), folder, false, trace)
    await hub.invitation()
    return hub
  }

  /** On a data folder as something left it; it may say that it is locked. */
  static async startOn(folder: string): Promise<HubProcess> {
    const hub = new HubProcess(await freePort(), folder, false)
    await hub.says(/Class code|locked/)
    return hub
  }

  /** As a box starts that was never used: with the guided sample class. */
  static async startTour(): Promise<HubProcess> {
    const hub = new HubProcess(await freePort(), mkdtempSync(join(tmpdir(), 'lectern-hub-')), true)
    await hub.tourTicket()
    return hub
  }

  get base(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get output(): string {
    return this.#supervisor.output
  }

  /** The newest one-time link and the class code, as its terminal shows them. */
  async invitation(): Promise<{ studioLink: string; code: string }> {
    const code = await this.#supervisor.says(/Class code\s+([2-9A-Z]{6})/, WITHIN_MS)
    const links = [...this.#supervisor.output.matchAll(/http:\/\/localhost:\d+(\/host#pair=\S+)/g)]
    const link = links.at(-1)?.[1]
    if (link === undefined || code[1] === undefined) throw new Error('a terminal without an invitation')
    return { studioLink: `${this.base}${link}`, code: code[1] }
  }

  /** Of the newest link to the tour. */
  async tourTicket(): Promise<string> {
    await this.#supervisor.says(TOUR_LINK, WITHIN_MS)
    const [, ticket] = [...this.#supervisor.output.matchAll(new RegExp(TOUR_LINK, 'g'))].at(-1) ?? []
    if (ticket === undefined) throw new Error('a terminal without a tour')
    return ticket
  }

  /** Pulls the plug: supervisor and hub die at once, and what was written is all there is. Then it starts anew. */
  async powerCycle(): Promise<void> {
    const hub = this.hubPid()
    const supervisor = this.#supervisor
    process.kill(supervisor.pid, 'SIGKILL')
    if (hub !== undefined) killIfThere(hub)
    await supervisor.ended(WITHIN_MS)
    this.#supervisor = this.#spawn()
    await this.says(/Class code|locked|\/tour#pair=/)
  }

  /** Kills the hub, not its supervisor, in the middle of whatever it does. Answers the process that died. */
  kill(): number {
    const pid = this.hubPid()
    if (pid === undefined) throw new Error('no hub to kill')
    process.kill(pid, 'SIGKILL')
    return pid
  }

  /** Waits until another process than `dead` answers. */
  async isBack(dead: number): Promise<void> {
    await waitFor('another hub process', () => {
      const pid = this.hubPid()
      return pid !== undefined && pid !== dead
    }, { within: WITHIN_MS })
    await waitFor('the hub to answer', async () => {
      const answer = await fetch(`${this.base}/api/1/hello`).catch(() => undefined) // Nobody listens yet.
      return answer?.ok
    }, { within: WITHIN_MS })
  }

  hubPid(): number | undefined {
    return firstChild(this.#supervisorPid())
  }

  /** Who traces is the supervisor's parent. */
  #supervisorPid(): number {
    const { pid } = this.#supervisor
    return this.#trace === undefined ? pid : firstChild(pid) ?? pid
  }

  /** Ends it as a person does, and starts it anew on the same data, which may find it locked. */
  async restart(): Promise<void> {
    await this.#supervisor.stop()
    this.#supervisor = this.#spawn()
    await this.says(/Class code|locked/)
  }

  /** Waits until its terminal shows something. */
  async says(pattern: RegExp): Promise<void> {
    await this.#supervisor.says(pattern, WITHIN_MS)
  }

  /** Ends it properly; answers the exit code. */
  async stop(): Promise<number | null> {
    if (this.#trace === undefined) await this.#supervisor.stop()
    else {
      killIfThere(this.#supervisorPid(), 'SIGTERM')
      await this.#supervisor.ended(WITHIN_MS)
    }
    return this.#supervisor.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#supervisor.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #spawn(): Child {
    const command = [process.execPath, ENTRY]
    const [program = '', ...args] = this.#trace === undefined ? command : [...tracing(this.#trace), ...command]
    return new Child('the hub', program, args, this.#environment)
  }
}

function firstChild(pid: number): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const first = Number(children[0])
  return Number.isInteger(first) && first > 0 ? first : undefined
}

/** The hub ends by itself once its supervisor is gone, perhaps before we get to it. */
function killIfThere(pid: number, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
