import type { ClassId, HubId } from '../../kernel/ids.ts'
import { MICROS_PER_MS } from '../../kernel/time.ts'
import type { Assertion } from './c2pa/manifest.ts'
import type { ClipRecord, ClipSegment, Decided } from './clip.ts'
import { endOf } from './plan.ts'
import type { Placed } from './plan.ts'

/** What the manifest of a clip says (docs/protocol/c2pa.md). The original of what was replaced is no ingredient, for nobody has it. */

const CAPTURED = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'

export type Told = { readonly hub: HubId; readonly classId: ClassId; readonly checkpoint: ReturnType<ClipRecord['checkpoint']> }

export function assertionsOf(placed: readonly Placed[], told: Told): Assertion[] {
  const redactions = redactionsOf(placed)
  return [
    { label: 'c2pa.actions.v2', data: { actions: [{ action: 'c2pa.created', digitalSourceType: CAPTURED }, ...redactions.length === 0 ? [] : [edited(redactions)]] } },
    { label: 'org.lectern.record', data: recordOf(placed, told) },
    ...redactions.map((redaction) => ({ label: 'org.lectern.redaction', data: redaction })),
  ]
}

function recordOf(placed: readonly Placed[], { hub, classId, checkpoint }: Told): unknown {
  const [first, last] = [placed[0], placed.at(-1)]
  if (!first || !last) throw new RangeError('a clip of nothing')
  return {
    hub, class: classId, checkpoint,
    span: spanOf(first.segment, last.segment),
    segments: { count: placed.length, first: segmentOf(first.segment), last: segmentOf(last.segment) },
  }
}

const segmentOf = ({ number, sealed }: ClipSegment): unknown => ({ number, entry: sealed })

/** By the box's wall clock, milliseconds since 1970. */
function spanOf(first: ClipSegment, last: ClipSegment): { readonly from: number; readonly to: number } {
  return { from: first.wall, to: Math.round(endOf(last)) }
}

type Redaction = {
  /** Milliseconds from the beginning of the file. */
  readonly file: { readonly from: number; readonly to: number }
  readonly span: { readonly from: number; readonly to: number }
  readonly what: readonly string[]
  /** Of each segment of it, what made it so. */
  readonly decided: readonly (Decided & { readonly segment: number })[]
}

/** One for each run of segments that were replaced alike. */
function redactionsOf(placed: readonly Placed[]): Redaction[] {
  const runs: Placed[][] = []
  for (const one of placed) {
    if (!one.segment.replaced) continue
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before && before.segment.number + 1 === one.segment.number && kindOf(before.segment) === kindOf(one.segment)) run.push(one)
    else runs.push([one])
  }
  return runs.map(redactionOf)
}

function kindOf({ replaced }: ClipSegment): string {
  return replaced ? JSON.stringify([replaced.what, replaced.decided.map(({ means, claim }) => [means, claim])]) : ''
}

function redactionOf(run: readonly Placed[]): Redaction {
  const [first, last] = [run[0], run.at(-1)]
  if (!first?.segment.replaced || !last) throw new RangeError('a redaction of nothing')
  return {
    file: { from: Math.round(first.at / MICROS_PER_MS), to: Math.round((last.at + last.segment.to - last.segment.from) / MICROS_PER_MS) },
    span: spanOf(first.segment, last.segment), what: first.segment.replaced.what,
    decided: run.flatMap(({ segment }) => (segment.replaced?.decided ?? []).map((decided) => ({ segment: segment.number, ...decided }))),
  }
}

/** Where, in the words of C2PA: normal play time, in seconds. */
function edited(redactions: readonly Redaction[]): unknown {
  const seconds = (ms: number): string => (ms / 1000).toFixed(3)
  return {
    action: 'c2pa.edited',
    changes: redactions.map(({ file }) => ({ region: [{ type: 'temporal', time: { type: 'npt', start: seconds(file.from), end: seconds(file.to) } }] })),
  }
}
