import type { DeviceId } from '../../../kernel/ids.ts'
import type { Role } from '../../../kernel/roles.ts'
import type { Query } from '../../../platform/sqlite/sql.ts'
import type { Devices } from '../rules/devices.ts'
import { deviceById, devices } from './store.ts'

/** What others may ask of this feature; synchronous, and nothing is changed by it. */
export type PeopleAnswers = {
  /** The roles a device was paired with; none for a device that is not, or no more. */
  rolesOf(device: DeviceId): readonly Role[]
  /** Every paired device and its roles. */
  crew(): Devices
  /** Whether anybody can open the studio yet. */
  hasHost(): boolean
}

export function peopleAnswers(query: Query): PeopleAnswers {
  const crew = (): Devices => new Map(devices(query).map(({ id, roles }) => [id, roles]))
  return {
    rolesOf: (device) => deviceById(query, device)?.roles ?? [],
    crew,
    hasHost: () => [...crew().values()].some((roles) => roles.includes('host')),
  }
}
