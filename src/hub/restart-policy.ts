/** A run shorter than this ended in a quick crash. */
const QUICK_MS = 10_000
const FIRST_MS = 200
const LONGEST_MS = 5000
/** This many quick crashes in a row, and starting again is no help. */
export const QUICK_CRASHES_AT_MOST = 8

/**
 * How long to wait before the hub is started again, in milliseconds, given how long its runs so far
 * lasted until they crashed, oldest first. At once after a long run; ever later after quick ones.
 */
export function nextRestart(lasted: readonly number[]): number | 'give-up' {
  const sinceLong = lasted.findLastIndex((ms) => ms >= QUICK_MS)
  const quick = lasted.length - 1 - sinceLong
  if (quick >= QUICK_CRASHES_AT_MOST) return 'give-up'
  return Math.min(FIRST_MS * 2 ** Math.max(0, quick - 1), LONGEST_MS)
}
