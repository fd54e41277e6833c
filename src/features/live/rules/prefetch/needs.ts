import { type HubTime, later, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Run, RunItem } from '../../wire/run.ts'
import { beatOf } from '../together/beat-sound.ts'
import { scheduleOf } from '../run/schedule.ts'

/** A file of the box: a track or a picture. */
export type FileRef = string
/** `due`: when it is first needed; null for what may be wanted at any time and is planned for none. */
export type FileNeed = { readonly ref: FileRef; readonly due: HubTime | null }

/** Whether the seat plays the class's sound, and shows its pictures. */
export type SeatNeeds = { readonly sounds: boolean; readonly shows: boolean }

/** When nobody said when the class begins, it may do so as soon as this. */
const MAY_BEGIN_IN: Micros = 20 * MICROS_PER_SECOND

/**
 * What a page must have for the rest of the plan, in the order in which it is needed: pictures and
 * tracks that the box was given. What every page makes itself is no need.
 */
export function needsOf(run: Run | null, seat: SeatNeeds, now: HubTime, startsAt: HubTime | null): FileNeed[] {
  if (run === null) return []
  const first = new Map<FileRef, HubTime>()
  for (const { item, due } of dues(run, now, startsAt)) {
    for (const ref of filesOf(item, seat)) if ((first.get(ref) ?? Infinity) > due) first.set(ref, due)
  }
  return [...first].map(([ref, due]) => ({ ref, due })).toSorted((a, b) => a.due - b.due)
}

function dues(run: Run, now: HubTime, startsAt: HubTime | null): { readonly item: RunItem; readonly due: HubTime }[] {
  let cursor = startsAt === null || startsAt < now ? later(now, MAY_BEGIN_IN) : startsAt
  return scheduleOf(run, now).lines.flatMap(({ item, state, from, length }) => {
    if (state === 'done' || state === 'skipped') return []
    if (from !== null) return [{ item, due: from }]
    const due = cursor
    cursor = later(cursor, length)
    return [{ item, due }]
  })
}

function filesOf({ music, picture }: RunItem, { sounds, shows }: SeatNeeds): FileRef[] {
  const refs: FileRef[] = []
  if (shows && picture !== undefined) refs.push(picture.picture)
  if (sounds && music !== null && beatOf(music) === undefined) refs.push(music)
  return refs
}
