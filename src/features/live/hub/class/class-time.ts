import { hubTime, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { HubClock } from '../../../../platform/clock.ts'
import type { Begun } from '../store.ts'

/**
 * When a class began, on the clock of now. Within one run of the machine that is the time on
 * record. After a power cut only the wall clock bridges the gap; where it jumped back behind the
 * beginning, the class has just begun, since class time must not be negative.
 */
export function onThisClock(begun: Begun, clock: HubClock): HubTime {
  if (begun.boot === clock.boot) return begun.at
  const sinceMs = Math.max(0, clock.wall() - begun.wall)
  return hubTime(Math.max(0, clock.now() - sinceMs * MICROS_PER_MS))
}

/**
 * An instant ahead on the clock of now, with its distance by the wall when another run of the machine
 * agreed it. Never negative: what lies before this run began lies at its beginning.
 */
export function aheadOnThisClock(instant: Begun, clock: HubClock): HubTime {
  if (instant.boot === clock.boot) return instant.at
  return hubTime(Math.max(0, clock.now() + (instant.wall - clock.wall()) * MICROS_PER_MS))
}
