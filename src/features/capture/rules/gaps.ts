import { hubTime } from '../../../kernel/time.ts'
import type { HubTime } from '../../../kernel/time.ts'
import type { NotWritten } from '../wire/words.ts'

/** What of a class is not in its recording, out of what is on record. Pure; all times on one clock, microseconds. */

export type Stretch = { readonly from: HubTime; readonly to: HubTime }
export type Gap = Stretch & { readonly why: 'off' | NotWritten }

/** Less than this nobody would call a gap: a segment's edge, the first keyframe. */
const LEAST_GAP = 500_000

export type RecordedClass = Stretch & {
  /** When the host put it on the record or took it off, in order. */
  readonly switches: readonly { readonly at: HubTime; readonly on: boolean }[]
  /** In order. */
  readonly segments: readonly Stretch[]
  readonly losses: readonly (Stretch & { readonly why: NotWritten })[]
}

/** What happened so lately may still be on its way to the disk. */
const ON_ITS_WAY = 10_000_000

/** Of a class that goes on: all but its newest end, of which nobody can say yet whether it is missing. */
export function settledPart(recorded: RecordedClass, now: HubTime): RecordedClass {
  const kept = recorded.segments.at(-1)?.to ?? recorded.from
  return { ...recorded, to: hubTime(Math.max(kept, recorded.from, now - ON_ITS_WAY)) }
}

/** In order, without overlap. What nobody told the reason of is the recorder's: a box that was restarted tells of nothing. */
export function gapsOf(recorded: RecordedClass): Gap[] {
  return holes(recorded).flatMap((hole) => splitByReason(hole, recorded)).filter(({ from, to }) => to - from >= LEAST_GAP)
}

/** Where no segment lies. */
function holes({ from, to, segments }: RecordedClass): Stretch[] {
  const found: Stretch[] = []
  let cursor = from
  for (const segment of segments) {
    if (segment.from > cursor) found.push({ from: cursor, to: segment.from < to ? segment.from : to })
    if (segment.to > cursor) cursor = segment.to
  }
  if (to > cursor) found.push({ from: cursor, to })
  return found
}

function splitByReason(hole: Stretch, { switches, losses }: RecordedClass): Gap[] {
  const edges = [...switches.map(({ at }) => at), ...losses.flatMap(({ from, to }) => [from, to])]
    .filter((at) => at > hole.from && at < hole.to)
    .toSorted((a, b) => a - b)
  const starts = [hole.from, ...edges]
  const pieces = starts.map((from, index) => {
    const to = starts[index + 1] ?? hole.to
    return { from, to, why: reasonAt(from, { switches, losses }) }
  })
  return pieces.reduce<Gap[]>((gaps, piece) => {
    const last = gaps.at(-1)
    return last?.why === piece.why ? [...gaps.slice(0, -1), { ...last, to: piece.to }] : [...gaps, piece]
  }, [])
}

function reasonAt(at: HubTime, { switches, losses }: Pick<RecordedClass, 'switches' | 'losses'>): Gap['why'] {
  const isOn = switches.findLast((one) => one.at <= at)?.on ?? false
  if (!isOn) return 'off'
  return losses.find(({ from, to }) => from <= at && at < to)?.why ?? 'recorder-died'
}

/** Whole seconds of the class that are in the recording, and that are not. */
export function recordedSeconds(recorded: RecordedClass): { readonly seconds: number; readonly missing: number } {
  const kept = recorded.segments.reduce((sum, { from, to }) => sum + (to - from), 0)
  const seconds = Math.floor(kept / 1e6)
  return { seconds, missing: Math.max(0, Math.round((recorded.to - recorded.from) / 1e6) - seconds) }
}

/** Whether a stretch lies wholly in time that is on the record: nothing from before the host's word is kept, nor from after it was taken back. */
export function isOnThroughout(switches: RecordedClass['switches'], { from, to }: Stretch): boolean {
  const isOn = switches.findLast((one) => one.at <= from)?.on ?? false
  return isOn && !switches.some(({ at, on }) => !on && at > from && at < to)
}
