import type { ClassCode } from '../../../../kernel/ids.ts'
import { rehearsalHeld } from '../../wire/rehearsal.ts'
import type { HeldRehearsal } from '../../wire/rehearsal.ts'
import type { LiveDeps } from '../deps.ts'
import { classByCode } from '../store.ts'
import { isHeld } from './rehearsal-store.ts'

/** Puts a rehearsal's sheet on the record of the class that was rehearsed, once. A class that is gone has none. */
export function keepRehearsal({ journal }: Pick<LiveDeps, 'journal'>, code: ClassCode, held: HeldRehearsal): void {
  journal.transact((tx) => {
    const stored = classByCode(tx.sql, code)
    if (!stored || isHeld(tx.sql, held.rehearsal)) return
    tx.append({ kind: rehearsalHeld.kind, classId: stored.id, actor: 'box', body: { ...held } })
  })
}
