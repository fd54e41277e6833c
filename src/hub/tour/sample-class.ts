import { beginClass } from '../../features/live/hub/begin-class.ts'
import { runStep } from '../../features/live/hub/class-command.ts'
import type { LiveDeps } from '../../features/live/hub/deps.ts'
import { makeClass } from '../../features/live/hub/make-class.ts'
import { classes } from '../../features/live/hub/store.ts'
import { m } from '../../words/messages.js'

/** The guided tour's class, live from the first moment. After a crash it goes on from wherever it was. */
export function beginSample(live: LiveDeps): void {
  const { code, phase } = classes(live.journal.query)[0] ?? makeClass(live, m.hub_sample_title(), 'box')
  if (phase === 'draft') runStep(live, code, { type: 'open-lobby' }, 'box')
  if (phase === 'draft' || phase === 'lobby') beginClass(live, code, 'box')
}
