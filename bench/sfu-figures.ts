import type { Percentiles } from '../testkit/media/meter.ts'
import type { ContenderName } from './sfu-contenders.ts'
import { median } from './report.ts'

/** One contender, one round, one number of subscribers. Delays in milliseconds. */
export type Sample = {
  readonly contender: ContenderName
  readonly subscribers: number
  readonly round: number
  /** CPU of the SFU's process, in cores. */
  readonly cores: number
  readonly microsPerPacket: number
  readonly packetsPerSecond: number
  /** Share of packets that never came. */
  readonly loss: number
  readonly residentMegabytes: number
  readonly video: Percentiles
  /** Packets of all frames but keyframes, whose bursts a pacer spreads on purpose. */
  readonly plainVideo: Percentiles
  readonly audio: Percentiles
  /** Whole machine, 0 to 1. */
  readonly busy: number
}

export type Verdict = { readonly figure: string; readonly limit: number; readonly value: number | undefined; readonly met: boolean | undefined }

/** The audience for which figures are promised. */
export const PROMISED_AUDIENCE = 50

/**
 * Compares with what is promised. Ratios are taken within a round, between runs a moment apart, and
 * the middle one counts: what disturbs the machine then disturbs both. Undefined when a side is missing.
 */
export function verdicts(samples: readonly Sample[]): Verdict[] {
  const at = samples.filter((sample) => sample.subscribers === PROMISED_AUDIENCE)
  const ours = at.filter((sample) => sample.contender === 'lectern')
  const ratio = (peer: ContenderName, of: (sample: Sample) => number): number | undefined => middle(ours.flatMap((sample) => {
    const other = at.find((candidate) => candidate.contender === peer && candidate.round === sample.round)
    return other ? [of(sample) / of(other)] : []
  }))
  const own = (of: (sample: Sample) => number): number | undefined => middle(ours.map(of))
  return [
    atMost('cpu per packet / janus', 0.55, ratio('janus', (sample) => sample.microsPerPacket)),
    atMost('cpu per packet / janus, 2 event loops', 0.9, ratio('janus-2-loops', (sample) => sample.microsPerPacket)),
    atMost('video delay p95 / janus, keyframe bursts apart', 0.9, ratio('janus', (sample) => sample.plainVideo.p95)),
    atMost('video delay p95 / janus, all packets', 0.9, ratio('janus', (sample) => sample.video.p95)),
    atMost('audio delay p95 / janus', 0.9, ratio('janus', (sample) => sample.audio.p95)),
    atMost('cores', 0.25, own((sample) => sample.cores)),
    atMost('resident MB', 350, own((sample) => sample.residentMegabytes)),
    atMost('loss', 0, ours.length === 0 ? undefined : Math.max(...ours.map((sample) => sample.loss))),
  ]
}

function middle(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median(values)
}

function atMost(figure: string, limit: number, value: number | undefined): Verdict {
  return { figure, limit, value, met: value === undefined ? undefined : value <= limit }
}
