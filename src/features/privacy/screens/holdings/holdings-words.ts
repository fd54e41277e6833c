import { m } from '../../../../words/messages.js'
import type { Afterlife } from '../../wire/words.ts'
import { PURPOSES } from '../../wire/words.ts'
import { listText } from '../crew/crew-format.ts'
import { PURPOSE_WORDS } from '../crew/purpose-words.ts'
import type { PersonHere } from './holdings-model.ts'
import type { Taken } from './reading.ts'

export const AFTERLIFE_WORDS: Record<Afterlife, { readonly lamp: 'plan' | 'wait' | 'on' | 'off'; readonly words: () => string }> = {
  running: { lamp: 'plan', words: m.privacy_holdings_running },
  contestable: { lamp: 'wait', words: m.privacy_holdings_contestable },
  settled: { lamp: 'on', words: m.privacy_holdings_settled },
  forgotten: { lamp: 'off', words: m.privacy_holdings_forgotten },
}

export function takenText({ what, title }: Taken): string {
  if (what === 'record') return m.privacy_holdings_space_record()
  return what === 'files' ? m.privacy_holdings_space_files() : m.privacy_holdings_space_recording({ title: title === '' ? m.privacy_holdings_untitled() : title })
}

export const personText = ({ name }: Pick<PersonHere, 'name'>): string => name ?? m.privacy_holdings_nameless()

/** What they said yes to, in a few words. */
export function consentText({ consent }: Pick<PersonHere, 'consent'>): string {
  if (consent === null) return m.privacy_holdings_not_asked()
  const yes = PURPOSES.filter((purpose) => consent.choices[purpose]).map((purpose) => PURPOSE_WORDS[purpose]())
  return yes.length === 0 ? m.privacy_holdings_said_no() : m.privacy_holdings_said_yes({ what: listText(yes) })
}
