import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'

/** What the plan looks at. `sent`: probes since the link opened or the device woke. */
export type ProbeNeed = { readonly sent: number; readonly error: Micros | undefined }

/** Probes of a pair leave this far apart: the first wakes a sleeping radio, the second finds it awake. */
export const PAIR_GAP: Micros = 6 * MICROS_PER_MS
const BURST_PAIRS = 6
const BURST_GAP: Micros = 50 * MICROS_PER_MS
const SETTLING_PAIRS = 20
const SETTLING_GAP: Micros = 250 * MICROS_PER_MS
const SPARSE_GAP: Micros = 2000 * MICROS_PER_MS
/** Above this error the settling pace is kept. */
const ERROR_WANTED: Micros = 3 * MICROS_PER_MS

/**
 * How long to wait before the next probe. Probes go in pairs: a burst of six pairs within a third of
 * a second, four a second until the estimate is settled, then a pair every two seconds.
 *
 * 1. The burst is over within 400 ms, so that with a round trip under 100 ms the clock is good within 500.
 * 2. In the long run it is one probe a second, and never more than forty in any five seconds after
 *    the burst, whatever the error, far below what the box allows.
 */
export function probeGap(need: ProbeNeed): Micros {
  if (need.sent % 2 === 1) return PAIR_GAP
  const pairs = need.sent / 2
  if (pairs === 0) return 0
  if (pairs < BURST_PAIRS) return BURST_GAP
  if (pairs < SETTLING_PAIRS || need.error === undefined || need.error > ERROR_WANTED) return SETTLING_GAP
  return SPARSE_GAP
}
