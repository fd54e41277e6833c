import type { ClassId, SeatId } from '../../../../kernel/ids.ts'
import { nameKept } from '../../wire/kept-entries.ts'
import type { LiveDeps } from '../deps.ts'
import { keptFields } from '../kept/keep-offered.ts'
import { classOfSeat } from '../store.ts'

type NameDeps = Pick<LiveDeps, 'names' | 'journal' | 'privacy'>

/** A learner told the floor their name, or took it away. */
export function heardName(deps: NameDeps, seat: SeatId, name: string | null): void {
  const classId = classOfSeat(deps.journal.query, seat)
  if (classId) keepName(deps, classId, seat, name)
}

/** A name is held in memory until the class is over, and on record if its owner agreed to that. */
export function keepName(deps: NameDeps, classId: ClassId, seat: SeatId, name: string | null): void {
  const { names, journal, privacy } = deps
  if (name === null) names.delete(seat)
  else names.set(seat, name)
  if (!privacy.mayKeep(classId, seat, 'answers')) return
  const before = keptFields(deps, classId, seat, nameKept.kind, null)?.['name'] ?? ''
  if (before !== (name ?? '')) journal.defer({ kind: nameKept.kind, classId, actor: seat, body: { seat }, private: { name: name ?? '' } })
}
