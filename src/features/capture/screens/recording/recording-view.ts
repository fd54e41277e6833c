import type { HubTime, WallTime } from '../../../../kernel/time.ts'
import type { NotWritten, Recording } from '../../wire/words.ts'

/** The host's reading of how the recording stands: pure, so that it is tested without a browser. */

/** As much of a class as a recording needs to know. */
export type ClassNow = { readonly code: string; readonly phase: string; readonly recorded: boolean; readonly beganAt: HubTime | null }

/**
 * What the lamp says. `waits`: confirmed, and begins with the class; `begins`: on, and nothing is kept yet;
 * `kept`: everything up to `to` is; `still`: it should be written, and is not.
 */
export type LampSays =
  | { readonly says: 'never' | 'off' | 'waits' | 'begins' | 'still' }
  | { readonly says: 'kept'; readonly to: HubTime }

export function lampSays(recording: Recording, isLive: boolean): LampSays {
  if (recording.state === 'off') return { says: recording.since === null ? 'never' : 'off' }
  if (recording.state === 'failing') return { says: 'still' }
  if (!isLive) return { says: 'waits' }
  const { keptTo, since } = recording
  // What was kept before it was switched off says nothing of what comes now.
  return keptTo === null || (since !== null && keptTo < since) ? { says: 'begins' } : { says: 'kept', to: keptTo }
}

/** Whole seconds that a power cut at `now` would take, rounded up; null where nothing is being written, or nothing is known. */
export function atRiskSeconds({ state, keptTo, since }: Recording, now: HubTime | null): number | null {
  if (state !== 'on' || now === null) return null
  // Switched off and on again: what is at risk began when it was switched on.
  const from = Math.max(keptTo ?? 0, since ?? 0)
  return keptTo === null && since === null ? null : Math.max(0, Math.ceil((now - from) / 1_000_000))
}

/** Less room than this asks for somebody. */
export const LITTLE_ROOM_SECONDS = 15 * 60

/** Why the host must act, or know, although recording is on; undefined when all is well. */
export function troubleOf({ state, why, tracks }: Recording): NotWritten | 'sound-only' | undefined {
  if (state === 'off') return undefined
  if (why === 'codec' && tracks.audio) return 'sound-only'
  return state === 'failing' ? why ?? 'recorder-died' : why ?? undefined
}

/** A length in the largest unit that fits: hours from two on, minutes from two on, else seconds; rounded down. */
export function lengthIn(seconds: number): { readonly value: number; readonly unit: 'hour' | 'minute' | 'second' } {
  if (seconds >= 7200) return { value: Math.floor(seconds / 3600), unit: 'hour' }
  if (seconds >= 120) return { value: Math.floor(seconds / 60), unit: 'minute' }
  return { value: Math.max(0, Math.floor(seconds)), unit: 'second' }
}

/** Wall time of an instant on the shared clock, by what the page knows of both now. */
export function wallOf(at: HubTime, now: HubTime, wallNow: WallTime): WallTime {
  return Math.round(wallNow + (at - now) / 1000) as WallTime
}
