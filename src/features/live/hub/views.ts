import { Refused } from '../../../kernel/failures.ts'
import { typedClassCode } from '../../../kernel/ids.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import type { ClassState } from '../rules/class.ts'
import type { ClassView } from '../wire/words.ts'
import { onThisClock } from './class-time.ts'
import type { LiveDeps } from './deps.ts'
import type { FloorClass, FloorSeat } from './floor/talk.ts'
import { classByCode } from './store.ts'
import type { StoredClass, StoredSeat } from './store.ts'

type ViewDeps = Pick<LiveDeps, 'clock' | 'floor' | 'stages'>

/** The class a typed or scanned code means. Throws `CLASS_UNKNOWN`. */
export function findClass(query: Query, code: string): StoredClass {
  const found = classByCode(query, typedClassCode(code))
  if (!found) throw new Refused('CLASS_UNKNOWN')
  return found
}

export function floorClass(stored: StoredClass, { clock, stages }: Pick<ViewDeps, 'clock' | 'stages'>): FloorClass {
  const { id, code, title, phase, begun } = stored
  const standing = { objective: '', locked: false, startsAt: null, admitAt: null, sample: false }
  return { id, code, title, phase, beganAt: begun && onThisClock(begun, clock), programme: stages.programme(id), ...standing }
}

export function classView(stored: StoredClass, deps: ViewDeps): ClassView {
  return { ...floorClass(stored, deps), here: deps.floor.here(stored.id) }
}

export function floorSeat(seat: StoredSeat, name: string | undefined): FloorSeat {
  const { id, device, kind, headphones, handSince, reps } = seat
  return { id, device, kind, headphones, name: name ?? null, handSince, reps, standing: 'welcome' }
}

/** The class as the rules know it. */
export function classState(stored: StoredClass, deps: Pick<ViewDeps, 'clock'>): ClassState {
  const { id, code, title, phase, begun } = stored
  return { id, code, title, phase, beganAt: begun && onThisClock(begun, deps.clock), endedAt: null }
}
