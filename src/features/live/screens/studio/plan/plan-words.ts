import { m } from '../../../../../words/messages.js'
import type { ItemKind, Overrun } from '../../../wire/run.ts'
import type { SaveState } from './autosave.ts'
import type { Missing } from './draft.ts'

const KINDS: Record<ItemKind, () => string> = {
  talk: m.studio_kind_talk, check: m.studio_kind_check, practice: m.studio_kind_practice, questions: m.studio_kind_questions,
  poll: m.studio_kind_poll, break: m.studio_kind_break, drop: m.studio_kind_drop, close: m.studio_kind_close,
}
export const ITEM_KINDS = Object.keys(KINDS) as ItemKind[] // The keys of a record of all kinds.
export const kindWords = (kind: ItemKind): string => KINDS[kind]()

/** What becomes of the others when an item takes longer. */
export const OVERRUN_WORDS: Record<Overrun, { readonly title: () => string; readonly why: () => string }> = {
  absorb: { title: m.studio_overrun_absorb, why: m.studio_overrun_absorb_why },
  push: { title: m.studio_overrun_push, why: m.studio_overrun_push_why },
  cut: { title: m.studio_overrun_cut, why: m.studio_overrun_cut_why },
}

const MISSING: Record<Missing['what'], () => string> = {
  'title': m.studio_missing_title, 'item-title': m.studio_missing_item_title, 'poll-question': m.studio_missing_question,
  'poll-options': m.studio_missing_options, 'other': m.studio_missing_other,
}
export const missingWords = ({ what }: Missing): string => MISSING[what]()

export const SAVED_WORDS: Record<SaveState, () => string> = {
  kept: m.studio_saved_kept, unsent: m.studio_saved_soon, sending: m.studio_saved_soon, refused: m.studio_saved_refused,
}
