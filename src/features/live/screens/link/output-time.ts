import type { Micros } from '../../../../kernel/time.ts'

/** What of an `AudioContext` tells when a sample leaves the device. */
export type OutputClock = Pick<AudioContext, 'currentTime' | 'baseLatency'> & {
  readonly outputLatency?: number
  getOutputTimestamp?(): { readonly contextTime?: number; readonly performanceTime?: number }
}

/**
 * Ties an audio context's seconds to the page's own clock, as the device puts samples out: what is
 * scheduled at context time `c` is output at local time {@link toLocal}`(c)`. Taken anew for each use,
 * because the two clocks drift and the device may change.
 */
export type OutputMapping = {
  toLocal(contextSeconds: number): Micros
  toContext(local: Micros): number
}

/**
 * By `getOutputTimestamp` where the browser has it and it runs; else by the context's current time
 * and the latency the browser states.
 */
export function outputMapping(context: OutputClock, localNow: Micros): OutputMapping {
  const stamp = context.getOutputTimestamp?.()
  const { contextTime = 0, performanceTime = 0 } = stamp ?? {}
  // Zeroes mean that nothing was output yet.
  const measured = contextTime > 0 && performanceTime > 0
  const atContext = measured ? contextTime : context.currentTime
  const atLocal = measured ? performanceTime * 1000 : localNow + latencySeconds(context) * 1e6
  return {
    toLocal: (seconds) => atLocal + (seconds - atContext) * 1e6,
    toContext: (local) => atContext + (local - atLocal) / 1e6,
  }
}

/** From scheduling to output, as the browser states it; a quarter-second and more is a wireless loudspeaker's, and is excluded. */
export function latencySeconds({ baseLatency, outputLatency }: OutputClock): number {
  return (baseLatency || 0) + (outputLatency ?? 0)
}
