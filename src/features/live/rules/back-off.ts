/** Milliseconds before the first retry at most, and before any. */
const FIRST_MS = 250
/** A box that crashed is back within five seconds; whoever waits longer than that waits in vain. */
const LONGEST_MS = 4000

/**
 * How long to wait before trying again after so many failures in a row: a random part of a span that
 * doubles up to four seconds. The whole span is random, so that a class that lost its box together
 * does not come back in step.
 *
 * `chance` lies in [0, 1).
 */
export function backOffMs(failures: number, chance: number): number {
  const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(16, Math.max(0, failures - 1)))
  return Math.round(span * chance)
}
