import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { ItemId } from '../../../../kernel/ids.ts'
import { MOST_ITEMS } from '../../wire/run.ts'
import type { Plan, PlanItem, Run, RunItem, RunMove } from '../../wire/run.ts'
import { absorbed, givenBack } from './absorb.ts'
import { elapsedAt, enter, leave, nextAhead, runAt } from './walk.ts'

export { scheduleOf } from './schedule.ts'
export type { Schedule } from './schedule.ts'
export { endOf, runAt } from './walk.ts'

/**
 * The run of show as it is being followed.
 *
 * 1. Before the beginning and after the last item nothing is on; in between exactly one item is
 *    `now`, and all before it are done or skipped.
 * 2. The revision grows by one with every change, those that time alone makes included ({@link runAt}):
 *    a command that was meant for what its sender looked at is never done to something else.
 * 3. No time is lost: what all items ran, and the time for which one was held, is the time that passed.
 * 4. An item that is done or skipped stays as it is until somebody goes back to it.
 * 5. With `absorb`, time that an item takes beyond its length comes from the items after it, each down
 *    to a third of its length or half a minute, whichever is longer, and one with `cut` that was left not at all;
 *    the end holds until all have given that, and moves back from then on.
 * 6. A wrong press costs nothing: who goes back finds the item where it was left, the one they came
 *    from waits with the time it has left, and what was passed over on the way is ahead again.
 * 7. Every page that applies the same events holds the same run, however late it hears of them.
 */
export type RunEvent =
  | { readonly type: 'begun'; readonly at: HubTime }
  | { readonly type: 'entered'; readonly at: HubTime; readonly item: ItemId }
  | { readonly type: 'finished'; readonly at: HubTime }
  | { readonly type: 'skipped'; readonly at: HubTime; readonly item: ItemId }
  | { readonly type: 'extended'; readonly at: HubTime; readonly item: ItemId; readonly seconds: number }
  | { readonly type: 'inserted'; readonly at: HubTime; readonly index: number; readonly item: PlanItem }
  | { readonly type: 'held'; readonly at: HubTime }
  | { readonly type: 'went-on'; readonly at: HubTime }
  /** The clock began anew (the machine was off): `from` on the old clock is `at` on this one. */
  | { readonly type: 'carried-over'; readonly at: HubTime; readonly from: HubTime }
  /** The class ended. */
  | { readonly type: 'ended'; readonly at: HubTime }

export type RunRefusal = 'RUN_MOVED_ON' | 'ITEM_UNKNOWN' | 'ITEM_DONE' | 'ITEM_TOO_SHORT' | 'PLAN_FULL'
export type RunDecision =
  | { readonly ok: true; readonly events: readonly RunEvent[] }
  | { readonly ok: false; readonly refusal: RunRefusal; readonly details?: Readonly<Record<string, string | number>> }

/** The least that an item is shortened to. */
const LEAST_LENGTH: Micros = 5 * MICROS_PER_SECOND

export function plannedRun(plan: Plan): Run {
  return { revision: 0, items: plan.items.map(planned), current: null, line: { length: null, position: 0, since: null } }
}

export function beginRun(run: Run, at: HubTime): Run {
  return applyRun(run, { type: 'begun', at })
}

/** Everything that is still ahead is skipped, and what is on is done. */
export function endRun(run: Run, at: HubTime): Run {
  return applyRun(run, { type: 'ended', at })
}

export function hasBegun(run: Run): boolean {
  return run.items.some(({ state }) => state !== 'ahead')
}

export function currentItem(run: Run): RunItem | null {
  return run.current === null ? null : (run.items[run.current] ?? null)
}

/**
 * What a host's press does, decided on the run as it is at `now`. `revision` is that of the run they
 * looked at, read off at that moment: `runAt(run, now).revision`.
 */
export function decideRun(before: Run, { revision, move }: { readonly revision: number; readonly move: RunMove }, now: HubTime): RunDecision {
  const run = runAt(before, now)
  if (revision !== run.revision) return refuse('RUN_MOVED_ON', { revision: run.revision, item: currentItem(run)?.id ?? '' })
  switch (move.do) {
    case 'next': {
      const next = nextAhead(run)
      if (next !== undefined) return accept({ type: 'entered', at: now, item: next.id })
      return run.current === null ? refuse('ITEM_DONE') : accept({ type: 'finished', at: now })
    }
    case 'go-to':
      return decideGoTo(run, move.item, now)
    case 'skip':
      return decideSkip(run, move.item, now)
    case 'extend':
      return decideExtend(run, move, now)
    case 'insert':
      return decideInsert(run, move, now)
    case 'hold':
      if (run.current === null) return refuse('ITEM_DONE')
      return run.line.since === null ? accept() : accept({ type: 'held', at: now })
    case 'go-on':
      if (run.current === null) return refuse('ITEM_DONE')
      return run.line.since === null ? accept({ type: 'went-on', at: now }) : accept()
  }
}

/** Total: an event that makes no sense here (one before it was lost with a disk) changes nothing. */
export function applyRun(before: Run, event: RunEvent): Run {
  const run = runAt(before, event.type === 'carried-over' ? event.from : event.at)
  const next = applied(run, event)
  return next === run ? run : { ...next, revision: run.revision + 1 }
}

function applied(run: Run, event: RunEvent): Run {
  switch (event.type) {
    case 'begun':
      return hasBegun(run) || run.items.length === 0 ? run : enter(run, 0, event.at)
    case 'entered': {
      const index = indexOf(run, event.item)
      return index === undefined || index === run.current ? run : goTo(run, index, event.at)
    }
    case 'finished':
      return leave(run, event.at, 'done')
    case 'skipped':
      return withItem(run, event.item, (item) => (item.state === 'ahead' ? { ...item, state: 'skipped' } : item))
    case 'extended':
      return extended(run, event)
    case 'inserted':
      if (indexOf(run, event.item.id) !== undefined) return run
      return { ...run, items: run.items.toSpliced(event.index, 0, planned(event.item)) }
    case 'held':
      return run.line.since === null ? run : { ...run, line: { ...run.line, position: elapsedAt(run, event.at), since: null } }
    case 'went-on':
      return run.current === null || run.line.since !== null ? run : { ...run, line: { ...run.line, since: event.at } }
    case 'carried-over':
      if (run.line.since === null) return run
      return { ...run, line: { ...run.line, position: elapsedAt(run, event.from), since: event.at } }
    case 'ended': {
      const left = leave(run, event.at, 'done')
      if (!left.items.some(({ state }) => state === 'ahead')) return left
      return { ...left, items: left.items.map((item) => (item.state === 'ahead' ? { ...item, state: 'skipped' } : item)) }
    }
  }
}

/** Forward, what is passed over is skipped; back, it is ahead again, and the item left waits with what it has left. */
function goTo(run: Run, index: number, at: HubTime): Run {
  const from = run.current ?? run.items.length
  const back = index < from
  const left = leave(run, at, back ? 'ahead' : 'done')
  const items = left.items.map((item, place): RunItem => {
    if (place < index && item.state === 'ahead') return { ...item, state: 'skipped' } // Also when nothing was on, and items came after the last.
    if (back && place > index && place < from && item.state === 'skipped') return { ...item, state: 'ahead' }
    return item
  })
  return enter({ ...left, items }, index, at)
}

function decideGoTo(run: Run, id: ItemId, now: HubTime): RunDecision {
  const index = indexOf(run, id)
  if (index === undefined) return refuse('ITEM_UNKNOWN')
  return index === run.current ? accept() : accept({ type: 'entered', at: now, item: id })
}

function decideSkip(run: Run, id: ItemId, now: HubTime): RunDecision {
  const index = indexOf(run, id)
  const state = index === undefined ? undefined : run.items[index]?.state
  switch (state) {
    case undefined:
      return refuse('ITEM_UNKNOWN')
    case 'done':
      return refuse('ITEM_DONE')
    case 'skipped':
      return accept()
    case 'ahead':
      return accept({ type: 'skipped', at: now, item: id })
    case 'now':
      return decideRun(run, { revision: run.revision, move: { do: 'next' } }, now)
  }
}

function decideExtend(run: Run, { item: id, seconds }: Extract<RunMove, { do: 'extend' }>, now: HubTime): RunDecision {
  const index = indexOf(run, id)
  const item = index === undefined ? undefined : run.items[index]
  if (index === undefined || !item) return refuse('ITEM_UNKNOWN')
  if (item.state === 'done' || item.state === 'skipped') return refuse('ITEM_DONE')
  if (seconds === 0) return accept()
  const least = Math.max(LEAST_LENGTH, index === run.current ? elapsedAt(run, now) : (item.ran ?? 0))
  if (seconds < 0 && item.length + seconds * MICROS_PER_SECOND < least) return refuse('ITEM_TOO_SHORT')
  return accept({ type: 'extended', at: now, item: id, seconds })
}

/** An item that is over already gets its minute from now on, not from when it should have ended. */
function extended(run: Run, { item: id, seconds, at }: Extract<RunEvent, { type: 'extended' }>): Run {
  const index = indexOf(run, id)
  const item = index === undefined ? undefined : run.items[index]
  if (index === undefined || !item || item.state === 'done' || item.state === 'skipped') return run
  const isOn = index === run.current
  const used = isOn ? elapsedAt(run, at) : (item.ran ?? 0)
  const length = Math.max(LEAST_LENGTH, used, (seconds > 0 ? Math.max(item.length, used) : item.length) + seconds * MICROS_PER_SECOND)
  const items = run.items.with(index, { ...item, length })
  const more = length - item.length
  const settled = item.overrun !== 'absorb' ? items : more > 0 ? absorbed(items, index + 1, more) : givenBack(items, index + 1, -more)
  return { ...run, items: settled, line: isOn ? { ...run.line, length } : run.line }
}

function decideInsert(run: Run, { after, item }: Extract<RunMove, { do: 'insert' }>, now: HubTime): RunDecision {
  if (indexOf(run, item.id) !== undefined) return accept() // Told twice.
  if (run.items.length >= MOST_ITEMS) return refuse('PLAN_FULL')
  const firstAhead = run.current === null ? run.items.length : run.current + 1
  if (after === null) return accept({ type: 'inserted', at: now, index: firstAhead, item })
  const index = indexOf(run, after)
  if (index === undefined) return refuse('ITEM_UNKNOWN')
  return index + 1 < firstAhead ? refuse('ITEM_DONE') : accept({ type: 'inserted', at: now, index: index + 1, item })
}

function planned(item: PlanItem): RunItem {
  return { ...item, state: 'ahead', length: item.seconds * MICROS_PER_SECOND, ran: null }
}

function indexOf(run: Run, id: ItemId): number | undefined {
  const index = run.items.findIndex((item) => item.id === id)
  return index < 0 ? undefined : index
}

function withItem(run: Run, id: ItemId, change: (item: RunItem) => RunItem): Run {
  const index = indexOf(run, id)
  const item = index === undefined ? undefined : run.items[index]
  if (index === undefined || !item) return run
  const next = change(item)
  return next === item ? run : { ...run, items: run.items.with(index, next) }
}

function accept(...events: readonly RunEvent[]): RunDecision {
  return { ok: true, events }
}

function refuse(refusal: RunRefusal, details?: Readonly<Record<string, string | number>>): RunDecision {
  return details ? { ok: false, refusal, details } : { ok: false, refusal }
}
