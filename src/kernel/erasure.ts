import { z } from 'zod/mini'

/**
 * Private fields of earlier entries are gone: their disclosures are deleted in the same commit. Projectors that derived
 * anything from them drop it when they see this entry. `fields` null: all of them; else those of these names.
 * Format: docs/protocol/journal-entries.md.
 */
export const fieldsErased = {
  kind: 'journal.fields-erased.1',
  body: z.object({ entries: z.array(z.number().check(z.int(), z.nonnegative())), fields: z.nullable(z.array(z.string())), cause: z.string() }),
} as const
