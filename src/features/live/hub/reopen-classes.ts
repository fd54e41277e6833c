import { isRunning } from '../rules/class.ts'
import type { LiveDeps } from './deps.ts'
import { reopenRun } from './run/reopen-run.ts'
import { tellRun } from './run/tell-run.ts'
import { classes, runningClasses, seatsOf } from './store.ts'
import { reopenTogether } from './together/reopen-together.ts'
import { tellTracks } from './files/tracks/list-tracks.ts'
import { floorClass, floorSeat, startsAt } from './views.ts'

/**
 * Puts the floor in the state that is on record: every class by its code, and those who sit in one
 * that runs. Called at each start, so a class goes on after a crash in the phase it had.
 */
export function reopenClasses(deps: Pick<LiveDeps, 'journal' | 'clock' | 'floor' | 'stages' | 'marks' | 'names' | 'starts'>): void {
  tellTracks(deps)
  for (const stored of classes(deps.journal.query)) {
    deps.floor.tell({ type: 'class', class: floorClass(stored, deps) })
    if (stored.phase === 'draft') tellRun(deps, stored.id)
    if (!isRunning(stored.phase)) continue
    reopenRun(deps, stored.id)
    const sameRun = stored.begun?.boot === deps.clock.boot
    for (const seat of seatsOf(deps.journal.query, stored.id)) {
      const kept = sameRun ? seat : { ...seat, handSince: null } // Of another run's clock nothing is left of its instant.
      deps.floor.tell({ type: 'seat', classId: stored.id, seat: floorSeat(kept, deps.names.get(seat.id)) })
    }
    reopenTogether(deps, stored.id)
  }
  deps.floor.tell({ type: 'open' })
  // Last, since a start may be due at once.
  for (const stored of runningClasses(deps.journal.query)) deps.starts.agree({ ...stored, startsAt: startsAt(stored, deps) })
}
