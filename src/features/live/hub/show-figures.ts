import type { ClassReport } from '../wire/words.ts'
import type { LiveDeps } from './deps.ts'
import { countsOf } from './store.ts'
import { findClass } from './views.ts'

const NOTHING_MEASURED = {
  joinTried: 0, joinSucceeded: 0, joinMs: null, cueMs: null, apartMs: null, videoMs: null, backMs: null, bySeat: [],
  stayed: 0, ready: 0, questions: { asked: 0, answered: 0, kept: 0, hidden: 0 }, polls: [], startMs: null, guests: 0, items: [],
} as const

/** What a class ended with; of one that goes on, the counts on record so far. */
export function showFigures(deps: Pick<LiveDeps, 'journal'>, code: string): ClassReport {
  const stored = findClass(deps.journal.query, code)
  if (stored.figures) return { ...stored.figures, texts: null }
  const { id, code: written, title, begun } = stored
  return { ...NOTHING_MEASURED, texts: null, bySeat: [], items: [], code: written, title, beganAt: begun?.wall ?? null, endedAt: null, ...countsOf(deps.journal.query, id) }
}
