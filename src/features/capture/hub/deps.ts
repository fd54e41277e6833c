import type { ClassCode, ClassId } from '../../../kernel/ids.ts'
import type { HubClock } from '../../../platform/clock.ts'
import type { Journal } from '../../../platform/journal/journal.ts'
import type { ClassPhase } from '../../live/wire/words.ts'
import type { LiveWindow, SegmentShelf } from './segments.ts'

/** Everything the use cases of this feature stand on. Each one takes only what it uses of it, and `start-hub.ts` alone makes it. */
export type CaptureDeps = {
  readonly journal: Pick<Journal, 'transact' | 'query'>
  readonly clock: HubClock
  readonly window: LiveWindow
  readonly shelf: SegmentShelf
  /** The class a typed or scanned code means. Answered by live; throws `CLASS_UNKNOWN`. */
  readonly findClass: (code: string) => CapturedClass
}

export type CapturedClass = { readonly id: ClassId; readonly code: ClassCode; readonly title: string; readonly phase: ClassPhase }
