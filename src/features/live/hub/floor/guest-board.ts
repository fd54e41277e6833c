import type { SeatId } from '../../../../kernel/ids.ts'
import type { Guest } from '../../wire/guests.ts'
import type { Audience } from './audience.ts'
import type { Connection } from './connection.ts'

/** What a seat's own page goes by; what else became of an invitation is for the host alone. */
const TOLD_TO_SEAT: ReadonlySet<Guest['state']> = new Set(['asked', 'accepted', 'on', 'lost', 'gone'])

/** Who is asked or on stage, as the core told last: studios see all of it, a seat its own place. */
export class GuestBoard {
  readonly #audience: Pick<Audience, 'tellStudios' | 'ofSeat'>
  #guests: readonly Guest[] = []

  constructor(audience: Pick<Audience, 'tellStudios' | 'ofSeat'>) {
    this.#audience = audience
  }

  set(guests: readonly Guest[]): void {
    const seats = new Set([...this.#guests, ...guests].map(({ seat }) => seat))
    const before = new Map([...seats].map((seat) => [seat, JSON.stringify(this.#ofSeat(seat))]))
    this.#guests = guests
    this.#audience.tellStudios({ type: 'guests', guests: [...guests] })
    for (const seat of seats) if (JSON.stringify(this.#ofSeat(seat)) !== before.get(seat)) this.tellSeat(seat, this.#audience.ofSeat(seat))
  }

  tellStudio(connection: Connection): void {
    connection.say({ type: 'guests', guests: [...this.#guests] })
  }

  /** Also when there is none: after a restart of the box a page must stop sending. */
  tellSeat(seat: SeatId, to: readonly Connection[]): void {
    for (const connection of to) connection.say({ type: 'guest', guest: this.#ofSeat(seat) })
  }

  #ofSeat(seat: SeatId): Guest | null {
    return this.#guests.find((one) => one.seat === seat && TOLD_TO_SEAT.has(one.state)) ?? null
  }
}
