import type { ClassId, PersonId } from '../../../../kernel/ids.ts'
import type { Query } from '../../../../platform/sqlite/sql.ts'
import type { Consent } from '../../wire/words.ts'
import { statementsOf } from '../store.ts'
import type { Statement } from '../store.ts'

/** What stands of a person who said something. */
export function consentOf(sql: Query, classId: ClassId, person: PersonId): Consent {
  const last = statementsOf(sql, classId, person).at(-1)
  if (!last) throw new RangeError('a consent that is not projected')
  return asConsent(last)
}

export function asConsent({ person, by, choices, at, notice }: Statement): Consent {
  return { person, by, choices, at, notice }
}
