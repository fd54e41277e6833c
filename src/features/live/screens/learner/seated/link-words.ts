import { m } from '../../../../../words/messages.js'
import type { LinkSentence } from '../view.ts'

const SENTENCES: Record<LinkSentence, () => string> = {
  lost: m.learner_link_lost,
  'lost-silent': m.learner_link_lost_silent,
  arriving: m.learner_link_arriving,
  socket: m.learner_link_socket,
  full: m.learner_link_full,
  small: m.learner_link_small,
  still: m.learner_link_still,
  paused: m.learner_link_paused,
  stalled: m.learner_link_stalled,
  'sound-only': m.learner_link_sound_only,
  undecodable: m.learner_link_undecodable,
  'sound-coming': m.learner_link_sound_coming,
  'cues-only': m.learner_link_cues_only,
  'nothing-sent': m.learner_link_nothing_sent,
  late: m.learner_link_late,
  'late-sound': m.learner_link_late_sound,
  'silent-buzz': m.learner_link_silent_buzz,
  silent: m.learner_link_silent,
  headphones: m.learner_link_headphones,
  'needs-press': m.learner_link_needs_press,
}

export function linkWords(sentence: LinkSentence): string {
  return SENTENCES[sentence]()
}
