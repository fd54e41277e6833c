import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Refused } from '../../kernel/failures.ts'
import type { CoreToFloor } from '../../features/live/hub/floor/floor-messages.ts'
import { isRunning } from '../../features/live/rules/class.ts'
import type { AskedCheck, BoxCheck } from '../../features/live/wire/checks.ts'
import type { WallTime } from '../../kernel/time.ts'
import { Progress } from '../../rehearse/progress.ts'

/** A program of its own, and no part of this one. */
const PROGRAM = join(import.meta.dirname, '../../../bin/lectern.js')

/** Less than the supervisor gives the whole box. */
const END_MS = 4000

type Deps = {
  readonly wall: () => WallTime
  readonly onFault: (error: unknown) => void
  /** A check that is told to end with the box has this long to clean up. */
  readonly endMs?: number
  /** Runs the check in place of `lectern rehearse` (tests). */
  readonly program?: string
}
type Running = { readonly child: ChildProcess; readonly folder: string }

/** Runs one check of the box at a time, as a program of its own: it is heavy, and nothing of it may touch this box. */
export class CheckDesk {
  readonly #deps: Deps
  #state: BoxCheck | null = null
  #sheet: string | null = null
  #running: Running | null = null
  #passed: boolean | null = null
  #isStopped = false
  /** Resolves when nothing of the last check is left on the disk. */
  #cleared: Promise<void> = Promise.resolve()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get state(): BoxCheck | null {
    return this.#state
  }

  /** The readiness sheet of the last check, HTML. */
  get sheet(): string | null {
    return this.#sheet
  }

  /** Throws `CHECK_RUNNING` while one runs. */
  async start(asked: AskedCheck): Promise<BoxCheck> {
    if (this.#state?.state === 'running') throw new Refused('CHECK_RUNNING')
    const state: BoxCheck = { state: 'running', startedAt: this.#deps.wall(), asked, joined: 0, second: 0, sentence: null, rows: [] }
    this.#state = state
    this.#sheet = null
    this.#passed = null
    this.#isStopped = false
    const folder = await mkdtemp(join(tmpdir(), 'lectern-check-')).catch((error: unknown) => {
      this.#set({ state: 'broken' })
      throw error
    })
    const { learners, seconds, network, language } = asked
    const options = ['--learners', String(learners), '--seconds', String(seconds), '--network', network, '--progress', '--out', join(folder, 'sheet.html')]
    const child = spawn(process.execPath, [this.#deps.program ?? PROGRAM, 'rehearse', ...options], {
      stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LECTERN_LANGUAGE: language },
    })
    this.#running = { child, folder }
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line))
    const ended = (error: Error | null): void => { this.#cleared = this.#ended(error).catch(this.#deps.onFault) }
    child.once('error', ended)
    child.once('close', () => ended(null))
    return state
  }

  /** A class begins to run: what a check takes of the machine is the class's now. */
  onFloor(message: CoreToFloor): void {
    if (message.type === 'class' && isRunning(message.class.phase)) this.stop()
  }

  /** Asks a check that runs to end; it cleans up after itself. */
  stop(): void {
    this.#running?.child.kill('SIGTERM')
  }

  /** A check that runs ends with the box. */
  async end(): Promise<void> {
    const { child } = this.#running ?? {}
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'close')
    child.kill('SIGTERM')
    // Its own box ends with it, however it ends.
    const late = setTimeout(() => child.kill('SIGKILL'), this.#deps.endMs ?? END_MS)
    await gone
    clearTimeout(late)
    await this.#cleared
  }

  #hear(line: string): void {
    const told = progressOf(line)
    if (!told || !this.#state) return
    switch (told.type) {
      case 'joined': return this.#set({ joined: told.count })
      case 'second': return this.#set({ second: told.second })
      case 'result': return this.#judged(told.report.passed, told.rows)
      case 'failed': return this.#set({ sentence: told.sentence })
      case 'stopped':
        this.#isStopped = true
        return
      case 'phase':
    }
  }

  #judged(passed: boolean, rows: BoxCheck['rows']): void {
    this.#passed = passed
    this.#set({ rows })
  }

  async #ended(error: Error | null): Promise<void> {
    const running = this.#running
    if (!running || !this.#state) return
    this.#running = null
    if (error) this.#deps.onFault(error)
    const passed = this.#passed
    try {
      // Written before the program says what came out.
      if (passed !== null) this.#sheet = await readFile(join(running.folder, 'sheet.html'), 'utf8')
      await rm(running.folder, { recursive: true, force: true })
    } finally {
      if (passed !== null) this.#set({ state: passed ? 'passed' : 'failed' })
      else this.#set({ state: this.#isStopped ? 'stopped' : 'broken' })
    }
  }

  #set(change: Partial<BoxCheck>): void {
    if (this.#state) this.#state = { ...this.#state, ...change }
  }
}

/** A line of another program: what it may not say is no line. */
function progressOf(line: string): Progress | undefined {
  try {
    return Progress.safeParse(JSON.parse(line)).data
  } catch {
    return undefined // No JSON: nothing that is told to us.
  }
}
