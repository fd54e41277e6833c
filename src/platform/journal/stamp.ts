import type { EntryTime } from '../../kernel/entry.ts'
import type { HubClock } from '../clock.ts'

/** Stamps entries with the hub's clock and the machine's wall clock, which nothing vouches for yet. */
export function entryStamps(clock: Pick<HubClock, 'boot' | 'now' | 'wall'>): () => EntryTime {
  return () => ({ boot: clock.boot, monotonic: clock.now(), wall: clock.wall(), uncertainty: null, quality: 'none' })
}
