import { m } from '../../../../words/messages.js'
import type { LampState } from '../../../../ui/components/lamp.tsx'
import type { ClaimState, Removal, ReviewedClaim } from '../../wire/words.ts'
import { listText } from '../crew/crew-format.ts'
import { type Kind, kindsOf } from './queue.ts'

/** As a line of its own. */
export const KIND_TITLES: Record<Kind, () => string> = { sound: m.privacy_review_kind_sound, picture: m.privacy_review_kind_picture, text: m.privacy_review_kind_text }

/** In a sentence. */
const KIND_WORDS: Record<Kind, () => string> = { sound: m.privacy_review_sound, picture: m.privacy_review_picture, text: m.privacy_review_text }

export const STATE_LAMPS: Record<ClaimState, { readonly lamp: LampState; readonly words: () => string }> = {
  waiting: { lamp: 'flag', words: m.privacy_review_waiting },
  removed: { lamp: 'on', words: m.privacy_review_removed },
  refused: { lamp: 'off', words: m.privacy_review_stays },
  'taken-back': { lamp: 'off', words: m.privacy_review_taken_back },
}

/** "sound and picture". */
export const removalText = (remove: Removal): string => listText(kindsOf(remove).map((kind) => KIND_WORDS[kind]()))

/** The name they gave, as far as it is kept. */
export const whoText = ({ who }: Pick<ReviewedClaim, 'who'>): string => who ?? m.privacy_review_nameless()
