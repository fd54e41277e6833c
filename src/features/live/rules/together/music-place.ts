import type { HubTime, Micros } from '../../../../kernel/time.ts'
import type { Timeline } from '../clock/timeline.ts'

/**
 * Where in a piece of music everybody is, and what a device does that has drifted from there.
 *
 * 1. A piece that loops has a place at every instant from its start on; one that does not has none after its end.
 * 2. Within the tolerance nothing is done; near it the pace is changed too little to be heard; far from it the piece is begun anew at its place.
 * 3. A corrected pace ends by itself, exactly when the drift it was for is made good.
 */
export const DRIFT_TOLERANCE_SECONDS = 0.015
/** A change of pace that nobody hears as pitch: seven hundredths of a semitone. */
export const PACE_CHANGE = 0.004
const TOO_FAR_SECONDS = 0.12

/** Microseconds into the piece at `at`; null before its start and after its end. `length`: of the sound itself. */
export function placeAt({ position, since }: Pick<Timeline, 'position' | 'since'>, sound: { readonly length: Micros; readonly loops: boolean }, at: HubTime): Micros | null {
  if (since === null || at < since || !(sound.length > 0)) return null
  const place = position + (at - since)
  if (sound.loops) return place % sound.length
  return place < sound.length ? place : null
}

export type Correction = { readonly do: 'nothing' } | { readonly do: 'again' } | { readonly do: 'pace'; readonly rate: number; readonly forSeconds: number }

/** `aheadSeconds`: by how much what sounds here is further than what should; negative when it is behind. */
export function correctionOf(aheadSeconds: number): Correction {
  const far = Math.abs(aheadSeconds)
  if (!(far < TOO_FAR_SECONDS)) return { do: 'again' }
  if (far <= DRIFT_TOLERANCE_SECONDS) return { do: 'nothing' }
  return { do: 'pace', rate: 1 - Math.sign(aheadSeconds) * PACE_CHANGE, forSeconds: far / PACE_CHANGE }
}
