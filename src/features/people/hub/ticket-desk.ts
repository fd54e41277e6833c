import { base64url, hex, utf8 } from '../../../kernel/bytes.ts'
import type { Crypto } from '../../../kernel/crypto.ts'
import type { DeviceId } from '../../../kernel/ids.ts'
import type { Role } from '../../../kernel/roles.ts'
import type { HubTime } from '../../../kernel/time.ts'
import { decideTicket, issueTicket, ticketEnd, useTicket } from '../rules/tickets.ts'
import type { TicketDecision, Tickets } from '../rules/tickets.ts'

/** Holds the tickets of this run, in memory and hashed: who reads the box's memory or disk cannot pair by it. */
export type TicketDesk = {
  /** A new ticket's text, for ten minutes. */
  issue(roles: readonly Role[], now: HubTime): string
  /** The ticket of a first start, which lasts until it is used or the box restarts. */
  issueFirst(): string
  decide(text: string, device: DeviceId, now: HubTime): TicketDecision
  /** Once the pairing is on record. */
  use(text: string, device: DeviceId): void
}

export function ticketDesk(crypto: Pick<Crypto, 'sha256' | 'randomBytes'>): TicketDesk {
  let tickets: Tickets = new Map()
  const hashOf = (text: string): string => hex(crypto.sha256(utf8(text)))

  function issue(roles: readonly Role[], until: HubTime | null): string {
    const text = base64url(crypto.randomBytes(18))
    tickets = issueTicket(tickets, hashOf(text), roles, until)
    return text
  }

  return {
    issue: (roles, now) => issue(roles, ticketEnd(now)),
    issueFirst: () => issue(['host'], null),
    decide: (text, device, now) => decideTicket(tickets, hashOf(text), device, now),
    use: (text, device) => {
      tickets = useTicket(tickets, hashOf(text), device)
    },
  }
}

/** The link that carries a ticket to a page (`place`). After `#` it is never sent to a server, nor kept in one's log. */
export function ticketLink(address: string, ticket: string, place: `/${string}#${string}` = '/host#'): string {
  return `${address}${place}pair=${ticket}`
}
