import { Refused } from '../../../kernel/failures.ts'
import { typedClassCode } from '../../../kernel/ids.ts'
import { later } from '../../../kernel/time.ts'
import type { HubTime } from '../../../kernel/time.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import type { Opening } from '../rules/admission.ts'
import type { ClassState } from '../rules/class.ts'
import type { ClassView } from '../wire/words.ts'
import { aheadOnThisClock, onThisClock } from './class/class-time.ts'
import type { LiveDeps } from './deps.ts'
import type { FloorClass, FloorSeat } from './floor/floor-messages.ts'
import { classByCode } from './store.ts'
import type { StoredClass, StoredSeat } from './store.ts'

type ViewDeps = Pick<LiveDeps, 'clock' | 'floor' | 'stages' | 'marks'>

/** The class a typed or scanned code means. Throws `CLASS_UNKNOWN`. */
export function findClass(query: Query, code: string): StoredClass {
  const found = classByCode(query, typedClassCode(code))
  if (!found) throw new Refused('CLASS_UNKNOWN')
  return found
}

export function floorClass(stored: StoredClass, { clock, stages, marks }: Omit<ViewDeps, 'floor'>): FloorClass {
  const { id, code, title, objective, locked } = stored
  const { sample, rehearsal } = marks
  return {
    id, code, title, ...openingOf(stored, { clock }), programme: stages.programme(id), objective, locked, startsAt: startsAt(stored, { clock }),
    sample, rehearsal, recorded: marks.recorded(id),
  }
}

export function classView(stored: StoredClass, deps: ViewDeps): ClassView {
  return { ...floorClass(stored, deps), here: deps.floor.here(stored.id) }
}

export function floorSeat(seat: StoredSeat, name: string | undefined): FloorSeat {
  const { id, device, kind, headphones, handSince, reps, standing } = seat
  return { id, device, kind, headphones, name: name ?? null, handSince, reps, standing }
}

/** The class as the rules know it. */
export function classState(stored: StoredClass, deps: Pick<ViewDeps, 'clock'>): ClassState {
  const { id, code, title, locked } = stored
  return { id, code, title, ...openingOf(stored, deps), endedAt: null, startsAt: startsAt(stored, deps), locked }
}

/** How far a class has opened, on the clock of now. */
export function openingOf({ phase, begun, admitAt }: StoredClass, { clock }: Pick<ViewDeps, 'clock'>): Opening {
  if (!begun) return { phase, beganAt: null, admitAt: null }
  const beganAt = onThisClock(begun, clock)
  const moved = (at: HubTime): HubTime => later(beganAt, at - begun.at)
  return { phase, beganAt, admitAt: admitAt && { room: moved(admitAt.room), venue: moved(admitAt.venue), elsewhere: moved(admitAt.elsewhere) } }
}

export function startsAt({ starts }: StoredClass, { clock }: Pick<ViewDeps, 'clock'>): HubTime | null {
  return starts && aheadOnThisClock(starts, clock)
}
