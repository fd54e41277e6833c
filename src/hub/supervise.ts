import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { base64, fromBase64 } from '../kernel/bytes.ts'
import { dataFolder } from '../platform/data-folder.ts'
import { HubAsks } from '../platform/keys/handover.ts'
import type { SupervisorAnswers } from '../platform/keys/handover.ts'
import { m } from '../words/messages.js'
import { KeyHolder } from './key-holder.ts'
import type { KeyHolderOptions } from './key-holder.ts'
import { nextRestart } from './restart-policy.ts'

/** With this exit code a hub says that it cannot start and that trying again would not help. */
export const EXIT_REFUSED = 2

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A hub told to stop has this long to close its files before it is made to. */
const STOP_MS = 10_000

export type SuperviseOptions = KeyHolderOptions & {
  /** The module the hub's process runs. */
  readonly entry: string
  readonly args?: readonly string[]
  /** Where stop signals come from; the process itself unless a test says otherwise. */
  readonly signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

type Ended = { readonly code: number | null; readonly lastedMs: number }

/**
 * Runs the hub in a process of its own and starts it again when it crashes. The database key stays
 * in this process's memory alone, so a crash needs no person and a power cut does. Answers the exit
 * code. Throws when the key cannot be had at all.
 */
export async function supervise(options: SuperviseOptions): Promise<number> {
  const { signals = process, wait = (ms, signal) => delay(ms, undefined, { signal }) } = options
  const holder = await KeyHolder.open(options)
  const stop = new AbortController()
  let hub: ChildProcess | undefined
  const listeners = STOP_SIGNALS.map((name) => {
    const heard = () => {
      stop.abort()
      hub?.kill(name)
    }
    signals.on(name, heard)
    return [name, heard] as const
  })

  try {
    const lasted: number[] = []
    while (!stop.signal.aborted) {
      const run = startHub(options, holder)
      hub = run.process
      const ended = await endOf(run, stop.signal)
      hub = undefined
      await holder.settled()
      if (stop.signal.aborted || ended.code === 0) return ended.code ?? 0
      if (ended.code === EXIT_REFUSED) return EXIT_REFUSED
      lasted.push(ended.lastedMs)
      const pause = nextRestart(lasted)
      if (pause === 'give-up') {
        options.say(m.hub_supervisor_gave_up())
        return 1
      }
      options.say(m.hub_supervisor_restarting())
      await wait(pause, stop.signal).catch(ifStopped(stop.signal))
    }
    return 0
  } finally {
    for (const [name, heard] of listeners) signals.off(name, heard)
  }
}

type Run = { readonly process: ChildProcess; readonly ended: Promise<Ended> }

function startHub({ entry, args = [], dataFolder: root }: SuperviseOptions, holder: KeyHolder): Run {
  const started = performance.now()
  // Compiled code is kept, which spares a third of the time that a class waits after a crash.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dataFolder(root).cache, 'compiled') }
  const hub = spawn(process.execPath, [entry, ...args], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  hub.on('message', (message) => {
    const asked = HubAsks.safeParse(message)
    if (!asked.success) hub.kill('SIGKILL') // Not our hub's words: whatever it is, it must not go on.
    else if (asked.data.type === 'database-key') holder.hold(fromBase64(asked.data.key))
    else answer(hub, { type: 'database-key', key: holder.key && base64(holder.key) })
  })
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  hub.once('error', reject)
  hub.once('exit', (code) => resolve({ code, lastedMs: performance.now() - started }))
  return { process: hub, ended: promise }
}

/** A hub that died before it heard the answer is started again, and asks again. */
function answer(hub: ChildProcess, message: SupervisorAnswers): void {
  hub.send(message, () => undefined)
}

/** Waits for the run's end; once stopped, no longer than {@link STOP_MS}. */
async function endOf(run: Run, stopped: AbortSignal): Promise<Ended> {
  const patience = new AbortController()
  const force = () => {
    void delay(STOP_MS, undefined, { signal: patience.signal, ref: false })
      .then(() => run.process.kill('SIGKILL'))
      .catch(ifStopped(patience.signal))
  }
  stopped.addEventListener('abort', force, { once: true })
  try {
    return await run.ended
  } finally {
    stopped.removeEventListener('abort', force)
    patience.abort()
  }
}

/** An abandoned wait is what stopping means; any other failure goes on. */
function ifStopped(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error
  }
}

