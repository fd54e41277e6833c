import { hubTime, MICROS_PER_MS } from '../../../kernel/time.ts'
import type { HubTime } from '../../../kernel/time.ts'
import type { HubClock } from '../../../platform/clock.ts'
import type { Begun } from './store.ts'

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
