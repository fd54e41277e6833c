import { typedClassCode } from '../../../kernel/ids.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import { isOver } from '../rules/class.ts'
import { classByCode, sittingOf } from './store.ts'

/** What others may ask of this feature; synchronous, and nothing is changed by it. */
export type LiveAnswers = {
  /** Whether the device sits in the class with that code, and the class is not over. */
  isLearner(device: DeviceId, code: string): boolean
}

export function liveAnswers(query: Query): LiveAnswers {
  return {
    isLearner(device, code) {
      const stored = classByCode(query, typedClassCode(code))
      return stored !== undefined && !isOver(stored.phase) && sittingOf(query, stored.id, device) !== undefined
    },
  }
}
