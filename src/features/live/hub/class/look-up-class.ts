import { Refused } from '../../../../kernel/failures.ts'
import { isOver } from '../../rules/class.ts'
import type { ClassView } from '../../wire/words.ts'
import type { LiveDeps } from '../deps.ts'
import { classView, findClass } from '../views.ts'

/** What somebody with a code may know before they sit down. */
export function lookUpClass(deps: Pick<LiveDeps, 'journal' | 'clock' | 'floor' | 'stages' | 'marks'>, code: string): ClassView {
  const stored = findClass(deps.journal.query, code)
  if (isOver(stored.phase)) throw new Refused('CLASS_OVER')
  return classView(stored, deps)
}
