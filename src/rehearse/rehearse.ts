import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { percentile } from '../features/live/rules/histogram.ts'
import { classFigures } from '../features/live/wire/routes.ts'
import { CAN_FIND_PROCESSES, RehearsalBox } from './box/rehearsal-box.ts'
import { cpuBetween, cpuMoment, residentMegabytes } from './box/process-cost.ts'
import { disagreements, keptLost } from './class/agreement.ts'
import { apartMs, cueFigures } from './class/cue-log.ts'
import { RehearsalClass } from './class/rehearsal-class.ts'
import type { Figures } from './figures.ts'
import { monotonicMs } from './media/stamp.ts'
import type { Asked } from './options.ts'
import type { Told } from './progress.ts'
import type { RehearsalReport } from './report.ts'
import { playLive, type Live } from './script.ts'
import { judge, passes } from './thresholds.ts'
import { waitFor } from './wait-for.ts'

/** How fast learners come: twenty a second, as 200 do in ten. */
const JOINS_PER_SECOND = 20
/** One in five waits in the lobby; the others come into the class that is on. */
const EARLY = 0.2
const SETTLE_WITHIN_MS = 5000
const LAG_GRAIN_MS = 5

export type RehearseDeps = {
  /** Runs the hub under its supervisor, in a folder that does not outlast it. */
  readonly boxProgram: string
  readonly signal: AbortSignal
  readonly tell: (told: Told) => void
}

/** A whole class on a box of its own, from the first start to the replay; everything it made is gone when this resolves or rejects. */
export async function rehearse(asked: Asked, { boxProgram, signal, tell }: RehearseDeps): Promise<RehearsalReport> {
  const startedAt = Date.now()
  await using stack = new AsyncDisposableStack()
  tell({ type: 'phase', phase: 'box' })
  const box = stack.use(await RehearsalBox.start(boxProgram))
  signal.throwIfAborted()
  tell({ type: 'phase', phase: 'lobby' })
  const world = stack.use(await RehearsalClass.open(box, asked.network, asked.seconds))
  const early = Math.ceil(asked.learners * EARLY)
  const first = await joinAll(world, { from: 0, to: early, asked, signal, tell })
  await world.host.begin()
  const isRecorded = await world.recording.start()
  const lag = monitorEventLoopDelay({ resolution: LAG_GRAIN_MS })
  const cost = new Cost(box)
  stack.defer(() => void lag.disable())
  lag.enable()
  const later = await joinAll(world, { from: early, to: asked.learners, asked, signal, tell })
  tell({ type: 'phase', phase: 'live' })
  const live = await playLive({ world, box, asked, signal, tell })
  lag.disable()
  const spent = cost.since()
  const glass = asked.browser ? await teachInBrowser(world, box, asked, signal, tell) : {}

  tell({ type: 'phase', phase: 'end' })
  const ended = await endClass(world, { pages: asked.browser ? 1 : 0, hands: (glass['glass-hand'] ?? null) === null ? 0 : 1 }, signal)
  tell({ type: 'phase', phase: 'replay' })
  const recorded: Figures = isRecorded ? { unrecorded: await world.recording.missingSeconds(), replayed: await world.recording.replayedShare() } : {}
  const joined = first + later
  const figures: Figures = { ...classMeasured(world, live, asked), ...ended.figures, ...recorded, ...spent.figures, ...glass, faults: box.faults().length, joined: joined / asked.learners, ...live.figures }
  const verdicts = judge(figures, asked)
  return {
    format: 'lectern-rehearsal/1', passed: passes(verdicts), startedAt, asked,
    machine: { cores: availableParallelism(), busy: spent.busy, lagMs: Math.max(0, lag.percentile(95) / 1e6 - LAG_GRAIN_MS), node: process.version },
    figures: verdicts,
    joins: world.learners.map(({ joinMs }) => joinMs).toSorted((a, b) => a - b),
    cues: world.cues.seen().filter(({ second }) => second <= asked.seconds).map((cue) => ({
      second: cue.second, of: cue.of, played: cue.afterMs.length, p50: percentile(cue.afterMs, 50) ?? null, p95: percentile(cue.afterMs, 95) ?? null, apart: apartMs(cue),
    })),
    seconds: live.seconds.list.slice(0, asked.seconds), broken: live.broken, disagreements: ended.disagreements, faults: box.faults().slice(0, 20),
  }
}

type Joining = { readonly from: number; readonly to: number; readonly asked: Asked; readonly signal: AbortSignal; readonly tell: (told: Told) => void }

/** Learners `from` to `to` come one after the other; answers how many got in. */
async function joinAll(world: RehearsalClass, { from, to, asked, signal, tell }: Joining): Promise<number> {
  tell({ type: 'phase', phase: 'join' })
  const joins = await Promise.allSettled(Array.from({ length: to - from }, async (_, index) => {
    await pause((index / JOINS_PER_SECOND) * 1000, undefined, { signal })
    await world.join(from + index)
    tell({ type: 'joined', count: world.learners.length, of: asked.learners })
  }))
  signal.throwIfAborted()
  return joins.filter(({ status }) => status === 'fulfilled').length
}

/** Loaded only where it is asked for: it drives a browser. */
async function teachInBrowser(world: RehearsalClass, box: RehearsalBox, { network }: Asked, signal: AbortSignal, tell: (told: Told) => void): Promise<Figures> {
  tell({ type: 'phase', phase: 'browser' })
  const { inBrowser } = await import('./browser/in-browser.ts')
  return inBrowser({ world, ports: { http: box.port, media: box.port }, network, signal })
}

/** Waits for the last cue's outcome, ends the class, and compares its report with what the learners know. */
async function endClass(world: RehearsalClass, browser: { readonly pages: number; readonly hands: number }, signal: AbortSignal): Promise<{ readonly figures: Figures; readonly disagreements: RehearsalReport['disagreements'] }> {
  const settling = waitFor('the cues to settle', () => signal.aborted || world.cues.settled, { within: SETTLE_WITHIN_MS })
  await settling.catch(() => undefined) // Whatever is still open then counts as not played.
  signal.throwIfAborted()
  await world.host.end()
  world.recording.classEnded()
  const box = await world.host.page.client.call(classFigures, { params: { code: world.host.code } })
  const backs = world.answers.backs()
  const heard = (way: string): number => backs.filter((back) => back.way === way).reduce((sum, { ms }) => sum + ms.length, 0)
  const kept = (way: string): number => backs.find((back) => back.way === way)?.kept ?? 0
  const differing = disagreements(box, {
    came: world.learners.length + browser.pages, cues: world.cues.pressed, hands: heard('hand') + browser.hands, reps: heard('rep'), answers: heard('answer'), cueMs: cueFigures(world.cues.seen()).afterMs,
  })
  return { disagreements: differing, figures: { disagrees: differing.length, 'kept-lost': keptLost(box, { hands: kept('hand'), reps: kept('rep') }) } }
}

/** What the learners measured. */
function classMeasured({ learners, cues, answers, media }: RehearsalClass, { seconds }: Live, asked: Asked): Figures {
  const cue = cueFigures(cues.seen())
  const backs = answers.backs()
  const due = backs.reduce((sum, { of }) => sum + of, 0)
  const counts = learners.map((one) => one.counts())
  const lost = counts.reduce((sum, one) => sum + one.lost, 0)
  const received = counts.reduce((sum, one) => sum + one.received, 0)
  const minutes = (learners.filter((one) => one.wantsPicture).length * asked.seconds) / 60
  return {
    join: percentile(learners.map(({ joinMs }) => joinMs), 95) ?? null,
    'cues-played': cue.played, cue: cue.afterMs, apart: cue.apartMs,
    'back-heard': due === 0 ? null : backs.reduce((sum, { ms }) => sum + ms.length, 0) / due,
    back: percentile(backs.flatMap(({ ms }) => ms), 95) ?? null,
    sound: media.audio.percentiles()?.p95 ?? null, picture: media.video.percentiles()?.p95 ?? null,
    lost: received + lost === 0 ? null : lost / (received + lost),
    freezes: minutes === 0 ? null : media.freezes.count / minutes,
    full: seconds.fullShare(),
  }
}

/** What the class cost the box and the machine; nothing of it is known where processes cannot be looked at, or the hub's is another one meanwhile. */
class Cost {
  readonly #box: RehearsalBox
  readonly #pid: number | undefined
  readonly #from: ReturnType<typeof cpuMoment> | undefined
  readonly #startedMs = monotonicMs()

  constructor(box: RehearsalBox) {
    this.#box = box
    this.#pid = box.hubPid()
    this.#from = this.#pid === undefined ? undefined : cpuMoment(this.#pid)
  }

  since(): { readonly figures: Figures; readonly busy: number | null } {
    const pid = this.#box.hubPid()
    if (!CAN_FIND_PROCESSES || pid === undefined) return { figures: {}, busy: null }
    const memory = residentMegabytes(pid)
    if (pid !== this.#pid || !this.#from) return { figures: { memory }, busy: null }
    const { cores, busy } = cpuBetween(this.#from, cpuMoment(pid), availableParallelism())
    return { figures: { memory, processor: cores }, busy: monotonicMs() > this.#startedMs ? busy : null }
  }
}
