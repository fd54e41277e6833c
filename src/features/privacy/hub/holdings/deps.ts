import type { ClassId, DeviceId, SeatId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { Journal } from '../../../../platform/journal/journal.ts'
import type { PrivacyDeps, PrivateClass } from '../deps.ts'

/** What showing, handing out and erasing stand on besides what all of privacy does. */
export type HoldingsDeps = Pick<PrivacyDeps, 'time' | 'live'> & {
  readonly journal: Pick<Journal, 'transact' | 'query' | 'read' | 'ofClass' | 'countPrivate' | 'disclosed' | 'scrub' | 'head'>
  readonly held: HeldElsewhere
}

export type HeldSeat = { readonly id: SeatId; /** Null once that is erased. */ readonly device: DeviceId | null; readonly kind: string; readonly hands: number; readonly reps: number }
export type HeldRecording = { readonly seconds: number; readonly bytes: number; readonly keys: number; readonly replayUntil: WallTime | null }

/** What other features hold, and what only they can destroy. */
export type HeldElsewhere = {
  /** Newest first. */
  readonly classes: () => readonly (PrivateClass & { readonly endedAt: WallTime | null })[]
  readonly seats: (classId: ClassId) => readonly HeldSeat[]
  readonly recording: (classId: ClassId) => HeldRecording
  /** Destroys keys and files of a class that is over; nothing when there are none. */
  readonly destroyRecording: (code: string, actor: DeviceId) => void
  /** Bytes of the database, and of music and pictures. */
  readonly bytes: () => { readonly record: number; readonly files: number }
  /** By what the database's key can be opened. */
  readonly keys: () => { readonly passphrase: boolean; readonly keyFile: boolean }
}
