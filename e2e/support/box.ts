import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeTestCertificate } from '../../testkit/certificate.ts'
import { Child, freePort } from '../../testkit/media/child.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { m } from '../../src/words/messages.js'

const COMMAND = fileURLToPath(new URL('../../bin/lectern.js', import.meta.url))
/** The command builds the pages first when they are older than the sources. */
const START_WITHIN_MS = 90_000
const BACK_WITHIN_MS = 15_000

export type BoxOptions = {
  /** `LECTERN_HOST_NAME`. */
  readonly hostName?: string
  /** Https with the tests' own certificate, on a port of its own. */
  readonly https?: boolean
  /** Begins with the guided sample class, as a first start does. */
  readonly tour?: boolean
}

/**
 * A box as its owner runs it: the real command `lectern hub`, with its supervisor, on free ports
 * and a data folder of its own. Everything the stories know of it they read from its terminal.
 */
export class Box implements AsyncDisposable {
  readonly port: number
  /** Listens only with `https`. */
  readonly tlsPort: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'lectern-story-'))
  readonly #settings: NodeJS.ProcessEnv
  #command: Child

  private constructor(port: number, tlsPort: number, { hostName, https = false, tour = false }: BoxOptions) {
    this.port = port
    this.tlsPort = tlsPort
    const { cert, key } = https ? writeTestCertificate(this.#folder) : {}
    this.#settings = {
      LECTERN_PORT: String(port), LECTERN_DATA: join(this.#folder, 'data'), LECTERN_LANGUAGE: 'en', LECTERN_TOUR: tour ? 'on' : 'off',
      ...(hostName === undefined ? {} : { LECTERN_HOST_NAME: hostName }),
      ...(cert === undefined ? {} : { LECTERN_CERT: cert, LECTERN_KEY: key, LECTERN_TLS_PORT: String(tlsPort) }),
    }
    this.#command = this.#run()
  }

  static async start(options: BoxOptions = {}): Promise<Box> {
    const box = new Box(await freePort(), await freePort(), options)
    try {
      await box.#command.says(new RegExp(options.tour ? m.hub_tour_ready() : m.hub_start_open()), START_WITHIN_MS)
      await box.#command.says(options.tour ? TOUR_LINK : CODE, BACK_WITHIN_MS)
      return box
    } catch (error) {
      await box[Symbol.asyncDispose]()
      throw error
    }
  }

  /** The address of the box's own screen. */
  get own(): string {
    return `http://localhost:${this.port}`
  }

  get terminal(): string {
    return this.#command.output
  }

  get code(): string {
    const code = CODE.exec(this.terminal)?.[1]
    if (code === undefined) throw new Error(`no class code in: ${this.terminal}`)
    return code
  }

  /** The one-time link to the sample class, and the one past it, as printed on a first start. */
  get tourLinks(): { readonly tour: string; readonly skip: string } {
    const [tour, skip] = ['/tour#pair=', '/tour#skip&pair='].map((start) => this.terminal.split(/\s+/).find((word) => word.includes(start)))
    if (tour === undefined || skip === undefined) throw new Error(`no links to the tour in: ${this.terminal}`)
    return { tour, skip }
  }

  /** Everything in the data folder, but for compiled code. */
  files(): string[] {
    return readdirSync(join(this.#folder, 'data'), { recursive: true, encoding: 'utf8' }).filter((file) => !file.startsWith('cache')).sort()
  }

  /** The newest one-time link, as printed. */
  get studioLink(): string {
    const link = [...this.terminal.matchAll(/http:\/\/localhost:\d+\/host#pair=\S+/g)].at(-1)?.[0]
    if (link === undefined) throw new Error(`no link to the studio in: ${this.terminal}`)
    return link
  }

  /** The learners' link as printed, at the address of loopback: the one printed is the machine's in its network. */
  learnerLink(host = 'localhost'): string {
    const path = [...this.terminal.matchAll(/http:\/\/\S+(\/c\/[2-9A-Z]{6})/g)].at(-1)?.[1]
    if (path === undefined) throw new Error(`no link for learners in: ${this.terminal}`)
    return `http://${host}:${this.port}${path}`
  }

  /** What the box holds for its own defects. */
  defects(): string[] {
    return this.terminal.split('\n').filter((line) => line.includes('"level":"error"'))
  }

  /** Kills the process that runs the class, not the supervisor above it. Answers how long it took, in milliseconds, until it answered again. */
  async crash(): Promise<number> {
    const dead = this.#hubPid()
    if (dead === undefined) throw new Error('no process to kill')
    process.kill(dead, 'SIGKILL')
    const from = performance.now()
    await waitFor('the box to answer again', async () => {
      const pid = this.#hubPid()
      if (pid === undefined || pid === dead) return false
      const answer = await fetch(`${this.own}/api/1/hello`).catch(() => undefined) // Nobody listens yet.
      return answer?.ok
    }, { within: BACK_WITHIN_MS })
    return performance.now() - from
  }

  /** Off and on again; `then` is what its terminal says. What a cut does to files half written is tested elsewhere. */
  async powerCycle(then: string): Promise<void> {
    await this.#command.stop()
    this.#command = this.#run()
    await this.#command.says(new RegExp(RegExp.escape(then)), START_WITHIN_MS)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#command.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #run(): Child {
    return new Child('the box', process.execPath, [COMMAND, 'hub'], this.#settings)
  }

  /** Linux tells a process's children; elsewhere these stories cannot kill one. */
  #hubPid(): number | undefined {
    const { pid } = this.#command
    const first = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])
    return Number.isInteger(first) && first > 0 ? first : undefined
  }
}

const TOUR_LINK = /\/tour#skip&pair=\S+/
const CODE = new RegExp(m.hub_start_code({ code: '([2-9A-Z]{6})' }).replaceAll(' ', '\\s'))
