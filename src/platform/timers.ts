/** Delays as something that can be handed in, so that tests wind time by hand. */
export type Timers = {
  /** Runs once after `ms`; the answer calls it off. */
  after(ms: number, run: () => void): () => void
}

/** Timers of this process; they never keep it alive. */
export function processTimers(): Timers {
  return {
    after(ms, run) {
      const timer = setTimeout(run, ms)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
