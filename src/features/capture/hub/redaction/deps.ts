import type { Crypto } from '../../../../kernel/crypto.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { Blobs } from '../../../../platform/blobs.ts'
import type { HubClock } from '../../../../platform/clock.ts'
import type { Journal } from '../../../../platform/journal/journal.ts'
import type { SegmentShelf } from '../segments.ts'
import type { RedactionCoder } from './coder.ts'

/** What of a segment is to go. */
export type Removed = { readonly sound: boolean; readonly picture: boolean }

/** What replacing segments stands on. */
export type RedactionDeps = {
  readonly journal: Pick<Journal, 'query' | 'scrub'>
  readonly clock: HubClock
  readonly crypto: Crypto
  readonly blobs: Pick<Blobs, 'put' | 'remove'>
  readonly shelf: SegmentShelf
  /** The live window's share of it. */
  readonly window: { letGo(classId: ClassId, to: HubTime): void }
  /** Null where there is no encoder that works. */
  readonly coder: () => RedactionCoder | null
  /** Lets go of what of a class is held opened in memory. */
  readonly forget: (classId: ClassId) => void
}
