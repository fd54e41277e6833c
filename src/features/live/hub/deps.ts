import type { Crypto } from '../../../kernel/crypto.ts'
import type { ClassId, SeatId } from '../../../kernel/ids.ts'
import type { HubClock } from '../../../platform/clock.ts'
import type { Journal } from '../../../platform/journal/journal.ts'
import type { FloorLine } from './floor-line.ts'
import type { KeptPurpose } from './kept/kept-store.ts'
import type { GuestDesk } from './guests/guest-desk.ts'
import type { StageDesk } from './media/stage-desk.ts'
import type { ClassStartDesk } from './class/class-start-desk.ts'
import type { ClassFigures } from '../wire/words.ts'
import type { WatchDesk } from './media/watch-desk.ts'

/**
 * Everything the use cases of this feature stand on. Each one takes only what it uses of it
 * (`Pick`), and `start-hub.ts` alone makes it.
 */
export type LiveDeps = {
  readonly journal: Pick<Journal, 'transact' | 'query' | 'defer' | 'read' | 'disclosed'>
  readonly clock: HubClock
  readonly crypto: Crypto
  readonly floor: FloorLine
  readonly stages: StageDesk
  readonly watchers: WatchDesk
  readonly starts: ClassStartDesk
  readonly guests: GuestDesk
  readonly privacy: ClassPrivacy
  /** Names are in memory alone unless their owners agreed that they are kept. */
  readonly names: Map<SeatId, string>
  readonly streamKeys: StreamKeys
  readonly marks: ClassMarks
  readonly capture: ClassCapture
}

/** What somebody agreed to, as it is now. Answered by privacy. */
export type ClassPrivacy = {
  /** Whether what is said under that purpose from the seat may be kept. */
  readonly mayKeep: (classId: ClassId, seat: SeatId, purpose: KeptPurpose) => boolean
}

/** What the end of a class must know of its recording. Answered by capture. */
export type ClassCapture = {
  /** Resolves once the last segment is kept, or known not to be; nothing of it comes on record after that. */
  readonly finish: (classId: ClassId) => Promise<void>
  readonly recordedSeconds: (classId: ClassId) => ClassFigures['recorded']
}

/** What every page must be told of a class besides its life. */
export type ClassMarks = {
  /** Every class of this box is a sample of the guided tour. */
  readonly sample: boolean
  /** Every class of this box is a crew rehearsal. */
  readonly rehearsal: boolean
  /** Whether a class is on the record now. Answered by capture. */
  readonly recorded: (classId: ClassId) => boolean
}

/** Hashes of the keys for OBS and the like, by class id; in memory, so a restart asks for a new one. */
export type StreamKeys = Map<string, string>
