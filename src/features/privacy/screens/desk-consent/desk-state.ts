import type { PersonId } from '../../../../kernel/ids.ts'
import { type Choices, type Purpose, PURPOSES } from '../../wire/words.ts'

/** What somebody at the desk is writing down: pure, so that it is tested without a browser. */
export type DeskDraft = {
  /** Somebody who was written down before; null for somebody new. */
  readonly person: PersonId | null
  readonly name: string
  /** Who answers for them; null where they answer themselves. */
  readonly guardian: string | null
  readonly choices: Readonly<Partial<Choices>>
  readonly contact: string
}

export const EMPTY: DeskDraft = { person: null, name: '', guardian: null, choices: {}, contact: '' }
/** Shorter than any address or number. */
const LEAST_CONTACT = 3

/** What stands in the way of writing it down. No purpose has an answer that nobody gave. */
export type DeskMissing = { readonly name: boolean; readonly guardian: boolean; readonly answers: number; readonly contact: boolean }

export function missingOf({ name, guardian, choices, contact }: DeskDraft): DeskMissing {
  return {
    name: name.trim() === '',
    guardian: guardian !== null && guardian.trim() === '',
    answers: PURPOSES.filter((purpose: Purpose) => choices[purpose] === undefined).length,
    contact: choices.contact === true && contact.trim().length < LEAST_CONTACT,
  }
}

type Said = { readonly person: PersonId | null; readonly name: string; readonly guardian: string | null; readonly choices: Choices; readonly contact: string | null }

/** As it is sent; null while something is missing. Where nobody may write, no address is sent either. */
export function saidOf(draft: DeskDraft): Said | null {
  const { name, guardian, answers, contact } = missingOf(draft)
  const { heard, seen, answers: kept, analytics, contact: write } = draft.choices
  if (name || guardian || answers > 0 || contact) return null
  if (heard === undefined || seen === undefined || kept === undefined || analytics === undefined || write === undefined) return null
  return {
    person: draft.person, name: draft.name.trim(), guardian: draft.guardian?.trim() ?? null,
    choices: { heard, seen, answers: kept, analytics, contact: write }, contact: write ? draft.contact.trim() : null,
  }
}
