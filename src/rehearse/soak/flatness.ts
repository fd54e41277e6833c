import { percentile } from '../../features/live/rules/histogram.ts'

/** What is looked at every few seconds. `handles`: open files and sockets of the box's process. */
export type Sample = { readonly megabytes: number; readonly handles: number }
/** One cue: press to played (95th percentile) and first to last learner, milliseconds. */
export type SoakCue = { readonly afterMs: number; readonly apartMs: number; readonly missing: number }
export type Soaked = { readonly samples: readonly Sample[]; readonly cues: readonly SoakCue[]; readonly joinsFailed: number; readonly faults: number }

export const SOAK_FIGURES = ['memory', 'handles', 'cue-drift', 'apart', 'unplayed', 'joins-failed', 'faults'] as const
export type SoakFigure = (typeof SOAK_FIGURES)[number]
export type SoakVerdict = { readonly figure: SoakFigure; /** Null: too little was seen to say. */ readonly value: number | null; readonly limit: number; readonly met: boolean }

/** By how much the last third may lie above the middle one; the first is for warming up. Megabytes, handles, milliseconds. */
const LIMITS: Readonly<Record<SoakFigure, number>> = { memory: 25, handles: 12, 'cue-drift': 15, apart: 20, unplayed: 0, 'joins-failed': 0, faults: 0 }

/**
 * Whether a long class has stayed as it was. Growth is the median of the last third less that of the middle
 * one, so that neither the warming up nor one bad moment decides. Too little to say anything is not met.
 */
export function judgeSoak({ samples, cues, joinsFailed, faults }: Soaked): SoakVerdict[] {
  const values: Readonly<Record<SoakFigure, number | null>> = {
    memory: growth(samples.map(({ megabytes }) => megabytes)),
    handles: growth(samples.map(({ handles }) => handles)),
    'cue-drift': growth(cues.map(({ afterMs }) => afterMs)),
    apart: percentile(cues.map(({ apartMs }) => apartMs), 95) ?? null,
    unplayed: cues.length === 0 ? null : cues.reduce((sum, { missing }) => sum + missing, 0),
    'joins-failed': joinsFailed, faults,
  }
  return SOAK_FIGURES.map((figure) => {
    const [value, limit] = [values[figure], LIMITS[figure]]
    return { figure, value, limit, met: value !== null && value <= limit }
  })
}

function growth(values: readonly number[]): number | null {
  const third = Math.floor(values.length / 3)
  const middle = percentile(values.slice(third, 2 * third), 50)
  const last = percentile(values.slice(-third), 50)
  return third === 0 || middle === undefined || last === undefined ? null : last - middle
}
