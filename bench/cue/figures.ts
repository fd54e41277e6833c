import { percentiles, type Percentiles } from '../../testkit/media/meter.ts'
import type { Verdict } from '../sfu-figures.ts'

/** One cue as it was seen from outside. Milliseconds on one clock; a phone that showed nothing is undefined. */
export type SeenCue = { readonly pressed: number; readonly sent: number | undefined; readonly outputs: readonly (number | undefined)[] }
/** One cue as the studio tells it. */
export type ToldCue = { readonly of: number; readonly played: number; readonly late: number; readonly apartMs: number | null; readonly afterMs: readonly number[]; readonly leadMs: number }

export type Summary = {
  readonly cues: number
  readonly pressToSent: Percentiles
  readonly pressToPlay: Percentiles
  readonly apart: Percentiles
  /** Outputs that never came. */
  readonly missing: number
}

/** An output later than this belongs to no press. */
const LATEST_MS = 2000

/** The first output of each window after each press and before the next one. All lists ascend. */
export function pairUp(presses: readonly number[], sent: readonly number[], windows: readonly (readonly number[])[]): SeenCue[] {
  return presses.map((pressed, index) => {
    const until = Math.min(pressed + LATEST_MS, presses[index + 1] ?? Infinity)
    const first = (times: readonly number[]): number | undefined => times.find((at) => at >= pressed && at < until)
    return { pressed, sent: first(sent), outputs: windows.map(first) }
  })
}

export function summarySeen(cues: readonly SeenCue[]): Summary {
  const there = cues.map((cue) => ({ ...cue, outputs: cue.outputs.filter((at) => at !== undefined) }))
  return {
    cues: cues.length,
    pressToSent: percentiles(there.flatMap(({ pressed, sent }) => (sent === undefined ? [] : [sent - pressed]))),
    pressToPlay: percentiles(there.flatMap(({ pressed, outputs }) => outputs.map((at) => at - pressed))),
    apart: percentiles(there.flatMap(({ outputs }) => (outputs.length < 2 ? [] : [Math.max(...outputs) - Math.min(...outputs)]))),
    missing: cues.reduce((sum, { outputs }) => sum + outputs.filter((at) => at === undefined).length, 0),
  }
}

export type ToldSummary = { readonly cues: number; readonly pressToPlay: Percentiles; readonly apart: Percentiles; readonly late: number; readonly missing: number; readonly lead: Percentiles }

export function summaryTold(cues: readonly ToldCue[]): ToldSummary {
  return {
    cues: cues.length,
    pressToPlay: percentiles(cues.flatMap((cue) => cue.afterMs)),
    apart: percentiles(cues.flatMap(({ apartMs }) => (apartMs === null ? [] : [apartMs]))),
    late: cues.reduce((sum, { late }) => sum + late, 0),
    missing: cues.reduce((sum, { of, played }) => sum + of - played, 0),
    lead: percentiles(cues.map(({ leadMs }) => leadMs)),
  }
}

/** Compares what was seen from outside with what is promised; undefined where no cue was pressed. */
export function cueVerdicts(ours: Summary, limits: { readonly afterMs: number; readonly apartMs: number }): Verdict[] {
  const was = ours.cues > 0
  const under = (figure: string, limit: number, value: number): Verdict => ({ figure, limit, value: was ? value : undefined, met: was ? value < limit : undefined })
  return [
    under('press to play p95, ms', limits.afterMs, ours.pressToPlay.p95),
    under('apart p95, ms', limits.apartMs, ours.apart.p95),
    { figure: 'cues not delivered', limit: 0, value: was ? ours.missing : undefined, met: was ? ours.missing === 0 : undefined },
  ]
}
