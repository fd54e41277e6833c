import type { z } from 'zod/mini'
import type { showMoments } from '../../wire/routes.ts'
import { type Claim, MOST_CLAIM_MS, type MomentWhy, type Removal, type Span } from '../../wire/words.ts'
import type { Fault } from '../consent/consent-state.ts'

export type MomentsTold = z.output<(typeof showMoments)['output']>

/** What is asked for and not yet sent. */
export type ClaimDraft = { readonly span: Span; readonly remove: Removal; readonly reason: string; readonly isPressed: boolean; readonly isSending: boolean; readonly fault: Fault | null }

export type MomentsState =
  | { readonly at: 'looking' }
  | { readonly at: 'failed'; readonly fault: Fault }
  | { readonly at: 'there'; readonly told: MomentsTold; readonly draft: ClaimDraft | null; /** What the box said no to, outside of the draft. */ readonly fault: Fault | null }

export function startDraft(span: Span): ClaimDraft {
  return { span, remove: { sound: false, picture: false, text: false }, reason: '', isPressed: false, isSending: false, fault: null }
}

/** What stands in the way of asking. */
export function missingOf({ remove: { sound, picture, text }, reason }: Pick<ClaimDraft, 'remove' | 'reason'>): { readonly what: boolean; readonly reason: boolean } {
  return { what: !sound && !picture && !text, reason: reason.trim() === '' }
}

/** A line of the list: a span of theirs, and the last thing they asked for there. */
export type MomentRow = { readonly span: Span; readonly why: MomentWhy; readonly playable: boolean; readonly claim: Claim | null }

export const sameSpan = (a: Span, b: Span): boolean => a.from === b.from && a.to === b.to

/** In the order of the class. A claim for a span that is no moment has a line of its own. */
export function rowsOf({ moments, claims }: Pick<MomentsTold, 'moments' | 'claims'>): MomentRow[] {
  const spans = [...moments.map(({ span }) => span), ...claims.map(({ span }) => span)]
  const distinct = spans.filter((span, index) => spans.findIndex((one) => sameSpan(one, span)) === index)
  return distinct.map((span): MomentRow => {
    const here = moments.filter((one) => sameSpan(one.span, span))
    const asked = claims.filter((one) => sameSpan(one.span, span)).sort((a, b) => b.madeAt - a.madeAt)
    return {
      span,
      why: here.find(({ why }) => why !== 'marked')?.why ?? 'marked',
      playable: here.some(({ playable }) => playable),
      // What is still open comes before what was taken back after it.
      claim: asked.find(({ state }) => state !== 'taken-back') ?? asked[0] ?? null,
    }
  }).sort((a, b) => a.span.from - b.span.from || a.span.to - b.span.to)
}

/** Whether somebody can ask for this span now. */
export function mayAsk({ claim }: Pick<MomentRow, 'claim'>, { window }: Pick<MomentsTold, 'window'>): boolean {
  return window.state === 'open' && (claim === null || claim.state === 'taken-back' || claim.state === 'refused')
}

export type SpanFault = 'unread' | 'outside' | 'order' | 'long'

/** Seconds of `m:ss`, `h:mm:ss` or a bare number of seconds; null for anything else. */
export function readPlace(text: string): number | null {
  const [, hours = '0', minutes = '0', seconds = ''] = /^\s*(?:(?:(\d{1,2}):(?=\d{1,2}:))?(\d{1,3}):)?(\d{1,5})\s*$/.exec(text) ?? []
  if (seconds === '' || (text.includes(':') && Number(seconds) > 59)) return null
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

/** The span between two places in a class, as its clock shows them. */
export function readSpan(from: string, to: string, whole: Span): { readonly span: Span } | { readonly fault: SpanFault; readonly field: 'from' | 'to' } {
  const [begin, end] = [readPlace(from), readPlace(to)]
  if (begin === null) return { fault: 'unread', field: 'from' }
  if (end === null) return { fault: 'unread', field: 'to' }
  const at = (seconds: number): Span['from'] => (whole.from + seconds * 1000) as Span['from'] // Still whole milliseconds.
  const span = { from: at(begin), to: at(end) }
  if (span.from >= whole.to) return { fault: 'outside', field: 'from' }
  if (span.to <= span.from) return { fault: 'order', field: 'to' }
  if (span.to - span.from > MOST_CLAIM_MS) return { fault: 'long', field: 'to' }
  // The last second of a class is rarely a whole one.
  if (span.to > whole.to + 1000) return { fault: 'outside', field: 'to' }
  return { span: { from: span.from, to: span.to > whole.to ? whole.to : span.to } }
}
