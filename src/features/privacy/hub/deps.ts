import type { Crypto } from '../../../kernel/crypto.ts'
import type { ClassCode, ClassId, DeviceId, SeatId } from '../../../kernel/ids.ts'
import type { Journal } from '../../../platform/journal/journal.ts'
import type { ClassPhase } from '../../live/wire/words.ts'
import type { BoxTime } from '../rules/consent.ts'
import type { Act } from '../rules/moments.ts'
import type { Span } from '../wire/words.ts'

/** Everything the use cases of this feature stand on. Each one takes only what it uses (`Pick`), and `start-hub.ts` alone makes it. */
export type PrivacyDeps = {
  readonly journal: Pick<Journal, 'transact' | 'query' | 'read' | 'disclosed' | 'scrub'>
  readonly crypto: Pick<Crypto, 'sha256' | 'ed25519' | 'randomBytes'>
  readonly time: () => BoxTime
  readonly live: ClassLife
  readonly capture: ClassRecording
}

export type PrivateClass = { readonly id: ClassId; readonly code: ClassCode; readonly title: string; readonly phase: ClassPhase }

/** What was done in a class, and what is kept of it. Answered by live. */
export type ClassLife = {
  /** The class a typed or scanned code means; throws `CLASS_UNKNOWN`. */
  readonly findClass: (code: string) => PrivateClass
  /** Also when the class is over; null once that link is erased. */
  readonly seatOf: (classId: ClassId, device: DeviceId) => SeatId | null
  readonly actsOf: (classId: ClassId, seat: SeatId) => readonly Act[]
  /** Sequences of the entries that hold something of the seat under that purpose. */
  readonly keptOf: (classId: ClassId, seat: SeatId, purpose: 'answers' | 'analytics') => readonly number[]
}

/** What was recorded, and how it is changed. Answered by capture. */
export type ClassRecording = {
  readonly isRecorded: (classId: ClassId) => boolean
  /** Whether something of the span can still be played. */
  readonly hasRecordedSpan: (classId: ClassId, span: Span) => boolean
}
