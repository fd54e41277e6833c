import { percentiles } from '../../testkit/media/meter.ts'
import { median } from '../report.ts'
import type { Verdict } from '../sfu-figures.ts'
import { latencies } from '../../src/rehearse/browser/latencies.ts'
import type { Seen } from '../../src/rehearse/browser/viewer-page.ts'

/** What was seen and heard up to `at`, milliseconds on the shared clock. */
export type Moment = { readonly at: number; readonly seen: Seen; readonly rung: string; readonly estimate: number | undefined }

export type CapWatched = {
  readonly moments: readonly Moment[]
  /** When tones began. */
  readonly started: readonly number[]
  readonly joinedAt: number
  readonly cappedAt: number
  readonly liftedAt: number
  readonly busy: number
}

/** Milliseconds; shares from 0 to 1. */
export type CapFigures = {
  readonly firstFrame: number
  /** From the fall to the first frame of the smallest layer; Infinity when none came. */
  readonly stepsDown: number
  /** The longest time without a frame from then on, while the link is capped. */
  readonly freeze: number
  /** The same from the fall itself on. */
  readonly freezeAtFall: number
  /** To the audio output's timestamp, from 6 s after the fall on. */
  readonly audioP95: number
  readonly audioGraphP95: number
  /** Over the whole run, and from the lift on. */
  readonly concealed: number
  readonly concealedAfter: number
  /** From the lift to the first frame of the largest layer; Infinity when none came. */
  readonly climbs: number
}

export type Second = {
  /** Since the fall. */
  readonly at: number
  readonly rung: string
  readonly estimate: number; readonly frames: number; readonly width: number; readonly gap: number
  readonly audioP50: number; readonly audioMost: number; readonly concealed: number
}
export type CapResult = { readonly network: string; readonly figures: CapFigures; readonly seconds: readonly Second[]; readonly busy: number }

const SETTLED_MS = 6000

/** What one run of a capped link says. */
export function judgeCap(watched: CapWatched): Omit<CapResult, 'network'> {
  const { moments, started, joinedAt, cappedAt, liftedAt, busy } = watched
  const frames = moments.flatMap(({ seen }) => seen.frames)
  const widths = frames.map(({ width }) => width)
  const [least, most] = [Math.min(...widths.filter((width) => width > 0)), Math.max(...widths)]
  const low = frames.find(({ at, width }) => at > cappedAt && width === least && least < most)?.at ?? Infinity
  const high = frames.find(({ at, width }) => at > liftedAt && width === most)?.at ?? Infinity
  const times = frames.map(({ at }) => at)
  const heard = (of: (onset: Seen['onsets'][number]) => number): number[] => {
    const all = moments.flatMap(({ seen }) => seen.onsets.map(of)).filter((at) => at > cappedAt + SETTLED_MS && at < liftedAt)
    return latencies(started, all)
  }
  return {
    busy,
    figures: {
      firstFrame: (times[0] ?? Infinity) - joinedAt, stepsDown: low - cappedAt,
      freeze: longestGap(times, low, liftedAt), freezeAtFall: longestGap(times, cappedAt, liftedAt),
      audioP95: percentiles(heard((onset) => onset.output)).p95, audioGraphP95: percentiles(heard((onset) => onset.graph)).p95,
      concealed: concealedIn(moments, -Infinity), concealedAfter: concealedIn(moments, liftedAt),
      climbs: high - liftedAt,
    },
    seconds: secondsOf(watched),
  }
}

/** The longest time between frames of which at least the end lies between `from` and `to`. */
export function longestGap(times: readonly number[], from: number, to: number): number {
  let longest = 0
  for (let index = 1; index < times.length; index++) {
    const [before, at] = [times[index - 1] ?? 0, times[index] ?? 0]
    if (at > from && at <= to) longest = Math.max(longest, at - before)
  }
  return longest
}

function concealedIn(moments: readonly Moment[], from: number): number {
  const first = moments.findLast(({ at }) => at <= from) ?? moments[0]
  const [start, end] = [first?.seen.totals, moments.at(-1)?.seen.totals]
  const samples = (end?.samples ?? 0) - (start?.samples ?? 0)
  return samples > 0 ? ((end?.concealed ?? 0) - (start?.concealed ?? 0)) / samples : 0
}

function secondsOf({ moments, started, cappedAt }: CapWatched): Second[] {
  return moments.map(({ at, seen, rung, estimate }, index) => {
    const before = moments[index - 1]
    const audio = percentiles(latencies(started, seen.onsets.map((onset) => onset.output)))
    const samples = seen.totals.samples - (before?.seen.totals.samples ?? 0)
    return {
      at: Math.round((at - cappedAt) / 100) / 10, rung, estimate: Math.round((estimate ?? 0) / 1000), frames: seen.frames.length, width: seen.frames.at(-1)?.width ?? 0,
      gap: Math.round(longestGap([...(before?.seen.frames.slice(-1) ?? []), ...seen.frames].map((frame) => frame.at), -Infinity, Infinity)),
      audioP50: audio.p50, audioMost: audio.max,
      concealed: samples > 0 ? (seen.totals.concealed - (before?.seen.totals.concealed ?? 0)) / samples : 0,
    }
  })
}

/** Compares with what is promised of a link that falls to 300 kbit/s; the middle of all rounds counts. */
export function capVerdicts(results: readonly CapResult[]): Verdict[] {
  const own = results.filter(({ network }) => network === 'cap300')
  const atMost = (figure: string, limit: number, of: (figures: CapFigures) => number): Verdict => {
    const value = own.length === 0 ? undefined : median(own.map(({ figures }) => of(figures)))
    return { figure, limit, value, met: value === undefined ? undefined : value <= limit }
  }
  return [
    atMost('first frame of the smallest layer after the fall, ms', 1000, (figures) => figures.stepsDown),
    atMost('longest time without a frame on it, ms', 500, (figures) => figures.freeze),
    atMost('audio p95 from 6 s after the fall, ms', 200, (figures) => figures.audioP95),
    atMost('sound concealed over the run', 0.01, (figures) => figures.concealed),
    atMost('first frame of the largest layer after the lift, ms', 6000, (figures) => figures.climbs),
    atMost('sound concealed after the lift', 0.001, (figures) => figures.concealedAfter),
  ]
}
