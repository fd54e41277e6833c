import type { PrivacyDeps } from './deps.ts'

type Reads = { readonly journal: Pick<PrivacyDeps['journal'], 'read' | 'disclosed'> }

/** A private text of an entry; null when it has none, or it is erased. */
export function textOf({ journal }: Reads, sequence: number | null, field: string): string | null {
  const entry = sequence === null ? undefined : journal.read(sequence, sequence + 1)[0]
  const value = entry && journal.disclosed(entry)[field]
  return typeof value === 'string' ? value : null
}

/** The newest that is left of a text which somebody gave with several entries; `sequences` in order. */
export function lastTextOf(deps: Reads, sequences: readonly number[], field: string): string | null {
  for (const sequence of sequences.toReversed()) {
    const text = textOf(deps, sequence, field)
    if (text !== null) return text
  }
  return null
}
