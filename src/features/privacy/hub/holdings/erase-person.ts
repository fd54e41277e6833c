import type { DeviceId } from '../../../../kernel/ids.ts'
import { personErased } from '../../wire/entries.ts'
import type { HoldingsDeps } from './deps.ts'
import { entriesOf, findSomebody } from './somebody.ts'

/** While a class runs its seats belong to devices: who sits where is erased only afterwards. */
const NEEDED_WHILE_RUNNING = 'live.seat-taken.1'

/**
 * Erases everything private of one person in a class, for good; what is left is its proof, under ids that lead to nobody.
 * Repeated, it finds nothing to erase and only makes sure that no file holds what was erased.
 */
export function erasePerson(deps: Pick<HoldingsDeps, 'journal' | 'held' | 'live'>, code: string, key: string, actor: DeviceId): { erased: number } {
  const { id: classId, phase } = deps.live.findClass(code)
  const isOver = phase === 'closed'
  const erased = deps.journal.transact((tx) => {
    const somebody = findSomebody(deps, classId, key)
    const entries = entriesOf(deps, classId, somebody, { withPrivate: true }).filter(({ kind }) => isOver || kind !== NEEDED_WHILE_RUNNING)
    if (entries.length === 0) return 0
    tx.append({ kind: personErased.kind, classId, actor, body: { ...somebody, purposes: null } })
    return tx.erase({ entries: entries.map(({ sequence }) => sequence), cause: 'person-erased', classId, actor })
  })
  deps.journal.scrub()
  return { erased }
}
