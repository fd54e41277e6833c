import { type HubTime, hubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Run, RunItem } from '../../wire/run.ts'
import { absorbed } from './absorb.ts'

/** The steps of a run from item to item. Positions go beyond an item's length here: that is its overrun. */

/** How long the item that is on has been on; 0 when none is. */
export function elapsedAt({ line }: Run, now: HubTime): Micros {
  return line.position + (line.since === null ? 0 : Math.max(0, now - line.since))
}

/** By how much the item that is on is over its length. */
export function overAt(run: Run, now: HubTime): Micros {
  return run.current === null ? 0 : Math.max(0, elapsedAt(run, now) - (run.line.length ?? Infinity))
}

/** When the item that is on reaches its length; null while it is held, or none is on. */
export function endOf({ line }: Run): HubTime | null {
  return line.length === null || line.since === null ? null : hubTime(line.since + line.length - line.position)
}

/** What time alone has done: an item with `cut` ends at its length, and the next begins at that very instant. */
export function runAt(run: Run, now: HubTime): Run {
  let at = run
  for (let steps = 0; steps <= run.items.length; steps += 1) {
    const item = at.current === null ? undefined : at.items[at.current]
    const end = endOf(at)
    if (item?.overrun !== 'cut' || end === null || end > now) return at
    const next = nextAhead(at)
    const left = leave(at, end, 'done')
    const stepped = next ? enter(left, left.items.findIndex(({ id }) => id === next.id), end) : left
    at = { ...stepped, revision: at.revision + 1 }
  }
  return at
}

/** The first item ahead, after the one that is on. */
export function nextAhead(run: Run): RunItem | undefined {
  return run.items.find((item, place) => item.state === 'ahead' && (run.current === null || place > run.current))
}

/**
 * Nothing is on from `at`. Time over the length is settled here, as the item says: it is part of the
 * item now, and with `absorb` those after it have that much less. One left to `ahead` has time left; else it is done.
 */
export function leave(run: Run, at: HubTime, to: 'done' | 'ahead'): Run {
  const item = run.current === null ? undefined : run.items[run.current]
  if (run.current === null || !item) return run
  const elapsed = elapsedAt(run, at)
  const over = overAt(run, at)
  const length = Math.max(item.length, elapsed)
  const state = to === 'ahead' && elapsed < item.length ? 'ahead' : 'done'
  const items = run.items.with(run.current, { ...item, state, length, ran: (item.ran ?? 0) + elapsed })
  return {
    ...run,
    items: item.overrun === 'absorb' ? absorbed(items, run.current + 1, over) : items,
    current: null,
    line: { length: null, position: 0, since: null },
  }
}

/**
 * The item at a place is on from `at`. It goes on where it was left; one that ends by itself and has
 * had all its time begins anew, since it would otherwise end at once.
 */
export function enter(run: Run, index: number, at: HubTime): Run {
  const item = run.items[index]
  if (!item) return run
  const ran = item.ran ?? 0
  const anew = item.overrun === 'cut' && ran >= item.length
  const length = anew ? item.seconds * MICROS_PER_SECOND : Math.max(item.length, ran)
  return {
    ...run,
    items: run.items.with(index, { ...item, state: 'now', length, ran: anew ? ran : null }),
    current: index,
    line: { length, position: anew ? 0 : ran, since: at },
  }
}
