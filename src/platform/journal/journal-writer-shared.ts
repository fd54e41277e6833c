import type { ClassId } from '../../kernel/ids.ts'
import type { Projector } from './journal.ts'

/** What the writing process and the test that kills it must agree on. */
export const writerClasses: readonly (ClassId | undefined)[] = [undefined, `cls_${'b'.repeat(16)}` as ClassId, `cls_${'c'.repeat(16)}` as ClassId]

/** A fold in which order and private fields both matter. */
export const totalsProjector: Projector = {
  feature: 'live', version: 1,
  tables: 'CREATE TABLE totals (class TEXT PRIMARY KEY, total INTEGER NOT NULL, entries INTEGER NOT NULL, word TEXT NOT NULL) STRICT',
  project: (sql, entry, disclosed) => void sql.run(
    `INSERT INTO totals VALUES (?, ?, 1, ?) ON CONFLICT (class)
     DO UPDATE SET total = total * 3 % 1000003 + excluded.total, entries = entries + 1, word = excluded.word`,
    entry.class?.id ?? 'none', Number(entry.body['n']), String(disclosed['word'] ?? ''),
  ),
}
