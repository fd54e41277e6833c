/** Microseconds on the hub's monotonic clock, whole. */
export type MediaClock = { now(): number }

/** `epoch` is a reading of `process.hrtime.bigint()` that all threads of the hub share. */
export function mediaClock(epoch: bigint): MediaClock {
  return { now: () => Number((process.hrtime.bigint() - epoch) / 1000n) }
}

export const MICROS_PER_SECOND = 1_000_000
