import type { z } from 'zod/mini'
import type { fieldsErased } from '../../../platform/journal/erasure.ts'
import type { Sql } from '../../../platform/sqlite/sql.ts'
import { dropErasedFile } from './files/file-store.ts'
import { dropErasedKept } from './kept/kept-store.ts'
import { dropErasedRun } from './run/run-store.ts'
import { dropErasedTalk } from './together/together-store.ts'

/**
 * Private fields of these entries are gone: so is what this feature's tables held of them. After it the tables are as
 * they would be if they were made anew from what is left. An entry whose fields make sense together alone (a poll
 * and its options) loses them all with one of them, here as there.
 */
export function dropErased(sql: Sql, { entries, fields }: z.infer<typeof fieldsErased.body>): void {
  for (const sequence of entries) {
    sql.run(`UPDATE live_class SET title = '' WHERE title_from = ?`, sequence)
    sql.run('UPDATE live_seat SET device = NULL WHERE taken_order = ?', sequence)
    dropErasedRun(sql, sequence)
    dropErasedTalk(sql, sequence)
    dropErasedFile(sql, sequence)
    dropErasedKept(sql, sequence, fields)
  }
}
