import type { ClassId } from '../../../../kernel/ids.ts'
import { hubTime, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { HubClock } from '../../../../platform/clock.ts'
import { movedOf } from '../../rules/run/moved.ts'
import { currentItem, runAt } from '../../rules/run/run.ts'
import type { RunEvent } from '../../rules/run/run.ts'
import { runMoved } from '../../wire/run-entries.ts'
import type { LiveDeps } from '../deps.ts'
import { runOf } from './run-store.ts'
import type { StoredRun } from './run-store.ts'
import { tellRun } from './tell-run.ts'

/**
 * A class goes on at the item and second it is at now. After a power cut the machine's clock began
 * anew, so the run is carried over to it, on record: what comes after is decided on the same instants.
 */
export function reopenRun(deps: Pick<LiveDeps, 'journal' | 'clock' | 'floor'>, classId: ClassId): void {
  const { journal, clock } = deps
  const stored = runOf(journal.query, classId)
  if (!stored) return
  // What the item began is on record by then, if it began anything.
  const reached = currentItem(runAt(stored.run, stored.lastSeen.at))?.id ?? null
  if (stored.run.line.since !== null && stored.lastSeen.boot !== clock.boot) {
    const moved = movedOf(carriedOver(stored, clock))
    if (moved) journal.transact((tx) => void tx.append({ kind: runMoved.kind, classId, actor: 'box', ...moved }))
  }
  tellRun(deps, classId, reached)
}

/** The wall clock alone bridges the time without power; where it jumped back, no time passed. */
function carriedOver({ lastSeen: old }: StoredRun, clock: HubClock): RunEvent {
  const awayMs = Math.max(0, clock.wall() - old.wall)
  return { type: 'carried-over', from: hubTime(old.at + awayMs * MICROS_PER_MS), at: clock.now() }
}
