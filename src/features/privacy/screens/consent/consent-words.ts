import { m } from '../../../../words/messages.js'
import type { ConsentBy, Purpose } from '../../wire/words.ts'
import { dayText } from '../crew/crew-format.ts'
import type { Fault } from './consent-state.ts'

export const SHORT: Readonly<Record<Purpose, () => string>> = {
  heard: m.privacy_consent_short_heard, seen: m.privacy_consent_short_seen, answers: m.privacy_consent_short_answers,
  analytics: m.privacy_consent_short_analytics, contact: m.privacy_consent_short_contact,
}

/** What becomes of what was kept when a yes is taken back. */
export const WITHDRAWN: Readonly<Record<Purpose, () => string>> = {
  heard: m.privacy_consent_withdrawn_heard, seen: m.privacy_consent_withdrawn_seen, answers: m.privacy_consent_withdrawn_answers,
  analytics: m.privacy_consent_withdrawn_analytics, contact: m.privacy_consent_withdrawn_contact,
}

const BY: Readonly<Record<ConsentBy, (when: { when: string }) => string>> = {
  self: m.privacy_consent_stands_self, desk: m.privacy_consent_stands_desk, guardian: m.privacy_consent_stands_guardian,
}

/** Who said it, where and when. */
export function byWords(by: ConsentBy, at: number): string {
  return BY[by]({ when: dayText(at) })
}

/** The box's own sentence where it sent one. */
export function faultWords(fault: Fault): string {
  if (fault.type === 'unreachable') return m.privacy_consent_untold()
  return fault.sentence === '' ? m.privacy_consent_refused() : fault.sentence
}
