import type { z } from 'zod/mini'
import type { showConsent } from '../../wire/routes.ts'
import { type Choices, type Consent, type Purpose, PURPOSES } from '../../wire/words.ts'

/** What the box tells about the form. */
export type ConsentTold = z.output<(typeof showConsent)['output']>

/** `refused`: with the box's own sentence. */
export type Fault = { readonly type: 'unreachable' } | { readonly type: 'refused'; readonly code: string; readonly sentence: string }

/** What is filled in and not yet said. No answer is there before it is given. */
export type Draft = { readonly choices: Readonly<Partial<Choices>>; readonly name: string; readonly contact: string }

/**
 * All that the consent form knows, and how each event changes it.
 *
 * 1. No purpose has an answer that its person did not give.
 * 2. What was filled in survives a link that fails; only what the box has taken counts as said.
 * 3. After a change it is said which yes became a no, since something becomes of what was kept.
 */
export type ConsentState = {
  readonly at: 'looking' | 'failed' | 'there'
  readonly fault: Fault | null
  readonly told: ConsentTold | null
  readonly draft: Draft
  /** The form is open, to say it first or to change it. */
  readonly isOpen: boolean
  readonly isSaying: boolean
  /** Pressed while something was missing: then it is shown. */
  readonly isPressed: boolean
  /** What was said just now on this page, and which yes became a no by it. */
  readonly done: { readonly withdrawn: readonly Purpose[] } | null
}

export type ConsentEvent =
  | { readonly type: 'looked'; readonly told: ConsentTold }
  | { readonly type: 'looking' }
  | { readonly type: 'failed'; readonly fault: Fault }
  | { readonly type: 'chosen'; readonly purpose: Purpose; readonly yes: boolean }
  | { readonly type: 'all-chosen'; readonly yes: boolean }
  | { readonly type: 'named'; readonly name: string }
  | { readonly type: 'contact-given'; readonly contact: string }
  | { readonly type: 'opened' }
  | { readonly type: 'left' }
  | { readonly type: 'pressed' }
  | { readonly type: 'saying' }
  | { readonly type: 'said'; readonly mine: Consent }

const EMPTY: Draft = { choices: {}, name: '', contact: '' }
export const START: ConsentState = { at: 'looking', fault: null, told: null, draft: EMPTY, isOpen: false, isSaying: false, isPressed: false, done: null }

export function step(state: ConsentState, event: ConsentEvent): ConsentState {
  switch (event.type) {
    case 'looking':
      return { ...state, at: state.told === null ? 'looking' : state.at, fault: null }
    case 'looked':
      return { ...state, at: 'there', fault: null, told: event.told, isOpen: state.isOpen || event.told.mine === null }
    case 'failed':
      return { ...state, at: state.told === null ? 'failed' : state.at, fault: event.fault, isSaying: false } // 2
    case 'chosen':
      return withDraft(state, { choices: { ...state.draft.choices, [event.purpose]: event.yes } })
    case 'all-chosen':
      return withDraft(state, { choices: Object.fromEntries(PURPOSES.map((purpose) => [purpose, event.yes])) })
    case 'named':
      return withDraft(state, { name: event.name })
    case 'contact-given':
      return withDraft(state, { contact: event.contact })
    case 'opened':
      return { ...state, isOpen: true, done: null, isPressed: false, fault: null, draft: { ...EMPTY, choices: state.told?.mine?.choices ?? {} } }
    case 'left':
      return { ...state, isOpen: state.told?.mine === null, draft: EMPTY, isPressed: false, fault: null }
    case 'pressed':
      return { ...state, isPressed: true }
    case 'saying':
      return { ...state, isSaying: true, fault: null }
    case 'said':
      return said(state, event.mine)
  }
}

function withDraft(state: ConsentState, part: Partial<Draft>): ConsentState {
  return { ...state, draft: { ...state.draft, ...part } }
}

function said(state: ConsentState, mine: Consent): ConsentState {
  if (state.told === null) return state
  const before = state.told.mine?.choices
  const withdrawn = PURPOSES.filter((purpose) => before?.[purpose] === true && !mine.choices[purpose]) // 3
  return { ...state, told: { ...state.told, mine }, isOpen: false, isSaying: false, isPressed: false, fault: null, draft: EMPTY, done: { withdrawn } }
}

/** Shorter than any address or number. */
const LEAST_CONTACT = 3

/** What stands in the way of saying it. */
export type Missing = { readonly answers: number; readonly contact: boolean }

/** `had`: what was said before; with a yes to contact the box has an address already. */
export function missingOf({ choices, contact }: Draft, had: Consent | null = null): Missing {
  const hasOne = had?.choices.contact === true && contact.trim() === ''
  return {
    answers: PURPOSES.filter((purpose) => choices[purpose] === undefined).length,
    contact: choices.contact === true && !hasOne && contact.trim().length < LEAST_CONTACT,
  }
}

/** Every purpose answered, else null. */
export function choicesOf({ choices: { heard, seen, answers, analytics, contact } }: Draft): Choices | null {
  if (heard === undefined || seen === undefined || answers === undefined || analytics === undefined || contact === undefined) return null // 1
  return { heard, seen, answers, analytics, contact }
}

/** How many of the five are a yes. */
export function yesCount(choices: Choices): number {
  return PURPOSES.filter((purpose) => choices[purpose]).length
}

/** Which of few things the page shows. */
export type ConsentView = 'looking' | 'failed' | 'forgotten' | 'over' | 'form' | 'stands'

export function viewOf({ at, told, isOpen }: ConsentState): ConsentView {
  if (at !== 'there' || told === null) return at === 'failed' ? 'failed' : 'looking'
  if (told.afterlife === 'forgotten') return 'forgotten'
  // Nobody is asked about what is past; who answered before can still change it.
  if (told.afterlife !== 'running' && told.mine === null) return 'over'
  return isOpen || told.mine === null ? 'form' : 'stands'
}
