import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

import { inTime } from '../wait-for.ts'

const STOP_WITHIN_MS = 5000
const KEPT_OUTPUT_CHARACTERS = 64 * 1024

/** A program of ours or another's, with what it said so far. It is killed when it is disposed of. */
export class Child implements AsyncDisposable {
  readonly process: ChildProcess
  readonly #name: string
  readonly #exited: Promise<unknown>
  #output = ''
  #listeners = new Set<() => void>()

  constructor(name: string, command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#name = name
    this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...environment } })
    const hear = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-KEPT_OUTPUT_CHARACTERS)
      for (const listener of this.#listeners) listener()
    }
    this.process.stdout?.on('data', hear)
    this.process.stderr?.on('data', hear)
    // A program that is missing never exits; its error stands for the exit.
    this.#exited = Promise.race([once(this.process, 'exit'), once(this.process, 'error')])
    this.#exited.catch(() => undefined)
  }

  get pid(): number {
    if (this.process.pid === undefined) throw new Error(`${this.#name} did not start`)
    return this.process.pid
  }

  get output(): string {
    return this.#output
  }

  get exitCode(): number | null {
    return this.process.exitCode
  }

  /** Waits until the output matches; fails with the output when the program ends first or time runs out. */
  async says(pattern: RegExp, within: number): Promise<RegExpMatchArray> {
    const seen = new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = (): void => {
        const match = this.#output.match(pattern)
        if (match) resolve(match)
      }
      this.#listeners.add(look)
      look()
      this.#exited.then(() => reject(new Error(`${this.#name} ended early`)), reject)
    })
    try {
      return await inTime(`${this.#name} to say ${pattern}`, seen, { within })
    } catch (cause) {
      throw new Error(`${this.#name} said: ${this.#output.slice(-4000)}`, { cause })
    }
  }

  async ended(within: number): Promise<number | null> {
    await inTime(`${this.#name} to end`, this.#exited, { within })
    return this.process.exitCode
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null || this.process.pid === undefined) return
    this.process.kill('SIGTERM')
    try {
      await inTime(`${this.#name} to end`, this.#exited, { within: STOP_WITHIN_MS })
    } catch {
      // It did not go when asked; nothing of a test may outlive the test.
      this.process.kill('SIGKILL')
      await this.#exited
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

/** A TCP port that was free a moment ago, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  return address.port
}
