import type { Percentiles } from '../../testkit/media/meter.ts'
import type { LinkCounts } from '../../testkit/link-model.ts'
import { median } from '../report.ts'
import type { Verdict } from '../sfu-figures.ts'

export type PathName = 'direct' | 'hub' | '40 ms, 2 % loss' | '40 ms, 5 % loss'

/** One path in one round; milliseconds. */
export type PathResult = {
  readonly round: number
  readonly path: PathName
  readonly video: Percentiles
  /** As `video`, but to when the frame was expected on a panel. */
  readonly displayed: Percentiles
  readonly audio: Percentiles
  /** As `audio`, but to the audio graph, before the output's own buffer. */
  readonly audioGraph: Percentiles
  readonly framesPerSecond: number
  readonly freezes: number
  readonly unreadable: number
  /** Share of sound that was made up for packets that came too late or never. */
  readonly concealed: number
  readonly sending: { readonly width: number; readonly codec: string; readonly bitsPerSecond: number }
  readonly relay: { readonly up: LinkCounts; readonly down: LinkCounts } | undefined
  readonly busy: number
}

/** Compares with what is promised; the middle of all rounds counts, differences are taken within a round. */
export function glassVerdicts(results: readonly PathResult[]): Verdict[] {
  const on = (path: PathName, of: (result: PathResult) => number): number | undefined => {
    const values = results.filter((result) => result.path === path).map(of)
    return values.length === 0 ? undefined : median(values)
  }
  const differences = results.flatMap((result) => {
    if (result.path !== 'hub') return []
    const direct = results.find((other) => other.path === 'direct' && other.round === result.round)
    return direct ? [result.video.p95 - direct.video.p95] : []
  })
  const atMost = (figure: string, limit: number, value: number | undefined): Verdict => ({ figure, limit, value, met: value === undefined ? undefined : value < limit })
  return [
    atMost('video p95 over the hub, ms', 100, on('hub', (result) => result.video.p95)),
    atMost('video p95 over the hub less direct, ms', 34, differences.length === 0 ? undefined : median(differences)),
    atMost('video p95 at 40 ms and 5 % loss, ms', 180, on('40 ms, 5 % loss', (result) => result.video.p95)),
    atMost('audio p95 over the hub, ms', 90, on('hub', (result) => result.audio.p95)),
    atMost('audio p95 at 40 ms and 2 % loss, ms', 150, on('40 ms, 2 % loss', (result) => result.audio.p95)),
    atMost('audio p95 at 40 ms and 5 % loss, ms', 170, on('40 ms, 5 % loss', (result) => result.audio.p95)),
    atMost('sound concealed at 40 ms and 5 % loss', 0.01, on('40 ms, 5 % loss', (result) => result.concealed)),
  ]
}
