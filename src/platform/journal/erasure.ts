import { fieldsErased } from '../../kernel/erasure.ts'
import type { ClassId } from '../../kernel/ids.ts'
import type { EntryDraft } from './drafts.ts'

export { fieldsErased }

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
