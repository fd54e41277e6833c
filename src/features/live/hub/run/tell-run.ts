import type { ClassId } from '../../../../kernel/ids.ts'
import type { LiveDeps } from '../deps.ts'
import { runOf } from './run-store.ts'

/** Tells the floor the run as it is on record; nothing for a class that never had a plan. */
export function tellRun({ journal, floor }: Pick<LiveDeps, 'journal' | 'floor'>, classId: ClassId): void {
  const stored = runOf(journal.query, classId)
  if (stored) floor.tell({ type: 'run', classId, run: stored.run.items.length > 0 ? stored.run : null })
}
