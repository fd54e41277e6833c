import type { ClassId, ItemId } from '../../../../kernel/ids.ts'
import type { LiveDeps } from '../deps.ts'
import { runOf } from './run-store.ts'

/**
 * Tells the floor the run as it is on record; nothing for a class that never had a plan. `reached`: of one
 * that goes on, the item it was at when the box was last there.
 */
export function tellRun({ journal, floor }: Pick<LiveDeps, 'journal' | 'floor'>, classId: ClassId, reached: ItemId | null = null): void {
  const stored = runOf(journal.query, classId)
  if (stored) floor.tell({ type: 'run', classId, run: stored.run.items.length > 0 ? stored.run : null, reached })
}
