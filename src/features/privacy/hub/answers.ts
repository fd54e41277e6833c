import type { ClassId, DeviceId, PersonId } from '../../../kernel/ids.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import type { Afterlife, Choices } from '../wire/words.ts'
import { classStanding } from './class-window.ts'
import type { PrivacyDeps } from './deps.ts'
import { personOfDevice } from './device-store.ts'
import { statementsOf } from './store.ts'

/** What others may ask of this feature; synchronous, and nothing is changed by it. */
export type PrivacyAnswers = {
  /** The choices that stand, of whoever speaks from that device; null when they never were asked. */
  choicesOf(classId: ClassId, device: DeviceId): Choices | null
  /** Who speaks from that device; null when nobody has, or that is erased. */
  personOf(classId: ClassId, device: DeviceId): PersonId | null
}

export function privacyAnswers(query: Query): PrivacyAnswers {
  const personOf = (classId: ClassId, device: DeviceId): PersonId | null => personOfDevice(query, classId, device)
  return {
    personOf,
    choicesOf: (classId, device) => {
      const person = personOf(classId, device)
      return (person && statementsOf(query, classId, person).at(-1)?.choices) ?? null
    },
  }
}

/** Where a class is between its beginning and being forgotten. */
export function afterlifeOf(query: Query, classId: ClassId, deps: Pick<PrivacyDeps, 'time'>): Afterlife {
  return classStanding(query, classId, deps).afterlife
}
