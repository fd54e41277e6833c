import { m } from '../../../../../words/messages.js'
import type { Attention } from '../../../rules/attention.ts'
import type { RosterLine, SeatKind } from '../../../wire/words.ts'

export const KIND_WORDS: Record<SeatKind, () => string> = {
  room: m.studio_kind_room, venue: m.studio_kind_venue, elsewhere: m.studio_kind_elsewhere,
}
/** The same behind a name, in the middle of a sentence. */
export const KIND_BEHIND_NAME: Record<SeatKind, () => string> = {
  room: m.studio_need_in_room, venue: m.studio_need_at_venue, elsewhere: m.studio_need_elsewhere,
}
const LINK_WORDS: Record<RosterLine['link'], () => string> = {
  arriving: m.studio_state_arriving, good: m.studio_state_good, socket: m.studio_state_socket,
  asleep: m.studio_state_asleep, gone: m.studio_state_gone,
}

/** A phone that says what it gets is well on any way to the box. */
export const linkWords = ({ link, rung }: Pick<RosterLine, 'link' | 'rung'>): string => LINK_WORDS[link === 'socket' && rung !== null ? 'good' : link]()

/** Why a learner needs somebody, as a sentence. */
export function needWords({ line, why }: Attention): string {
  switch (why) {
    case 'hand': return m.studio_need_hand()
    case 'gone': return m.studio_need_gone()
    case 'asleep': return m.studio_need_asleep()
    case 'cue-late': return m.studio_need_cue_late({ ms: Math.round(line.cueMs ?? 0) })
    case 'not-ready': return m.studio_need_not_ready()
    case 'silent': return m.studio_need_silent()
    case 'socket': return m.studio_need_socket()
    case 'no-sound': return line.rung?.rung === 'plan' ? m.studio_need_plan() : m.studio_need_no_sound()
    case 'no-picture': return m.studio_need_no_picture()
    case 'unprepared': return m.studio_need_unprepared(line.prepared ?? { have: 0, of: 0 })
  }
}

/** The same in the roster, where there is room for two words. */
export const NEED_SHORT: Record<Attention['why'], () => string> = {
  hand: m.studio_state_hand, gone: m.studio_state_gone, asleep: m.studio_state_asleep, 'cue-late': m.studio_state_cue_late,
  'not-ready': m.studio_state_not_ready, silent: m.studio_state_silent, socket: m.studio_state_socket,
  'no-sound': m.studio_state_no_sound, 'no-picture': m.studio_state_no_picture, unprepared: m.studio_state_unprepared,
}
