import type { HubTime } from '../../../../kernel/time.ts'
import type { AttentionContext } from '../../rules/attention.ts'
import { type Schedule, scheduleOf } from '../../rules/run/schedule.ts'
import { maySit } from '../../rules/standing.ts'
import { positionAt, type Timeline } from '../../rules/clock/timeline.ts'
import type { ItemKind, Run } from '../../wire/run.ts'
import type { ClassView, CueResult, Publisher, RosterLine, SeatKind } from '../../wire/words.ts'

/** The host's reading of what the box says: pure, so that it is tested without a browser. */

/** Hands in the order they went up; a muted learner's is not shown. */
export function handsOf(lines: Iterable<RosterLine>): RosterLine[] {
  return [...lines]
    .filter((line) => line.handSince !== null && line.standing === 'welcome')
    .sort((a, b) => (a.handSince ?? 0) - (b.handSince ?? 0))
}

/** Has a place in the class: was not sent away. */
export const isHere = ({ standing }: RosterLine): boolean => maySit(standing)

export function scheduleNow(run: Run | null, now: HubTime | null): Schedule | null {
  return run === null || run.items.length === 0 || now === null ? null : scheduleOf(run, now)
}

/** Where the class stands, with its live check and its practice, for the rules of who needs the host. */
export function contextOf(schedule: Schedule | null, view: Pick<ClassView, 'phase' | 'beganAt'> | null): AttentionContext {
  const current = schedule?.current ?? null
  const since = (kind: ItemKind) => (current?.item.kind === kind ? current.from : null)
  return { checkSince: since('check'), practiceSince: since('practice'), liveSince: view?.phase === 'live' ? view.beganAt : null }
}

/** Runs, or is agreed to begin in a moment, and is not at its end. */
export function isRunning(line: Timeline | null, now: HubTime | null): boolean {
  if (line === null || line.since === null) return false
  return now === null || line.length === null || positionAt(line, now) < line.length
}

export type SeatGroup = { readonly kind: SeatKind; readonly lines: readonly RosterLine[]; readonly here: number }
const KINDS: readonly SeatKind[] = ['room', 'venue', 'elsewhere']

/** The roster by kind of seat; who needs somebody first, then by name. Empty kinds are left out. */
export function groupsOf(lines: Iterable<RosterLine>, needsHost: (line: RosterLine) => boolean): SeatGroup[] {
  const all = [...lines].filter(isHere)
  return KINDS.map((kind) => {
    const group = all.filter((line) => line.kind === kind)
    group.sort((a, b) => Number(needsHost(b)) - Number(needsHost(a)) || nameOrder(a, b))
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
