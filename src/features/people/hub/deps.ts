import type { Crypto } from '../../../kernel/crypto.ts'
import type { DeviceId, HubId } from '../../../kernel/ids.ts'
import type { HubClock } from '../../../platform/clock.ts'
import type { Journal } from '../../../platform/journal/journal.ts'
import type { PassphraseDesk } from './passphrase-desk.ts'
import type { TicketDesk } from './ticket-desk.ts'

/** What the doors of a locked box stand on. */
export type LockedDeps = {
  readonly clock: Pick<HubClock, 'now' | 'wall'>
  /** What signatures must cover now. */
  readonly nonce: () => string
  /** Known once the database is open. */
  readonly hub: () => HubId | null
  readonly passphrase: PassphraseDesk
  /** Whether a guided sample class is all that runs here. */
  readonly isSample: boolean
  /** Addresses under which other devices reach this box, best first. */
  readonly addresses: () => readonly string[]
  /** Opens the box with the key of its database; null when it is open already. */
  readonly open: ((databaseKey: Uint8Array) => Promise<void>) | null
}

/** What this feature stands on; `start-hub.ts` alone makes it, and each use case takes only what it uses (`Pick`). */
export type PeopleDeps = LockedDeps & {
  readonly crypto: Pick<Crypto, 'sha256' | 'randomBytes'>
  readonly journal: Pick<Journal, 'transact' | 'query'>
  readonly tickets: TicketDesk
  /** The database's key while it is open, to be wrapped by a passphrase. */
  readonly databaseKey: () => Uint8Array
  /** A device's roles have changed, or it is paired no more; committed before. */
  readonly crewChanged: (device: DeviceId) => void
}
