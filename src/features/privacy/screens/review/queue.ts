import type { ClaimId } from '../../../../kernel/ids.ts'
import type { Means, Removal, ReviewedClaim } from '../../wire/words.ts'

/** What a reviewer decides, and in which order they are asked: pure, so that it is tested without a browser. */

/** Those that wait first, who asked first at the top; then the decided ones, the newest first. */
export function inOrder(claims: readonly ReviewedClaim[]): ReviewedClaim[] {
  const waiting = claims.filter(({ state }) => state === 'waiting')
  const rest = claims.filter(({ state }) => state !== 'waiting')
  const when = (claim: ReviewedClaim): number => claim.decidedAt ?? claim.madeAt
  return [...waiting.sort((a, b) => a.madeAt - b.madeAt), ...rest.sort((a, b) => when(b) - when(a))]
}

/** The claim to look at: the one that is open as long as it is there, else the first that waits, else the first of all. */
export function claimAt(claims: readonly ReviewedClaim[], open: ClaimId | null): ReviewedClaim | null {
  return claims.find(({ id }) => id === open) ?? claims[0] ?? null
}

/** What somebody is about to decide. `part` counts where `what` is part. */
export type Draft = { readonly what: 'all' | 'part' | 'nothing' | null; readonly part: Removal; readonly means: Means; readonly note: string }

export const KINDS = ['sound', 'picture', 'text'] as const
export type Kind = (typeof KINDS)[number]

/** Nothing is chosen beforehand but the means, which the box can do. */
export function startDraft(): Draft {
  return { what: null, part: { sound: false, picture: false, text: false }, means: 'silence', note: '' }
}

export const kindsOf = (remove: Removal): Kind[] => KINDS.filter((kind) => remove[kind])

type Decision = { readonly remove: Removal | null; readonly means: Means; readonly note: string }

/**
 * 1. Nothing is removed that was not asked for.
 * 2. A part is something, and less than all.
 * 3. Who is told no is told why.
 */
export function decisionOf({ what, part, means, note }: Draft, asked: Removal): Decision | { readonly missing: 'what' | 'part' | 'note' } {
  const words = note.trim()
  if (what === null) return { missing: 'what' }
  if (what === 'nothing') return words === '' ? { missing: 'note' } : { remove: null, means, note: words } // 3
  if (what === 'all') return { remove: asked, means, note: words }
  const remove = { sound: asked.sound && part.sound, picture: asked.picture && part.picture, text: asked.text && part.text } // 1
  return kindsOf(remove).length === 0 ? { missing: 'part' } : { remove, means, note: words } // 2
}
