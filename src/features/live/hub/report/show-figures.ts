import type { Role } from '../../../../kernel/roles.ts'
import { isRunning } from '../../rules/class.ts'
import { FiguresCollector } from '../../rules/figures/collector.ts'
import type { ClassFigures, ClassReport } from '../../wire/words.ts'
import { datesOf, textsOf, withRecord } from './class-report.ts'
import type { LiveDeps } from '../deps.ts'
import { runsTheRoom } from '../media/publish.ts'
import type { StoredClass } from '../store.ts'
import { findClass } from '../views.ts'

type FiguresDeps = Pick<LiveDeps, 'journal' | 'floor' | 'capture'>

/** What a class ended with; of one that goes on, what is known so far. Texts are for those who run the room. */
export async function showFigures(deps: FiguresDeps, code: string, roles: readonly Role[]): Promise<ClassReport> {
  const stored = findClass(deps.journal.query, code)
  const figures = stored.figures ?? await soFar(deps, stored)
  return { ...figures, texts: runsTheRoom({ roles }) ? textsOf(deps.journal.query, stored.id) : null }
}

async function soFar({ journal, floor, capture }: FiguresDeps, stored: StoredClass): Promise<ClassFigures> {
  const dates = datesOf(stored, null)
  // Nothing is measured of a class before its lobby is open, and the floor may not even know it.
  const measured = isRunning(stored.phase) ? await floor.measure(stored.id, dates) : new FiguresCollector().figures(dates)
  return { ...withRecord(journal.query, stored.id, measured, dates), recorded: capture.recordedSeconds(stored.id) }
}
