import { typedClassCode } from '../../../kernel/ids.ts'
import type { ClassId, DeviceId, SeatId } from '../../../kernel/ids.ts'
import type { WallTime } from '../../../kernel/time.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import { isOver } from '../rules/class.ts'
import { stageTimesOf } from './guests/guest-store.ts'
import { actsOfSeat, keptSequences } from './kept/kept-store.ts'
import type { KeptPurpose } from './kept/kept-store.ts'
import { storedFiles } from './files/file-store.ts'
import { classByCode, classes, seatOf, sittingOf, takenOrder, takenSeats } from './store.ts'
import type { StoredClass, TakenSeat } from './store.ts'

/** Something a seat did. On stage it took its time, so far while it goes on; all else is an instant, `from` and `to` the same. */
export type Act = { readonly why: 'stage' | 'hand' | 'answer' | 'question'; readonly from: WallTime; readonly to: WallTime }

export type HeldClass = Pick<StoredClass, 'id' | 'code' | 'title' | 'phase' | 'endedAt'>
export type HeldSeat = TakenSeat
/** More than a box of this size ever holds in one go. */
const MOST_CLASSES = 10_000

/** What others may ask of this feature; synchronous, and nothing is changed by it. */
export type LiveAnswers = {
  /** Whether the device sits in the class with that code, and the class is not over. */
  isLearner(device: DeviceId, code: string): boolean
  /** Every class of the box, newest first. */
  classes(): readonly HeldClass[]
  /** Every seat that was taken in the class, in that order. */
  seatsOf(classId: ClassId): readonly HeldSeat[]
  /** Bytes of music and pictures. */
  fileBytes(): number
  /** The device's seat in the class, also when the class is over or its owner was sent out; null once that link is erased. */
  seatOf(classId: ClassId, device: DeviceId): SeatId | null
  /** Sequence of the entry by which the device took its seat in the class with that code, also when that is over; null without one. */
  seatEntry(code: string, device: DeviceId): number | null
  /** By the wall clock of the box, in order. Answers to polls and questions only where they are kept. */
  actsOf(classId: ClassId, seat: SeatId): readonly Act[]
  /** Sequences of the entries that hold something of the seat under that purpose and are not erased, in order. */
  keptOf(classId: ClassId, seat: SeatId, purpose: KeptPurpose): readonly number[]
}

export function liveAnswers(query: Query): LiveAnswers {
  return {
    isLearner(device, code) {
      const stored = classByCode(query, typedClassCode(code))
      return stored !== undefined && !isOver(stored.phase) && sittingOf(query, stored.id, device) !== undefined
    },
    classes: () => classes(query, MOST_CLASSES).map(({ id, code, title, phase, endedAt }) => ({ id, code, title, phase, endedAt })),
    seatsOf: (classId) => takenSeats(query, classId),
    fileBytes: () => storedFiles(query).reduce((sum, { bytes }) => sum + bytes, 0),
    seatOf: (classId, device) => seatOf(query, classId, device)?.id ?? null,
    seatEntry: (code, device) => {
      const stored = classByCode(query, typedClassCode(code))
      return stored ? takenOrder(query, stored.id, device) : null
    },
    actsOf: (classId, seat) => {
      const stage = stageTimesOf(query, classId, seat).map(({ from, to }): Act => ({ why: 'stage', from, to }))
      const instants = actsOfSeat(query, classId, seat).map(({ why, wall }): Act => ({ why, from: wall, to: wall }))
      return [...stage, ...instants].toSorted((a, b) => a.from - b.from)
    },
    keptOf: (classId, seat, purpose) => keptSequences(query, classId, seat, purpose),
  }
}
