import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeviceId } from '../../../kernel/ids.ts'
import { hubTime, later } from '../../../kernel/time.ts'
import { decideTicket, issueTicket, MOST_TICKETS, TICKET_LASTS, ticketEnd, useTicket } from './tickets.ts'
import type { Tickets } from './tickets.ts'

const [ann, ben] = ['dev_aaaaaaaaaaaaaaaa' as DeviceId, 'dev_bbbbbbbbbbbbbbbb' as DeviceId]
const start = hubTime(1_000_000)
const none: Tickets = new Map()

describe('a ticket', () => {
  const tickets = issueTicket(none, 'h', ['co-host', 'host', 'host'], ticketEnd(start))

  it('makes a device what it says, each role once', () => {
    expect(decideTicket(tickets, 'h', ann, start)).toEqual({ ok: true, roles: ['co-host', 'host'] })
  })

  it('is good for ten minutes and not a microsecond longer', () => {
    expect(decideTicket(tickets, 'h', ann, later(start, TICKET_LASTS - 1))).toMatchObject({ ok: true })
    expect(decideTicket(tickets, 'h', ann, later(start, TICKET_LASTS))).toEqual({ ok: false, refusal: 'TICKET_EXPIRED' })
  })

  it('of a first start waits for its reader', () => {
    const first = issueTicket(none, 'h', ['host'], null)
    expect(decideTicket(first, 'h', ann, later(start, 1000 * TICKET_LASTS))).toMatchObject({ ok: true })
  })

  it('that nobody made pairs nobody', () => {
    expect(decideTicket(tickets, 'other', ann, start)).toEqual({ ok: false, refusal: 'TICKET_UNKNOWN' })
  })

  it('that was used is closed to others and still open to the one that used it', () => {
    const used = useTicket(tickets, 'h', ann)
    expect(decideTicket(used, 'h', ben, start)).toEqual({ ok: false, refusal: 'TICKET_USED' })
    expect(decideTicket(used, 'h', ann, start)).toMatchObject({ ok: true })
    expect(decideTicket(used, 'h', ann, ticketEnd(start))).toEqual({ ok: false, refusal: 'TICKET_EXPIRED' })
  })

  it('pairs at most one device, whatever is tried in whatever order', () => {
    const step = fc.record({ hash: fc.constantFrom('a', 'b', 'c'), device: fc.constantFrom(ann, ben), wait: fc.nat({ max: TICKET_LASTS }) })
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let held = issueTicket(issueTicket(none, 'a', ['host'], ticketEnd(start)), 'b', ['host'], null)
      let now = start
      const pairedBy = new Map<string, Set<DeviceId>>()
      for (const { hash, device, wait } of steps) {
        now = later(now, wait)
        if (!decideTicket(held, hash, device, now).ok) continue
        held = useTicket(held, hash, device)
        pairedBy.set(hash, (pairedBy.get(hash) ?? new Set()).add(device))
      }
      for (const paired of pairedBy.values()) expect(paired.size).toBe(1)
      expect(pairedBy.has('c')).toBe(false)
    }))
  })

  it('is forgotten when too many were made since', () => {
    let held = none
    for (let n = 0; n <= MOST_TICKETS; n += 1) held = issueTicket(held, `h${n}`, ['host'], null)
    expect(held.size).toBe(MOST_TICKETS)
    expect(decideTicket(held, 'h0', ann, start)).toEqual({ ok: false, refusal: 'TICKET_UNKNOWN' })
    expect(decideTicket(held, 'h1', ann, start)).toMatchObject({ ok: true })
  })
})
