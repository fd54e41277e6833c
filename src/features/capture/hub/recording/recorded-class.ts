import type { ClassId } from '../../../../kernel/ids.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import type { RecordedClass } from '../../rules/gaps.ts'
import { lossesOnClock, onClock, segmentsOnClock, storedRecording, switchesOnClock } from '../store.ts'
import type { Now } from '../store.ts'

/** What is on record of a class's recording, on the clock of now; undefined of a class that never was on the record, or never began. */
export function recordedClass(query: Query, classId: ClassId, clock: Now): RecordedClass | undefined {
  const { begun, ended } = storedRecording(query, classId)
  const switches = switchesOnClock(query, classId, clock)
  if (!begun || switches.length === 0) return undefined
  return {
    from: onClock(begun, clock), to: ended ? onClock(ended, clock) : clock.now(),
    switches, segments: segmentsOnClock(query, classId, clock), losses: lossesOnClock(query, classId, clock),
  }
}
