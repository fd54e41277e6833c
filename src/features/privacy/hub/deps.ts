import type { Crypto } from '../../../kernel/crypto.ts'
import type { ClaimId, ClassCode, ClassId, DeviceId, SeatId } from '../../../kernel/ids.ts'
import type { Role } from '../../../kernel/roles.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { Journal, Tx } from '../../../platform/journal/journal.ts'
import type { ClassPhase } from '../../live/wire/words.ts'
import type { BoxTime } from '../rules/consent.ts'
import type { Act } from '../rules/moments.ts'
import type { Means, Removal, Span } from '../wire/words.ts'

/** Everything the use cases of this feature stand on. Each one takes only what it uses (`Pick`), and `start-hub.ts` alone makes it. */
export type PrivacyDeps = {
  readonly journal: Pick<Journal, 'transact' | 'query' | 'read' | 'disclosed' | 'scrub' | 'identity'>
  readonly crypto: Pick<Crypto, 'sha256' | 'ed25519' | 'randomBytes'>
  readonly time: () => BoxTime
  readonly live: ClassLife
  readonly capture: ClassRecording
  /** The roles a device was paired with. Answered by people. */
  readonly rolesOf: (device: DeviceId) => readonly Role[]
  /** Hears what went wrong where a decision stands already. */
  readonly onFault: (error: unknown) => void
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
  /** On the record now, or something of it is kept. */
  readonly isRecorded: (classId: ClassId) => boolean
  /** Whether something of the span can still be played. */
  readonly hasRecordedSpan: (classId: ClassId, span: Span) => boolean
  /** From when to when class and recording go; up to now while they do, null before. */
  readonly classSpan: (classId: ClassId) => Span | null
  /** Whether the host lets that device watch the whole recording now. */
  readonly mayWatchAll: (code: string, device: DeviceId) => boolean
  /** A stretch as a stream; `right` is asked again with each of its files. Throws `NO_RECORDING`, `STREAMS_TOO_MANY`. */
  readonly openSpan: (asked: { readonly classId: ClassId; readonly viewer: DeviceId; readonly span: Span; readonly right: () => boolean }) => { readonly path: string; readonly wallAtZero: WallTime }
  /** By which means something can be removed here, the one that is always possible first. */
  readonly meansHere: () => readonly Means[]
  /** Nothing that counts is touched before its `commit`. Throws `NO_ENCODER`, `SEGMENT_DAMAGED`, `BUSY`. */
  readonly prepareRedaction: (classId: ClassId, span: Span, remove: Pick<Removal, 'sound' | 'picture'>, means: Means) => Promise<PreparedRedaction>
}

/** New contents of the segments of a span, durable beside the old ones. Exactly one of `done` and `discard` comes last. */
export type PreparedRedaction = {
  /** Numbers of the segments that change; empty when nothing of what is to go is recorded there. */
  readonly segments: readonly number[]
  /** In the caller's transaction: from its commit on the new contents count. Throws `BUSY` when a segment has changed meanwhile. */
  commit(tx: Tx, by: { readonly cause: ClaimId | null; readonly actor: string }): void
  /** After the commit, at once: nothing holds or sends the old contents when this resolves. */
  done(): Promise<void>
  /** When it is not to be. */
  discard(): Promise<void>
}
