/** Milliseconds before the first retry at most, and before any. */
const FIRST_MS = 250
/** A box that crashed is back within five seconds: as long as that may be, no wait is longer than this. */
const CRASH_MS = 1000
const CRASH_FAILURES = 12
/** After that it is away for longer, and is asked less often. */
const LONGEST_MS = 4000

/**
 * How long to wait before trying again after so many failures in a row: a random part of a span that
 * doubles up to one second, and after a dozen failures to four. The whole span is random, so that a class that lost its box together
 * does not come back in step.
 *
 * `chance` lies in [0, 1).
 */
export function backOffMs(failures: number, chance: number): number {
  const early = Math.min(CRASH_MS, FIRST_MS * 2 ** Math.min(16, Math.max(0, failures - 1)))
  const span = failures <= CRASH_FAILURES ? early : Math.min(LONGEST_MS, CRASH_MS * 2 ** Math.min(16, failures - CRASH_FAILURES))
  return Math.round(span * chance)
}
