import { setTimeout as pause } from 'node:timers/promises'
import { breaks, SILENCES } from './breaks/breaks.ts'
import type { RehearsalBox } from './box/rehearsal-box.ts'
import type { RehearsalClass } from './class/rehearsal-class.ts'
import type { Figures } from './figures.ts'
import { monotonicMs } from './media/stamp.ts'
import { networks } from './networks.ts'
import type { Asked } from './options.ts'
import type { Told } from './progress.ts'
import { Capped } from './class/capped.ts'
import { SecondLog } from './class/second-log.ts'

/** Shares of the class: when everybody's hand goes up, the poll is open, and repeats are confirmed; between the last two lies the break. */
const HANDS = { from: 0.06, over: 0.2 }
const POLL = { from: 0.3, over: 0.1 }
const BREAK_FROM = 0.45
const REPS = { from: 0.82, over: 0.1 }
const CUE_EVERY_MS = 2000
/** The last cue has its time to be played and told. */
const NO_CUE_BEFORE_END_MS = 1500

export type Live = {
  readonly figures: Figures
  readonly seconds: SecondLog
  readonly broken: { readonly from: number; readonly to: number } | null
}

type Script = { readonly world: RehearsalClass; readonly box: RehearsalBox; readonly asked: Asked; readonly signal: AbortSignal; readonly tell: (told: Told) => void }

/** The live class from its begin to its end: cues, what learners do, the narrow link and the break, each at its time. */
export async function playLive(script: Script): Promise<Live> {
  const { world, asked, signal } = script
  const startedMs = monotonicMs()
  const lengthMs = asked.seconds * 1000
  const at = (share: number): Promise<unknown> => pause(Math.max(0, startedMs + share * lengthMs - monotonicMs()), undefined, { signal })
  const acts = new AbortController()
  const state = { silent: false }
  const seconds = new SecondLog(world, startedMs)
  const ticking = everySecond(script, seconds, AbortSignal.any([signal, acts.signal]))
  const pressing = pressCues(script, state, startedMs, AbortSignal.any([signal, acts.signal]))
  const narrow = new Capped(world, networks[asked.network].cappedTo)
  const everybody = (way: 'hand' | 'rep' | 'answer', { from, over }: { readonly from: number; readonly over: number }) =>
    at(from).then(() => world.answers.everybody(way, world.learners, over * lengthMs, signal))
  try {
    const [, , , capped, broken] = await Promise.all([
      everybody('hand', HANDS), everybody('answer', POLL), everybody('rep', REPS),
      narrow.play((share) => at(share)), at(BREAK_FROM).then(() => playBreak(script, state, startedMs)), at(1),
    ])
    return { figures: { ...capped, ...broken?.figures }, seconds, broken: broken && { from: broken.from, to: broken.to } }
  } finally {
    acts.abort()
    await Promise.all([ticking, pressing])
  }
}

async function playBreak({ world, box, asked, signal, tell }: Script, state: { silent: boolean }, startedMs: number) {
  if (asked.break === null) return null
  const second = (): number => (monotonicMs() - startedMs) / 1000
  const from = second()
  let to = from
  tell({ type: 'phase', phase: 'break' })
  state.silent = SILENCES.includes(asked.break)
  const figures = await breaks[asked.break]({
    box, teacher: world.teacher, recording: world.recording, learners: world.learners, network: asked.network, signal,
    mended: () => {
      to = second()
      tell({ type: 'phase', phase: 'mended' })
    },
  })
  state.silent = false
  return { figures, from, to }
}

async function pressCues({ world, asked }: Script, state: { readonly silent: boolean }, startedMs: number, signal: AbortSignal): Promise<void> {
  while (await sleep(CUE_EVERY_MS, signal)) {
    const elapsedMs = monotonicMs() - startedMs
    if (elapsedMs > asked.seconds * 1000 - NO_CUE_BEFORE_END_MS) return
    const isLinked = world.host.page.link?.phase.phase === 'entered'
    if (!state.silent && isLinked) await world.cues.press(Math.round(elapsedMs / 1000), [...world.learners])
  }
}

async function everySecond({ asked, tell }: Script, seconds: SecondLog, signal: AbortSignal): Promise<void> {
  for (let second = 1; await sleep(1000, signal); second++) {
    seconds.close(second)
    if (second <= asked.seconds) tell({ type: 'second', second, of: asked.seconds })
  }
}

/** False when it was called off. */
async function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(ms, undefined, { signal })
    return true
  } catch (error) {
    if (!signal.aborted) throw error
    return false
  }
}
