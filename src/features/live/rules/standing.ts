import type { LiveRefusal } from '../wire/refusals.ts'
import type { Standing } from '../wire/words.ts'

/**
 * How a seat stands with the host.
 *
 * 1. Who is removed or blocked has no place: no socket, no media, no vote, until they are welcome again.
 * 2. A removed one is welcome again by taking their seat; a blocked one by the host's decision alone.
 * 3. A locked door keeps out whoever has no place, and sends nobody out.
 */
export function maySit(standing: Standing): boolean {
  return standing === 'welcome' || standing === 'muted'
}

/** May ask, raise a hand, be named and come on stage. */
export function mayBeHeard(standing: Standing): boolean {
  return standing === 'welcome'
}

/** Why somebody may not come in; undefined when they may. `standing` is that of the seat they had, if any. */
export function comingRefusal(standing: Standing | undefined, locked: boolean): LiveRefusal | undefined {
  if (standing === 'blocked') return 'SEAT_BLOCKED'
  const isInside = standing !== undefined && maySit(standing)
  return locked && !isInside ? 'DOOR_LOCKED' : undefined
}
