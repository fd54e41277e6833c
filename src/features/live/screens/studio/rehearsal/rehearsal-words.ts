import { m } from '../../../../../words/messages.js'
import type { AskedCheck, BoxCheck } from '../../../wire/checks.ts'
import type { HeldRehearsal } from '../../../wire/rehearsal.ts'

export const LEARNER_CHOICES = ['3', '10', '30'] as const
export const NETWORK_CHOICES: readonly { readonly value: AskedCheck['network']; readonly words: () => string }[] = [
  { value: 'lan', words: () => m.studio_trial_lan() },
  { value: 'wan', words: () => m.studio_trial_wan() },
  { value: 'bad', words: () => m.studio_trial_bad() },
  { value: 'cap300', words: () => m.studio_trial_cap300() },
]

export const STATE_LAMPS: Readonly<Record<BoxCheck['state'], 'on' | 'flag' | 'wait'>> = { running: 'wait', passed: 'on', failed: 'flag', stopped: 'wait', broken: 'flag' }

/** What came out of a check, in one sentence. */
export function stateSentence({ state, sentence, asked }: BoxCheck): string {
  switch (state) {
    case 'running': return m.studio_trial_running()
    case 'passed': return m.studio_trial_passed({ learners: asked.learners })
    case 'failed': return m.studio_trial_failed()
    case 'stopped': return m.studio_trial_stopped()
    case 'broken': return sentence ?? m.studio_trial_broken()
  }
}

/** What a rehearsal of the crew came to, in one sentence. */
export function sheetSentence({ endedAt, figures }: HeldRehearsal, language: string): string {
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(endedAt)
  const over = figures.items.filter(({ planned, ran }) => ran !== null && ran > planned).length
  const cues = figures.cueMs === null ? null : Math.round(figures.cueMs.p95)
  return cues === null
    ? m.studio_crew_held({ when, came: figures.came, over })
    : m.studio_crew_held_cues({ when, came: figures.came, over, cues: figures.cues, ms: cues })
}
