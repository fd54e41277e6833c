import { m } from '../../../../words/messages.js'
import type { Refusal } from './state.ts'

/** Why the box said no, in the learner's words. */
export function refusalWords({ code, sentence }: Pick<Refusal, 'code' | 'sentence'>): string {
  if (code === 'ROOM_FULL') return m.learner_refused_room_full()
  if (code === 'TOO_MANY') return m.learner_refused_too_many()
  if (code === 'REPLACED') return m.learner_replaced()
  return sentence === null || sentence === '' ? turnedDownWords(code) : sentence
}

/** Said no over the live socket, which sends codes alone. */
export function turnedDownWords(code: string): string {
  switch (code) {
    case 'POLL_CLOSED':
    case 'POLL_UNKNOWN':
      return m.learner_refused_poll()
    case 'QUESTIONS_TOO_MANY':
      return m.learner_refused_questions()
    case 'SEAT_MUTED':
      return m.learner_ask_muted()
    case 'NO_CHECK':
      return m.learner_refused_check()
    case 'CLASS_NOT_LIVE':
      return m.learner_refused_not_live()
    default:
      return m.learner_refused_other({ code })
  }
}
