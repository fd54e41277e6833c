import { z } from 'zod/mini'

/**
 * Time on the shared clock: microseconds since the hub's epoch, a whole number that only grows
 * while the hub runs. Every device estimates its offset to it; cues, timers and music use it.
 */
export const HubTime = z.number().check(z.int(), z.nonnegative()).brand<'HubTime'>()
export type HubTime = z.infer<typeof HubTime>

/** Wall-clock time in milliseconds since 1970 (UTC). For entries and screens, never for order. */
export const WallTime = z.number().check(z.int()).brand<'WallTime'>()
export type WallTime = z.infer<typeof WallTime>

/** A span in microseconds. */
export type Micros = number

export const MICROS_PER_MS = 1000
export const MICROS_PER_SECOND = 1_000_000

export function hubTime(micros: number): HubTime {
  return Math.round(micros) as HubTime
}

export function later(time: HubTime, by: Micros): HubTime {
  return hubTime(time + by)
}

export function elapsedMs(from: HubTime, to: HubTime): number {
  return (to - from) / MICROS_PER_MS
}
