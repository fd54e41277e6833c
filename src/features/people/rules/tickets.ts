import type { DeviceId } from '../../../kernel/ids.ts'
import type { Role } from '../../../kernel/roles.ts'
import { later, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { HubTime, Micros } from '../../../kernel/time.ts'
import type { PeopleRefusal } from '../wire/refusals.ts'

/**
 * Tickets: what a one-time link or QR carries, to make the device that opens it a role's device.
 * Invariants:
 * 1. A ticket pairs at most one device. That device may ask again, since its answer may have been lost.
 * 2. After its time a ticket pairs nobody; one without a time lasts until the box restarts.
 * 3. Only hashes of tickets are held, and at most {@link MOST_TICKETS}; the one made first goes first.
 */
export const TICKET_LASTS: Micros = 600 * MICROS_PER_SECOND
export const MOST_TICKETS = 100

export type Ticket = {
  readonly roles: readonly Role[]
  /** Null for the first start's ticket, which waits for its reader. */
  readonly until: HubTime | null
  readonly usedBy: DeviceId | null
}

/** By the hash of their text, oldest first. */
export type Tickets = ReadonlyMap<string, Ticket>

export type TicketDecision =
  | { readonly ok: true; readonly roles: readonly Role[] }
  | { readonly ok: false; readonly refusal: Extract<PeopleRefusal, `TICKET_${string}`> }

export function issueTicket(tickets: Tickets, hash: string, roles: readonly Role[], until: HubTime | null): Tickets {
  const kept = [...tickets].slice(-(MOST_TICKETS - 1))
  return new Map([...kept, [hash, { roles: [...new Set(roles)], until, usedBy: null }]])
}

/** When a ticket made now ends. */
export function ticketEnd(now: HubTime): HubTime {
  return later(now, TICKET_LASTS)
}

/** What `device` becomes by the ticket with that hash. Changes nothing: {@link useTicket} does, once the pairing is on record. */
export function decideTicket(tickets: Tickets, hash: string, device: DeviceId, now: HubTime): TicketDecision {
  const ticket = tickets.get(hash)
  if (!ticket) return { ok: false, refusal: 'TICKET_UNKNOWN' }
  if (ticket.usedBy !== null && ticket.usedBy !== device) return { ok: false, refusal: 'TICKET_USED' }
  if (ticket.until !== null && now >= ticket.until) return { ok: false, refusal: 'TICKET_EXPIRED' }
  return { ok: true, roles: ticket.roles }
}

export function useTicket(tickets: Tickets, hash: string, device: DeviceId): Tickets {
  return new Map([...tickets].map(([each, ticket]) => [each, each === hash ? { ...ticket, usedBy: device } : ticket]))
}
