/** Delays as something that can be handed in, so that tests wind time by hand. */
export type Timers = {
  /** Runs once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void
}

export const pageTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Microseconds on the page's own steady clock, which starts with the page and which nobody sets. */
export function localMicros(): number {
  return performance.now() * 1000
}
