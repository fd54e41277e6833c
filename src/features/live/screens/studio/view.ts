import type { HubTime } from '../../../../kernel/time.ts'
import type { CueResult, Publisher, RosterLine, SeatKind } from '../../wire/words.ts'

/** The host's reading of what the box says: pure, so that it is tested without a browser. */

/** Hands in the order they went up. */
export function handsOf(lines: Iterable<RosterLine>): RosterLine[] {
  return [...lines]
    .filter((line) => line.handSince !== null)
    .sort((a, b) => (a.handSince ?? 0) - (b.handSince ?? 0))
}

/** A learner the host should look at, and why. */
export type Need = { readonly line: RosterLine; readonly why: 'gone' | 'asleep' | 'cue-late' | 'socket' }

/** A cue later than this after the press was not felt together. */
export const CUE_LIMIT_MS = 150

export function needOf(line: RosterLine): Need['why'] | undefined {
  if (line.link === 'gone') return 'gone'
  if (line.link === 'asleep') return 'asleep'
  if (line.cueMs !== null && line.cueMs > CUE_LIMIT_MS) return 'cue-late'
  return line.link === 'socket' ? 'socket' : undefined
}

export type SeatGroup = { readonly kind: SeatKind; readonly lines: readonly RosterLine[]; readonly here: number }
const KINDS: readonly SeatKind[] = ['room', 'venue', 'elsewhere']

/** The roster by kind of seat; who needs somebody first, then by name. Empty kinds are left out. */
export function groupsOf(lines: Iterable<RosterLine>): SeatGroup[] {
  const all = [...lines]
  return KINDS.map((kind) => {
    const group = all.filter((line) => line.kind === kind)
    group.sort((a, b) => Number(needOf(b) !== undefined) - Number(needOf(a) !== undefined) || nameOrder(a, b))
    return { kind, lines: group, here: group.filter((line) => line.link !== 'gone').length }
  }).filter((group) => group.lines.length > 0)
}

function nameOrder(a: RosterLine, b: RosterLine): number {
  if (a.name === null || b.name === null) return Number(a.name === null) - Number(b.name === null)
  return a.name.localeCompare(b.name)
}

/** Median of `afterMs`, the one figure "after the press" stands for; null when nobody played. */
export function typicalAfterMs(result: CueResult): number | null {
  const sorted = [...result.afterMs].sort((a, b) => a - b)
  return sorted.length === 0 ? null : Math.round(sorted[Math.floor((sorted.length - 1) / 2)] ?? 0)
}

/** Where the camera may be used from here, in the order the studio explains it. */
export type CameraDoor = 'open' | 'needs-own-screen' | 'needs-trusted-address'

export function cameraDoor(secureContext: boolean, trustedAddress: string | null): CameraDoor {
  if (secureContext) return 'open'
  return trustedAddress === null ? 'needs-own-screen' : 'needs-trusted-address'
}

export function secondsSince(then: HubTime | null, now: HubTime | null): number | null {
  return then === null || now === null ? null : Math.max(0, (now - then) / 1_000_000)
}

/** What the class sees: the publisher on the programme, if any. */
export function programmeOf(publishers: readonly Publisher[]): Publisher | undefined {
  return publishers.find((publisher) => publisher.isProgramme)
}
