import type { Role } from '../../../../../kernel/roles.ts'

/** Who may open the studio. */
export type CrewRole = 'host' | 'co-host' | 'technician'

/** The one of a device's roles by which it may do most here. */
export function crewRole(roles: readonly Role[]): CrewRole {
  return roles.includes('host') ? 'host' : roles.includes('co-host') ? 'co-host' : 'technician'
}

/** Where somebody belongs who may not open the studio; null for who may. */
export function pageBeside(roles: readonly Role[]): '/review' | '/desk' | null {
  if (roles.some((role) => role === 'host' || role === 'co-host' || role === 'technician')) return null
  return roles.includes('reviewer') ? '/review' : '/desk'
}

/** Whom a link may be made for: those of the studio, who decides on requests for removal, and who writes consent down. */
export type TicketRole = CrewRole | 'reviewer' | 'desk'

/** Those outside of the studio come straight to their own page of the class. */
export function linkFor(role: TicketRole, link: string, code: string | undefined): string {
  if (role === 'host') return `${link}&take`
  if (role !== 'reviewer' && role !== 'desk') return link
  const page = role === 'reviewer' ? '/review' : '/desk'
  return link.replace('/host#', `${page}${code === undefined ? '' : `/${code}`}#`)
}
