import { beginClass } from '../../features/live/hub/class/begin-class.ts'
import { runStep } from '../../features/live/hub/class/class-command.ts'
import type { LiveDeps } from '../../features/live/hub/deps.ts'
import { makeClass } from '../../features/live/hub/class/make-class.ts'
import { classes } from '../../features/live/hub/store.ts'
import type { Plan } from '../../features/live/wire/run.ts'
import { newId } from '../../kernel/ids.ts'
import { m } from '../../words/messages.js'

/** The guided tour's class, live from the first moment. After a crash it goes on from wherever it was. */
export function beginSample(live: LiveDeps): void {
  const { code, phase } = classes(live.journal.query)[0] ?? makeClass(live, m.hub_sample_title(), 'box', samplePlan(live))
  if (phase === 'draft') runStep(live, code, { type: 'open-lobby' }, 'box')
  if (phase === 'draft' || phase === 'lobby') beginClass(live, code, 'box')
}

/** Long enough that nobody who takes the tour runs out of it, with something to come. */
function samplePlan({ crypto }: Pick<LiveDeps, 'crypto'>): Plan {
  const item = (kind: 'practice' | 'questions', title: string, minutes: number): Plan['items'][number] =>
    ({ id: newId('item', crypto), title, kind, seconds: minutes * 60, overrun: 'push', cues: [], poll: null, music: null })
  return { objective: m.hub_sample_objective(), items: [item('practice', m.hub_sample_practice(), 10), item('questions', m.hub_sample_questions(), 5)] }
}
