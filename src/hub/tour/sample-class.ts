import { beginClass } from '../../features/live/hub/begin-class.ts'
import { runStep } from '../../features/live/hub/class-command.ts'
import type { LiveDeps } from '../../features/live/hub/deps.ts'
import { makeClass } from '../../features/live/hub/make-class.ts'
import { classes } from '../../features/live/hub/store.ts'
import { m } from '../../words/messages.js'

/** The guided tour's class, live from the first moment. After a crash it is there already, and stays as it is. */
export function beginSample(live: LiveDeps): void {
  if (classes(live.journal.query).length > 0) return
  const { code } = makeClass(live, m.hub_sample_title(), 'box')
  runStep(live, code, { type: 'open-lobby' }, 'box')
  beginClass(live, code, 'box')
}
