import { type DisputeWindow, MOST_WINDOW_HOURS } from '../../wire/words.ts'

/** Hours that are offered by name. */
export const PRESETS = [24, 72, 168, 720] as const

/** Before the class begins it may be anything; then longer alone; over is over. */
export function mayBe(hours: number, { state, hours: now }: DisputeWindow): boolean {
  if (!Number.isInteger(hours) || hours < 0 || hours > MOST_WINDOW_HOURS || state === 'over') return false
  return state === 'not-yet' || hours >= now
}

/** Hours from a field; null for anything that is no whole number of them. */
export function hoursIn(text: string): number | null {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : null
}
