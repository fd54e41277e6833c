import { z } from 'zod/mini'
import type { ClassId } from '../../kernel/ids.ts'
import type { EntryDraft } from './drafts.ts'

const sequences = z.array(z.number().check(z.int(), z.nonnegative()))

/**
 * Private fields of earlier entries are gone: their disclosures are deleted in the same commit. Projectors that derived
 * anything from them drop it when they see this entry. `fields` null: all of them; else those of these names.
 */
export const fieldsErased = {
  kind: 'journal.fields-erased.1',
  body: z.object({ entries: sequences, fields: z.nullable(z.array(z.string())), cause: z.string() }),
} as const

/** What is to be erased, and by whose decision. */
export type Erasure = {
  /** Sequences; those without any private field that is left are passed over. */
  readonly entries: readonly number[]
  /** Names of private fields; all of them unless stated. */
  readonly fields?: readonly string[] | undefined
  /** Why, in a word that a program can read: a claim's id, or a code such as `withdrawn`. Never personal. */
  readonly cause: string
  readonly classId?: ClassId | undefined
  readonly actor: string
}

/** As many as one entry may name: a sequence takes sixteen digits at most. */
const MOST_ENTRIES = 3000

/** The entries that tell of it; `erased` are those that lost a field. */
export function erasureDrafts({ fields, cause, classId, actor }: Erasure, erased: readonly number[]): EntryDraft[] {
  const drafts: EntryDraft[] = []
  for (let from = 0; from < erased.length; from += MOST_ENTRIES) {
    drafts.push({ kind: fieldsErased.kind, classId, actor, body: { entries: erased.slice(from, from + MOST_ENTRIES), fields: fields ? [...fields] : null, cause } })
  }
  return drafts
}
