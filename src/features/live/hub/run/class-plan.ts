import { EMPTY_PLAN } from '../../wire/run.ts'
import type { Plan } from '../../wire/run.ts'
import type { LiveDeps } from '../deps.ts'
import { findClass } from '../views.ts'
import { runOf } from './run-store.ts'

/** The plan as it was set, also of a class that is over: to run it again. */
export function classPlan({ journal }: Pick<LiveDeps, 'journal'>, code: string): { title: string; plan: Plan } {
  const { id, title } = findClass(journal.query, code)
  return { title, plan: runOf(journal.query, id)?.plan ?? EMPTY_PLAN }
}
