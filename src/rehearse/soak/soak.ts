import { readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { percentile } from '../../features/live/rules/histogram.ts'
import { residentMegabytes } from '../box/process-cost.ts'
import { RehearsalBox } from '../box/rehearsal-box.ts'
import { apartMs } from '../class/cue-log.ts'
import { RehearsalClass } from '../class/rehearsal-class.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { Sample, Soaked } from './flatness.ts'

const CUE_TO_CHURN_MS = 3000
const CHURN_TO_CUE_MS = 2000
const JOIN_EVERY_MS = 60
/** What a host's page has heard is of no use to a soak after that many. */
const MOST_HEARD = 5000

export type SoakOptions = { readonly boxProgram: string; readonly learners: number; readonly minutes: number; readonly signal: AbortSignal; readonly onMinute: (minute: number, now: Sample) => void }

/** A long class on a box of its own, on the record, with a cue and a learner leaving and another coming every five seconds. */
export async function soak({ boxProgram, learners, minutes, signal, onMinute }: SoakOptions): Promise<Soaked> {
  await using stack = new AsyncDisposableStack()
  const box = stack.use(await RehearsalBox.start(boxProgram))
  const world = stack.use(await RehearsalClass.open(box, 'lan', Math.min(7000, Math.ceil(minutes * 60) + 60)))
  const failed = { joins: 0 }
  const come = (place: number): Promise<unknown> => world.join(place).catch(() => failed.joins++)
  await world.host.begin()
  await world.recording.start()
  for (let place = 0; place < learners; place++) {
    void come(place)
    await pause(JOIN_EVERY_MS, undefined, { signal })
  }
  const samples: Sample[] = []
  const startedMs = monotonicMs()
  const lengthMs = minutes * 60_000
  for (let place = learners; monotonicMs() - startedMs < lengthMs; place++) {
    const elapsedMs = monotonicMs() - startedMs
    await world.cues.press(Math.round(elapsedMs / 1000), [...world.learners])
    await pause(CUE_TO_CHURN_MS, undefined, { signal })
    const [oldest] = world.learners.splice(0, 1)
    await oldest?.[Symbol.asyncDispose]()
    await come(place)
    await pause(CHURN_TO_CUE_MS, undefined, { signal })
    const now = sampleOf(box)
    samples.push(now)
    if (Math.floor(elapsedMs / 60_000) !== Math.floor((monotonicMs() - startedMs) / 60_000)) onMinute(Math.floor((monotonicMs() - startedMs) / 60_000), now)
    const { heard } = world.host.page
    if (heard.length > MOST_HEARD) heard.splice(0, heard.length - MOST_HEARD / 2)
  }
  const cues = world.cues.seen().map((cue) => ({ afterMs: percentile(cue.afterMs, 95) ?? Infinity, apartMs: apartMs(cue) ?? Infinity, missing: cue.of - cue.afterMs.length }))
  return { samples, cues, joinsFailed: failed.joins, faults: box.faults().length }
}

function sampleOf(box: RehearsalBox): Sample {
  const pid = box.hubPid()
  if (pid === undefined) throw new Error('a box without a process')
  return { megabytes: residentMegabytes(pid), handles: readdirSync(`/proc/${pid}/fd`).length }
}
