import { m } from '../../../../words/messages.js'
import type { DisputeWindow, MomentWhy, Removal } from '../../wire/words.ts'
import { dayText, listText } from '../crew/crew-format.ts'
import type { SpanFault } from './moments-state.ts'

export const WHY: Readonly<Record<MomentWhy, () => string>> = {
  stage: m.privacy_moments_why_stage, hand: m.privacy_moments_why_hand, answer: m.privacy_moments_why_answer,
  question: m.privacy_moments_why_question, marked: m.privacy_moments_why_marked,
}

export const PARTS = ['sound', 'picture', 'text'] as const
export const PART_WORDS: Readonly<Record<(typeof PARTS)[number], () => string>> = {
  sound: m.privacy_moments_sound, picture: m.privacy_moments_picture_part, text: m.privacy_moments_text,
}

/** What of a span: "Sound and Text". */
export function removalWords(remove: Removal): string {
  if (PARTS.every((part) => remove[part])) return m.privacy_moments_all()
  return listText(PARTS.filter((part) => remove[part]).map((part) => PART_WORDS[part]()))
}

const HOURS_A_DAY = 24

/** Until when somebody can ask for removal. */
export function windowWords({ state, hours, until }: DisputeWindow): string {
  if (state === 'not-yet') return m.privacy_moments_not_yet()
  if (state === 'over') return until === null ? m.privacy_moments_window_closed() : m.privacy_moments_window_over({ when: dayText(until) })
  return until === null ? m.privacy_moments_until_after({ days: Math.round(hours / HOURS_A_DAY) }) : m.privacy_moments_until({ when: dayText(until) })
}

export function spanFaultWords(fault: SpanFault, length: string): string {
  switch (fault) {
    case 'unread': return m.privacy_moments_time_unread()
    case 'outside': return m.privacy_moments_time_outside({ length })
    case 'order': return m.privacy_moments_time_order()
    case 'long': return m.privacy_moments_time_long()
  }
}
