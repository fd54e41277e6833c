import type { Timers } from '../../../../platform/timers.ts'
import type { StreamDeps } from './deps.ts'
import { LiveIndex } from './live-index.ts'
import { SegmentCache } from './segment-cache.ts'
import { StreamDesk } from './stream-desk.ts'

/** Puts the parts of streams together; `end` lets go of everybody who waits for a segment. */
export function openStreams(given: Omit<StreamDeps, 'streams' | 'index' | 'cache'> & { readonly timers: Timers }): { readonly deps: StreamDeps; end(): void } {
  const { timers, ...rest } = given
  const index = new LiveIndex(given.window, timers)
  const deps: StreamDeps = { ...rest, index, cache: new SegmentCache(given.shelf), streams: new StreamDesk({ crypto: given.crypto, now: () => given.clock.now() }) }
  return { deps, end: () => index.close() }
}
