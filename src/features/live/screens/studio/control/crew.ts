import type { Role } from '../../../../../kernel/roles.ts'

/** Who may open the studio. */
export type CrewRole = 'host' | 'co-host' | 'technician'

/** The one of a device's roles by which it may do most here. */
export function crewRole(roles: readonly Role[]): CrewRole {
  return roles.includes('host') ? 'host' : roles.includes('co-host') ? 'co-host' : 'technician'
}
