import { Refused } from '../../../../kernel/failures.ts'
import type { PublisherId } from '../../../../kernel/ids.ts'
import type { ClassView } from '../../wire/words.ts'
import type { LiveDeps } from '../deps.ts'
import { classView, findClass } from '../views.ts'

/** Puts a publisher on the programme, or nobody. Everybody keeps their connection. */
export function chooseProgramme(
  deps: Pick<LiveDeps, 'journal' | 'clock' | 'floor' | 'stages' | 'marks'>, code: string, publisher: PublisherId | null,
): ClassView {
  const stored = findClass(deps.journal.query, code)
  if (publisher !== null && !deps.stages.find(stored.id, publisher)) throw new Refused('PUBLISHER_UNKNOWN')
  deps.stages.choose(stored.id, publisher)
  return classView(stored, deps)
}
