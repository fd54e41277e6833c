import { type HubTime, hubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { ItemId } from '../../../../kernel/ids.ts'
import type { Run } from '../../wire/run.ts'
import { endOf, runAt } from './walk.ts'

/** A cue of the plan, and when its time comes. `index` is its place among the item's cues. */
export type DueCue = { readonly item: ItemId; readonly index: number; readonly at: HubTime; readonly word: string }

/** More steps than items can end by themselves in any span that is asked for. */
const MOST_STEPS = 100

/**
 * The planned cues with an instant in [from, to), as the run stands. Those that a stretch before this
 * one has passed are not among them: after a hold or a return the item goes on where it was.
 */
export function dueCues(run: Run, from: HubTime, to: HubTime): DueCue[] {
  const due: DueCue[] = []
  let at = runAt(run, from)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const end = endsByItself(at)
    due.push(...cuesOf(at, from, hubTime(Math.min(to, end ?? to))))
    if (end === null || end >= to) break
    at = runAt(at, end)
  }
  return due.toSorted((a, b) => a.at - b.at)
}

/** When the next planned cue after `from` comes, if the run goes on as it is; null when none does. */
export function nextCueAt(run: Run, from: HubTime): HubTime | null {
  const [first] = cuesOf(runAt(run, from), from, hubTime(Number.MAX_SAFE_INTEGER)).toSorted((a, b) => a.at - b.at)
  return first?.at ?? null
}

function endsByItself(run: Run): HubTime | null {
  const item = run.current === null ? undefined : run.items[run.current]
  return item?.overrun === 'cut' ? endOf(run) : null
}

function cuesOf(run: Run, from: number, to: number): DueCue[] {
  const { line, current } = run
  const item = current === null ? undefined : run.items[current]
  const { since, position } = line
  if (!item || since === null) return []
  return item.cues.flatMap((cue, index) => {
    const offset: Micros = cue.at * MICROS_PER_SECOND
    const at = hubTime(since + offset - position)
    return offset >= position && at >= from && at < to ? [{ item: item.id, index, at, word: cue.word }] : []
  })
}

/**
 * Which planned cues are to be given now. It remembers what it gave, since a cue is given a little
 * ahead of its instant and the instant can move meanwhile.
 *
 * 1. A cue of an item is given once each time the item begins, whatever is held, extended or told anew.
 * 2. One whose instant passed more than {@link TOO_LATE} ago is not given: late light is no cue.
 */
export class CueGiver {
  readonly #given = new Map<ItemId, Set<number>>()
  #on: ItemId | null = null
  #from: HubTime

  /** What comes before `from` was given by somebody else (the box before its restart). */
  constructor(from: HubTime) {
    this.#from = from
  }

  /** The cues up to `until` that were not given before. `run` is as it stands at `now`. */
  take(run: Run, now: HubTime, until: HubTime): DueCue[] {
    this.#noticeItem(run, now)
    const from = hubTime(Math.max(this.#from, now - TOO_LATE))
    return dueCues(run, from, until).filter(({ item, index }) => {
      const given = this.#given.get(item) ?? new Set()
      if (given.has(index)) return false
      this.#given.set(item, given.add(index))
      return true
    })
  }

  #noticeItem(run: Run, now: HubTime): void {
    const { current, line, items } = runAt(run, now)
    const item = current === null ? undefined : items[current]
    // One that begins from its start has all its cues before it; the first of them may have been given ahead.
    if (item && item.id !== this.#on && line.position === 0 && item.ran !== null) this.#given.delete(item.id)
    this.#on = item?.id ?? null
  }
}

/** Microseconds. */
export const TOO_LATE: Micros = 2 * MICROS_PER_SECOND
