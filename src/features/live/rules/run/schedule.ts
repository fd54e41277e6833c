import { type HubTime, hubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Run, RunItem } from '../../wire/run.ts'
import { absorbed } from './absorb.ts'
import { elapsedAt, nextAhead, overAt, runAt } from './walk.ts'

/** All spans in microseconds, all instants on the shared clock. */
export type ScheduleLine = {
  readonly item: RunItem
  readonly state: RunItem['state']
  /** When it began or is to begin; null where that is not known: done, skipped, or before the class began. */
  readonly from: HubTime | null
  /** As long as it took, or will take from `from` on. */
  readonly length: Micros
  /** By how much it is longer than it was planned, up to now. */
  readonly over: Micros
  /** How much of the planned time was given up to an item before it, or taken off by the host. */
  readonly shortened: Micros
}

export type Schedule = {
  /** The run at this instant; its `revision` is the one a command names. */
  readonly run: Run
  readonly lines: readonly ScheduleLine[]
  readonly current: ScheduleLine | null
  readonly next: ScheduleLine | null
  /** Of the item that is on; 0 when none is. */
  readonly elapsed: Micros
  /** Until its length; 0 when it is over or none is on. */
  readonly remaining: Micros
  readonly over: Micros
  readonly held: boolean
  /** When the last item is to end; null when none is on. */
  readonly endsAt: HubTime | null
}

/**
 * The run as a screen shows it at an instant. From the item that is on, lines follow each other
 * without gap or overlap. While an item is held or over, what comes after it moves (or gives up its
 * time) with the clock.
 */
export function scheduleOf(before: Run, now: HubTime): Schedule {
  const run = runAt(before, now)
  const on = run.current === null ? undefined : run.items[run.current]
  const elapsed = on ? elapsedAt(run, now) : 0
  const over = overAt(run, now)
  const items = on?.overrun === 'absorb' ? absorbed(run.items, (run.current ?? 0) + 1, over) : run.items

  let cursor: number | null = on ? now - elapsed : null
  const lines = items.map((item): ScheduleLine => {
    const length = lengthOf(item, elapsed)
    const isSet = item.state === 'now' || item.state === 'ahead'
    const from: HubTime | null = isSet && cursor !== null ? hubTime(cursor) : null
    if (isSet && cursor !== null) cursor += length
    return { item, state: item.state, from, length, over: item.state === 'now' ? over : overOf(item), shortened: shortenedOf(item) }
  })
  const next = nextAhead(run)
  return {
    run, lines, elapsed, over,
    current: lines.find(({ state }) => state === 'now') ?? null,
    next: lines.find(({ item }) => item.id === next?.id) ?? null,
    remaining: on ? Math.max(0, (run.line.length ?? 0) - elapsed) : 0,
    held: on !== undefined && run.line.since === null,
    endsAt: cursor === null ? null : hubTime(cursor),
  }
}

function lengthOf(item: RunItem, elapsed: Micros): Micros {
  switch (item.state) {
    case 'now':
      return Math.max(item.length, elapsed)
    case 'ahead':
      return aheadLength(item)
    case 'done':
    case 'skipped':
      return item.ran ?? 0
  }
}

/** What an item takes when it comes: what it has left, or all of it when it begins anew. */
function aheadLength(item: RunItem): Micros {
  const ran = item.ran ?? 0
  if (item.overrun === 'cut' && ran >= item.length) return item.seconds * MICROS_PER_SECOND
  return Math.max(0, item.length - ran)
}

function overOf(item: RunItem): Micros {
  return item.state === 'done' ? Math.max(0, (item.ran ?? 0) - item.seconds * MICROS_PER_SECOND) : 0
}

function shortenedOf(item: RunItem): Micros {
  return item.state === 'done' || item.state === 'skipped' ? 0 : Math.max(0, item.seconds * MICROS_PER_SECOND - item.length)
}
