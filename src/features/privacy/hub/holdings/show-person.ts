import type { DeviceId } from '../../../../kernel/ids.ts'
import type { PersonData } from '../../wire/person-data.ts'
import type { HoldingsDeps } from './deps.ts'
import { personData } from './person-data.ts'
import { findSomebody, whoHas } from './somebody.ts'

type ShowDeps = Pick<HoldingsDeps, 'journal' | 'held' | 'live' | 'time'>

/** Everything about one person, for the crew to hand to them. */
export function showPerson(deps: ShowDeps, code: string, key: string): { data: PersonData } {
  const of = deps.live.findClass(code)
  return { data: personData(deps, of, findSomebody(deps, of.id, key)) }
}

/** The same for the person at this device; of somebody nobody knows it is empty. */
export function showMine(deps: ShowDeps, code: string, device: DeviceId): { data: PersonData } {
  const of = deps.live.findClass(code)
  return { data: personData(deps, of, whoHas(deps, of.id, device)) }
}
