import type { LiveDeps } from './deps.ts'
import { classes, seatsOf } from './store.ts'
import { floorClass, floorSeat } from './views.ts'

/**
 * Puts the floor in the state that is on record: every class by its code, and those who sit in one
 * that runs. Called at each start, so a class goes on after a crash in the phase it had.
 */
export function reopenClasses(deps: Pick<LiveDeps, 'journal' | 'clock' | 'floor' | 'stages' | 'names'>): void {
  for (const stored of classes(deps.journal.query)) {
    deps.floor.tell({ type: 'class', class: floorClass(stored, deps) })
    if (stored.phase !== 'lobby' && stored.phase !== 'live') continue
    const sameRun = stored.begun?.boot === deps.clock.boot
    for (const seat of seatsOf(deps.journal.query, stored.id)) {
      const kept = sameRun ? seat : { ...seat, handSince: null } // Of another run's clock nothing is left of its instant.
      deps.floor.tell({ type: 'seat', classId: stored.id, seat: floorSeat(kept, deps.names.get(seat.id)) })
    }
  }
  deps.floor.tell({ type: 'open' })
}
