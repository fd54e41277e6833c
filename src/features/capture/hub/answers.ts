import type { ClassId } from '../../../kernel/ids.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import { storedRecording } from './store.ts'

/** What others may ask of this feature; synchronous, and nothing is changed by it. */
export type CaptureAnswers = {
  /** Whether the class is on the record by its host's word. */
  isRecorded(classId: ClassId): boolean
}

export function captureAnswers(query: Query): CaptureAnswers {
  return { isRecorded: (classId) => storedRecording(query, classId).isOn }
}
