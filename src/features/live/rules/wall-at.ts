import type { EntryTime } from '../../../kernel/entry.ts'
import { elapsedMs } from '../../../kernel/time.ts'
import type { HubTime, WallTime } from '../../../kernel/time.ts'

/** An instant on the clock of an entry's run, by the wall clock that the entry tells. */
export function wallAt(at: HubTime, { monotonic, wall }: Pick<EntryTime, 'monotonic' | 'wall'>): WallTime {
  return wall + Math.round(elapsedMs(monotonic as HubTime, at)) as WallTime
}
