import { Refused } from '../../../kernel/failures.ts'
import type { Role } from '../../../kernel/roles.ts'
import { MICROS_PER_MS } from '../../../kernel/time.ts'
import type { WallTime } from '../../../kernel/time.ts'
import { isPairedRole } from '../rules/devices.ts'
import { TICKET_LASTS } from '../rules/tickets.ts'
import type { PeopleDeps } from './deps.ts'
import { ticketLink } from './ticket-desk.ts'

/** A one-time link for another device of the crew. */
export function makeTicket(deps: Pick<PeopleDeps, 'tickets' | 'clock' | 'addresses'>, roles: readonly Role[]): { ticket: string; until: WallTime; links: string[] } {
  if (!roles.every(isPairedRole)) throw new Refused('BAD_INPUT', { field: 'roles' })
  const ticket = deps.tickets.issue(roles, deps.clock.now())
  const until = (deps.clock.wall() + TICKET_LASTS / MICROS_PER_MS) as WallTime
  return { ticket, until, links: deps.addresses().map((address) => ticketLink(address, ticket)) }
}
