import { type HubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { pictureAt } from '../../rules/files/picture-at.ts'
import { scheduleOf, type Schedule } from '../../rules/run/run.ts'
import { remainingAt, type Timeline } from '../../rules/clock/timeline.ts'
import type { Poll } from '../../wire/together.ts'
import type { ClassView } from '../../wire/words.ts'
import type { ShownPicture } from '../link/prefetch/prefetcher.ts'
import type { RoomState, RoomTrouble } from './state.ts'

/** A ring with a number in it. Whole seconds. */
export type Ring = {
  readonly shows: 'left' | 'over' | 'class-time'
  readonly seconds: number
  /** How much of the ring is ink, 0 to 1. */
  readonly part: number
  readonly held: boolean
}

export type RoomView =
  | { readonly at: 'looking' }
  | { readonly at: 'trouble'; readonly trouble: RoomTrouble }
  | { readonly at: 'lobby'; readonly class: ClassView; readonly opens: boolean; /** Null when nobody said when. */ readonly begins: number | null }
  | {
    readonly at: 'live'
    readonly class: ClassView
    readonly item: string | null
    /** The label of a timer that takes the ring from the item; empty for one without. */
    readonly timer: string | null
    readonly ring: Ring | null
    readonly next: string | null
    readonly plan: 'none' | 'on' | 'last' | 'done'
    readonly poll: Poll | null
    /** What the item shows, once it is here. */
    readonly slide: ShownPicture | null
  }
  | { readonly at: 'over'; readonly title: string | null }

/** What the screen shows of what it knows, at one instant of the shared clock. */
export function roomView(state: RoomState): RoomView {
  const { class: known, trouble } = state
  if (trouble === 'over') return { at: 'over', title: known?.title ?? null }
  if (known === null) return trouble === null ? { at: 'looking' } : { at: 'trouble', trouble }
  if (trouble === 'too-many' || trouble === 'refused') return { at: 'trouble', trouble }
  switch (known.phase) {
    case 'draft':
      return { at: 'lobby', class: known, opens: false, begins: null }
    case 'lobby':
      return { at: 'lobby', class: known, opens: true, begins: secondsUntil(known.startsAt, state.at) }
    case 'live':
      return liveView(known, state)
    default:
      return { at: 'over', title: known.title }
  }
}

function liveView(known: ClassView, { now, at, pictures }: RoomState): RoomView {
  const { run, timer, poll } = now
  const schedule = run === null || at === null ? null : scheduleOf(run, at)
  return {
    at: 'live', class: known, poll, slide: pictures.get(pictureAt(run, at)?.picture ?? '') ?? null,
    ring: at === null ? null : timer !== null ? timerRing(timer.line, at) : schedule?.current ? itemRing(schedule) : classTime(known.beganAt, at),
    item: schedule?.current?.item.title ?? null,
    timer: timer === null ? null : timer.label,
    next: schedule?.next?.item.title ?? null,
    plan: schedule === null ? 'none' : schedule.current === null ? 'done' : schedule.next === null ? 'last' : 'on',
  }
}

/** Whole seconds as people count them: 0:05 lasts a second, and 0:00 is the end. */
function itemRing({ elapsed, remaining, over, held }: Schedule): Ring {
  if (over >= MICROS_PER_SECOND) return { shows: 'over', seconds: Math.floor(over / MICROS_PER_SECOND), part: 0, held }
  return { shows: 'left', seconds: Math.ceil(remaining / MICROS_PER_SECOND), part: remaining / Math.max(1, elapsed + remaining), held }
}

function timerRing(line: Timeline, at: HubTime): Ring {
  const left = remainingAt(line, at) ?? 0
  return { shows: 'left', seconds: Math.ceil(left / MICROS_PER_SECOND), part: left / Math.max(1, line.length ?? 0), held: line.since === null }
}

function classTime(beganAt: HubTime | null, at: HubTime): Ring | null {
  if (beganAt === null) return null
  const seconds = Math.max(0, (at - beganAt) / MICROS_PER_SECOND)
  return { shows: 'class-time', seconds: Math.floor(seconds), part: (seconds % 60) / 60, held: false }
}

function secondsUntil(instant: HubTime | null, at: HubTime | null): number | null {
  return instant === null || at === null ? null : Math.max(0, Math.ceil((instant - at) / MICROS_PER_SECOND))
}
