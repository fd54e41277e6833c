import { m } from '../../../../words/messages.js'
import type { PlayerFailure } from '../player/player.ts'
import { inTwo } from './format.ts'

/** What went wrong, and what to do about it; the box's own sentence where the page has none. */
export function failureWords(failure: PlayerFailure, code: string): readonly [title: string, why: string | null] {
  if (failure.why === 'unsupported') return [m.replay_unsupported(), m.replay_unsupported_why()]
  switch (failure.code) {
    case 'REPLAY_NOT_ALLOWED': return [m.replay_not_allowed(), m.replay_not_allowed_why()]
    case 'REPLAY_OVER': return [m.replay_over(), m.replay_over_why()]
    case 'NO_RECORDING': return [m.replay_nothing(), m.replay_nothing_why()]
    case 'CLASS_UNKNOWN': return [m.replay_unknown({ code: inTwo(code) }), m.replay_unknown_why()]
    default: return [m.replay_refused(), failure.sentence === '' ? null : failure.sentence]
  }
}
