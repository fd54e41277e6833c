import type { ClassId } from '../../../kernel/ids.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import { recordedSeconds } from '../rules/gaps.ts'
import { recordedClass } from './recording/recorded-class.ts'
import { storedRecording } from './store.ts'
import type { Now } from './store.ts'

/** What others may ask of this feature; synchronous, and nothing is changed by it. */
export type CaptureAnswers = {
  /** Whether the class is on the record by its host's word. */
  isRecorded(classId: ClassId): boolean
  /** Whole seconds of the class that are kept, and that are not; null of a class that never was on the record. */
  recordedSeconds(classId: ClassId): { readonly seconds: number; readonly missing: number } | null
}

export function captureAnswers(query: Query, clock: Now): CaptureAnswers {
  return {
    isRecorded: (classId) => storedRecording(query, classId).isOn,
    recordedSeconds: (classId) => {
      const recorded = recordedClass(query, classId, clock)
      return recorded ? recordedSeconds(recorded) : null
    },
  }
}
