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
import { RehearsalHolder } from './rehearsal/rehearsal-holder.ts'
import { PassingHolder } from './passing-holder.ts'
import { nextRestart } from './restart-policy.ts'
import { SampleHolder } from './tour/sample-holder.ts'
import { isDecided, isUntouched, moveIn } from './tour/tour-folder.ts'

/** With this exit code a hub says that it cannot start and that trying again would not help. */
export const EXIT_REFUSED = 2

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A hub told to stop has this long to close its files before it is made to. */
export const STOP_MS = 10_000

export type SuperviseOptions = KeyHolderOptions & {
  /** The module the hub's process runs. */
  readonly entry: string
  readonly args?: readonly string[]
  /** Whether a box that was never used begins with the guided sample class. */
  readonly tour?: boolean
  /** The data folder is nobody's to keep: its key is made here, written nowhere, and dies with this process. */
  readonly passing?: boolean
  /** Where stop signals come from; the process itself unless a test says otherwise. */
  readonly signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

type Holder = KeyHolder | SampleHolder | RehearsalHolder | PassingHolder
type Ended = { readonly code: number | null; readonly lastedMs: number }

/**
 * Runs the hub in a process of its own and starts it again when it crashes. The database key stays
 * in this process's memory alone, so a crash needs no person and a power cut does. A sample class that
 * is made one's own is followed by the real hub. Answers the exit code. Throws when the key cannot be
 * had at all.
 */
export async function supervise(options: SuperviseOptions): Promise<number> {
  const { signals = process } = options
  const stop = new AbortController()
  const hub: { now: ChildProcess | undefined } = { now: undefined }
  let holder = await firstHolder(options)
  const listeners = STOP_SIGNALS.map((name) => {
    const heard = () => {
      stop.abort()
      hub.now?.kill(name)
    }
    signals.on(name, heard)
    return [name, heard] as const
  })

  try {
    for (let isFirst = true; ; isFirst = false) {
      const code = await keepRunning(options, holder, { stop: stop.signal, hub, isFirst })
      if (stop.signal.aborted) return code
      const next = await holderAfter(holder, options)
      if (next === undefined) return code
      holder = next
    }
  } finally {
    if (holder instanceof SampleHolder || holder instanceof RehearsalHolder) holder.end()
    for (const [name, heard] of listeners) signals.off(name, heard)
  }
}

/** A beginning that was decided is finished before anything else; only a box that was never used shows the sample. */
async function firstHolder(options: SuperviseOptions): Promise<Holder> {
  if (options.passing === true) return new PassingHolder()
  moveIn(options.dataFolder)
  if (options.tour === true && isUntouched(options.dataFolder)) return new SampleHolder(options.dataFolder)
  return await KeyHolder.open(options)
}

/** Who follows a hub that has ended for good: the real thing after a sample or a rehearsal, a rehearsal after the real thing, or nobody. */
async function holderAfter(holder: Holder, options: SuperviseOptions): Promise<Holder | undefined> {
  if (holder instanceof SampleHolder) return isDecided(options.dataFolder) ? await realAfter(holder, options) : undefined
  if (holder instanceof RehearsalHolder) {
    holder.end()
    return holder.real
  }
  if (!(holder instanceof KeyHolder)) return undefined
  const prepared = holder.rehearsal
  holder.rehearsal = null
  return prepared ? new RehearsalHolder(options.dataFolder, prepared, holder) : undefined
}

/** From the sample to the real thing, which is decided and waits to be moved in. */
async function realAfter(sample: SampleHolder, options: SuperviseOptions): Promise<KeyHolder> {
  sample.end()
  moveIn(options.dataFolder)
  const holder = await KeyHolder.open(options)
  if (holder.key === null && sample.prepared !== null) holder.hold(sample.prepared)
  return holder
}

type Watch = { readonly stop: AbortSignal; readonly hub: { now: ChildProcess | undefined }; readonly isFirst: boolean }

/** Starts the hub, again and again after crashes, until it ends for good. */
async function keepRunning(options: SuperviseOptions, holder: Holder, { stop, hub, isFirst }: Watch): Promise<number> {
  const { wait = (ms, signal) => delay(ms, undefined, { signal }) } = options
  const lasted: number[] = []
  while (!stop.aborted) {
    const run = startHub(options, holder, isFirst && lasted.length === 0)
    hub.now = run.process
    const ended = await endOf(run, stop)
    hub.now = undefined
    await holder.settled()
    if (stop.aborted || ended.code === 0) return ended.code ?? 0
    if (holder instanceof SampleHolder && isDecided(options.dataFolder)) return 0
    if (ended.code === EXIT_REFUSED) return EXIT_REFUSED
    lasted.push(ended.lastedMs)
    const pause = nextRestart(lasted)
    if (pause === 'give-up') {
      options.say(m.hub_supervisor_gave_up())
      return 1
    }
    options.say(m.hub_supervisor_restarting())
    await wait(pause, stop).catch(ifStopped(stop))
  }
  return 0
}

type Run = { readonly process: ChildProcess; readonly ended: Promise<Ended> }

function startHub({ entry, args = [], dataFolder: root }: SuperviseOptions, holder: Holder, first: boolean): Run {
  const started = performance.now()
  // Compiled code is kept, which spares a third of the time that a class waits after a crash.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(dataFolder(root).cache, 'compiled') }
  const hub = spawn(process.execPath, [entry, ...args], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  hub.on('message', (message) => hear(message, hub, holder, first))
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  hub.once('error', reject)
  hub.once('exit', (code) => resolve({ code, lastedMs: performance.now() - started }))
  return { process: hub, ended: promise }
}

function hear(message: unknown, hub: ChildProcess, holder: Holder, first: boolean): void {
  const asked = HubAsks.safeParse(message).data
  if (asked?.type === 'database-key-wanted') {
    if (holder instanceof KeyHolder) holder.rehearsal = null // A hub that died on its way there is where it was before.
    return answer(hub, ordersOf(holder, first))
  }
  if (asked && heard(asked, holder)) return
  hub.kill('SIGKILL') // Not our hub's words: whatever it is, it must not go on.
}

function ordersOf(holder: Holder, first: boolean): SupervisorAnswers {
  return {
    type: 'database-key', key: holder.key && base64(holder.key), first,
    sample: holder instanceof SampleHolder ? holder.sample : null,
    rehearsal: holder instanceof RehearsalHolder ? holder.name : null,
    sheet: holder instanceof KeyHolder ? holder.sheet : null,
  }
}

/** Takes what a hub hands up; false when a hub like this has no such thing. */
function heard(asked: Exclude<HubAsks, { type: 'database-key-wanted' }>, holder: Holder): boolean {
  if (holder instanceof KeyHolder) {
    if (asked.type === 'database-key') holder.hold(fromBase64(asked.key))
    else if (asked.type === 'rehearsal-prepared') holder.rehearsal = { name: asked.name, key: asked.key }
    else if (asked.type === 'sheet-kept') holder.sheet = null
    else return false
  } else if (holder instanceof SampleHolder && asked.type === 'prepared-key') holder.prepare(fromBase64(asked.key))
  else if (holder instanceof RehearsalHolder && asked.type === 'rehearsal-held') holder.held(asked.sheet)
  else return false
  return true
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

