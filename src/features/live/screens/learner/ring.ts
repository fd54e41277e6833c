import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'

/** A ring: how much of it is ink, and the whole seconds in its middle. */
export type Ring = {
  readonly part: number
  readonly seconds: number
  /** What the seconds are: left, gone by since the item's length was over, or since the class began. */
  readonly counts: 'left' | 'over' | 'since'
}

/** How a ring shows the way to an instant that is up to `within` microseconds away; null once it is there, or while nobody knows. */
export function ringTo(instant: HubTime | null, now: HubTime | null, within: Micros): Ring | null {
  if (instant === null || now === null || now >= instant) return null
  const left = instant - now
  return { part: Math.max(0, 1 - left / within), seconds: Math.ceil(left / MICROS_PER_SECOND), counts: 'left' }
}
