import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { dataFolder } from '../../platform/data-folder.ts'
import type { RehearsalBox } from '../box/rehearsal-box.ts'
import type { RecordingCheck } from '../class/recording-check.ts'
import type { Teacher } from '../class/teacher.ts'
import type { Figures } from '../figures.ts'
import { monotonicMs } from '../media/stamp.ts'
import { networks, type NetworkName } from '../networks.ts'
import type { SyntheticLearner } from '../people/synthetic-learner.ts'
import type { BreakName } from '../thresholds.ts'
import { waitFor } from '../wait-for.ts'

/** What a break may touch. */
export type Breakable = {
  readonly box: RehearsalBox
  readonly teacher: Teacher
  readonly recording: RecordingCheck
  readonly learners: readonly SyntheticLearner[]
  readonly network: NetworkName
  readonly signal: AbortSignal
  /** The fault is over; what follows is the coming back. */
  readonly mended: () => void
}

/** What has not come back by then is told as having taken so long, which no limit allows. */
const BACK_WITHIN_MS = 30_000
const UPLINK_DEAD_MS = 8_000
const PUBLISHER_AWAY_MS = 4_000
const DISK_GONE_MS = 3_000

/** Each breaks the one thing, mends it where the product does not mend itself, and measures the coming back. */
export const breaks: Readonly<Record<BreakName, (world: Breakable) => Promise<Figures>>> = { kill, disk, publisher, uplink }

/** Breaks during which the host cannot reach the class: no cue is pressed. */
export const SILENCES: readonly BreakName[] = ['kill', 'uplink']

async function kill({ box, learners, mended }: Breakable): Promise<Figures> {
  const killedMs = monotonicMs()
  const boxBack = box.isBack(box.kill()).then(() => {
    mended()
    return monotonicMs()
  })
  const [answeredMs, linksBack] = await Promise.all([boxBack, took(killedMs, () => learners.every((one) => one.enteredMs > killedMs))])
  return { 'box-back': answeredMs - killedMs, 'links-back': linksBack, 'media-back': await took(killedMs, () => mediaSince(learners, answeredMs)) }
}

async function uplink({ learners, network, signal, mended }: Breakable): Promise<Figures> {
  const cutMs = monotonicMs()
  for (const { own } of learners) own.cut()
  await pause(UPLINK_DEAD_MS, undefined, { signal })
  const byPlan = learners.filter(({ rungs }) => rungs.changes.some(({ atMs, rung }) => atMs > cutMs && rung === 'plan')).length / learners.length
  const restoredMs = monotonicMs()
  for (const { own } of learners) own.restore(networks[network])
  mended()
  const [linksBack, mediaBack] = await Promise.all([
    took(restoredMs, () => learners.every((one) => one.heardMs > restoredMs && one.learner.link.phase.phase === 'entered')),
    took(restoredMs, () => mediaSince(learners, restoredMs)),
  ])
  return { 'by-plan': byPlan, 'links-back': linksBack, 'media-back': mediaBack }
}

async function publisher({ teacher, learners, signal, mended }: Breakable): Promise<Figures> {
  teacher.vanish()
  await pause(PUBLISHER_AWAY_MS, undefined, { signal })
  const restartedMs = monotonicMs()
  await teacher.start()
  mended()
  return { 'media-back': await took(restartedMs, () => mediaSince(learners, restartedMs)) }
}

/** The folder of sealed segments is really gone: a file is in its place, so that every write fails. */
async function disk({ box, recording, signal, mended }: Breakable): Promise<Figures> {
  const { blobs } = dataFolder(box.folder)
  const aside = `${blobs}.aside`
  const brokenMs = monotonicMs()
  renameSync(blobs, aside)
  writeFileSync(blobs, '')
  let lampOff: number
  let mendedMs: number
  try {
    lampOff = await took(brokenMs, () => recording.lamp === 'failing')
    await pause(DISK_GONE_MS, undefined, { signal })
  } finally {
    rmSync(blobs)
    renameSync(aside, blobs)
    mendedMs = monotonicMs()
    mended()
  }
  return { 'lamp-off': lampOff, 'lamp-on': await took(mendedMs, () => recording.lamp === 'on') }
}

function mediaSince(learners: readonly SyntheticLearner[], ms: number): boolean {
  return learners.filter((one) => one.wantsMedia).every(({ meter }) => Math.max(meter.lastAudioMs ?? 0, meter.lastVideoMs ?? 0) > ms)
}

/** Milliseconds from `fromMs` until `isBack`; the bound when it never was. */
async function took(fromMs: number, isBack: () => boolean): Promise<number> {
  try {
    await waitFor('a coming back', isBack, { within: BACK_WITHIN_MS })
    return monotonicMs() - fromMs
  } catch {
    return BACK_WITHIN_MS // It did not come back: that is what is being measured.
  }
}
