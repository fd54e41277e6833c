import { base32 } from '../../kernel/bytes.ts'
import type { Crypto } from '../../kernel/crypto.ts'
import type { EntryTime } from '../../kernel/entry.ts'
import type { HubTime } from '../../kernel/time.ts'

/**
 * Stamps entries with the hub's clock and the machine's wall clock, which nothing vouches for yet:
 * quality `none`, uncertainty unknown. Each call begins a new `boot`.
 */
export function entryStamps(
  crypto: Pick<Crypto, 'randomBytes'>, hubNow: () => HubTime, wallMs: () => number = Date.now,
): () => EntryTime {
  const boot = base32(crypto.randomBytes(10))
  return () => ({ boot, monotonic: hubNow(), wall: wallMs(), uncertainty: null, quality: 'none' })
}
