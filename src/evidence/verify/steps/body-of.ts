import type { z } from 'zod/mini'
import type { Entry } from '../../../kernel/entry.ts'
import { broken } from '../finding.ts'

/** What an entry says, by the schema of its kind; a box that signed something else wrote no such entry. */
export function bodyOf<S extends z.ZodMiniType>({ body }: { readonly body: S }, entry: Entry): z.output<S> {
  const parsed = body.safeParse(entry.body)
  if (!parsed.success) throw broken('entries', 'ENTRY_BODY', { sequence: entry.sequence })
  return parsed.data
}
