import type { Cosigner } from '../../../kernel/cosignature.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import type { Verifier } from '../../../kernel/note.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { Journal } from '../../../platform/journal/journal.ts'
import type { Log } from '../../../platform/log.ts'

/** Everything the use cases of this feature stand on. Each one takes only what it uses of it. */
export type FleetDeps = {
  readonly journal: Journal
  readonly crypto: Crypto
  readonly wall: () => WallTime
  readonly log: Log
  /** This box as a witness. */
  readonly cosigner: Cosigner
  /** The logs it was told to witness. */
  readonly logs: readonly Verifier[]
  /** Sequence of the entry by which the device took its seat in the class with that code; null without one. Answered by live. */
  readonly seatEntry: (code: string, device: DeviceId) => number | null
}
