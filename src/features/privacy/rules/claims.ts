import type { PrivacyRefusal } from '../wire/refusals.ts'
import { MOST_CLAIM_MS } from '../wire/words.ts'
import type { Afterlife, ClaimState, DisputeWindow, Removal, Span } from '../wire/words.ts'

/**
 * What somebody asks to have removed, and what becomes of it.
 *
 * 1. A claim waits until it is removed, refused or taken back; from there it never moves again.
 * 2. It is made while the window is open, of a class that is not forgotten.
 * 3. Its span lies in the class, is not empty, and is no longer than a moment.
 * 4. It asks for something to go.
 * 5. It is about something of theirs, or about what they may watch anyway.
 * 6. Of one person only so many wait at once.
 * 7. What is removed was asked for; it may be less.
 */
export type Claiming = {
  readonly span: Span
  readonly remove: Removal
  readonly afterlife: Afterlife
  readonly window: Pick<DisputeWindow, 'state'>
  /** Of the class and its recording; null before it begins. */
  readonly classSpan: Span | null
  readonly isTheirs: boolean
  /** Claims of that person that wait already. */
  readonly waiting: number
}

export const MOST_WAITING = 20

/** Why a claim cannot be made; null when it can. */
export function claimRefusal({ span, remove, afterlife, window, classSpan, isTheirs, waiting }: Claiming): PrivacyRefusal | null {
  if (afterlife === 'forgotten') return 'CLASS_FORGOTTEN' // 2
  if (window.state === 'over') return 'WINDOW_OVER' // 2
  if (window.state === 'not-yet' || !classSpan) return 'WINDOW_NOT_OPEN' // 2
  if (!isSpanOf(span, classSpan) || span.to - span.from > MOST_CLAIM_MS) return 'SPAN_WRONG' // 3
  if (!asksForAnything(remove)) return 'NOTHING_TO_REMOVE' // 4
  if (!isTheirs) return 'SPAN_NOT_YOURS' // 5
  return waiting >= MOST_WAITING ? 'CLAIMS_TOO_MANY' : null // 6
}

export function isSpanOf({ from, to }: Span, classSpan: Span): boolean {
  return from < to && from >= classSpan.from && to <= classSpan.to
}

/** Why a claim can neither be decided nor taken back; null while it waits. */
export function stepRefusal(state: ClaimState): PrivacyRefusal | null {
  return state === 'waiting' ? null : 'CLAIM_DECIDED' // 1
}

/** What of a claim is removed by a decision for so much: null when nothing is, as when a decision is against it. */
export function removalOf(asked: Removal, granted: Removal): Removal | null {
  const removal = { sound: asked.sound && granted.sound, picture: asked.picture && granted.picture, text: asked.text && granted.text } // 7
  return asksForAnything(removal) ? removal : null
}

function asksForAnything({ sound, picture, text }: Removal): boolean {
  return sound || picture || text
}
