import { Refused } from '../../../../kernel/failures.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import type { LiveNews } from '../../wire/messages.ts'
import { CLOSE } from './connection.ts'
import type { Connection } from './connection.ts'

/** Tabs of one seat that are served at once; the oldest makes room. */
const MOST_PER_SEAT = 3
/** Screens of one class; any device that knows the code may be one. */
const MOST_SCREENS = 20

/** Who of one class is connected right now, and by which ways. */
export class Audience {
  readonly #seats = new Map<SeatId, Connection[]>()
  readonly #studios = new Set<Connection>()
  readonly #screens = new Set<Connection>()
  readonly #channels = new Map<SeatId, Set<string>>()

  enterSeat(seat: SeatId, connection: Connection): void {
    const here = (this.#seats.get(seat) ?? []).filter((other) => other !== connection)
    here.push(connection)
    this.#seats.set(seat, here)
    if (here.length > MOST_PER_SEAT) here.shift()?.socket.close(CLOSE.replaced, 'opened elsewhere')
  }

  enterStudio(connection: Connection): void {
    this.#studios.add(connection)
  }

  /** Throws `Refused('SCREENS_TOO_MANY')` when there is no place for one more; one that is a screen here has its place. */
  requireScreenPlace(connection: Connection): void {
    if (this.#screens.size >= MOST_SCREENS && !this.#screens.has(connection)) throw new Refused('SCREENS_TOO_MANY')
  }

  /** Belongs after {@link requireScreenPlace}. */
  enterScreen(connection: Connection): void {
    this.#screens.add(connection)
  }

  leave(connection: Connection): void {
    this.#studios.delete(connection)
    this.#screens.delete(connection)
    const place = connection.place
    if (place?.as !== 'seat') return
    const rest = this.ofSeat(place.seat).filter((other) => other !== connection)
    if (rest.length > 0) this.#seats.set(place.seat, rest)
    else this.#seats.delete(place.seat)
  }

  channel(seat: SeatId, subscriber: string, open: boolean): void {
    const channels = this.#channels.get(seat) ?? new Set()
    if (open) channels.add(subscriber)
    else channels.delete(subscriber)
    if (channels.size > 0) this.#channels.set(seat, channels)
    else this.#channels.delete(seat)
  }

  forgetChannels(): void {
    this.#channels.clear()
  }

  /** Subscribers whose data channel is open. */
  channels(): string[] {
    return [...this.#channels.values()].flatMap((channels) => [...channels])
  }

  here(): number {
    return this.#seats.size
  }

  ofSeat(seat: SeatId): readonly Connection[] {
    return this.#seats.get(seat) ?? []
  }

  tellStudios(news: LiveNews): void {
    if (this.#studios.size > 0) sendTo(this.#studios, news)
  }

  studios(): Iterable<Connection> {
    return this.#studios
  }

  tellAll(news: LiveNews): void {
    sendTo(this.everybody(), news)
  }

  /** Seats and screens. */
  tellOthers(news: LiveNews): void {
    sendTo(this.#others(), news)
  }

  everybody(): Connection[] {
    return [...this.#studios, ...this.#others()]
  }

  #others(): Connection[] {
    return [...[...this.#seats.values()].flat(), ...this.#screens]
  }
}

function sendTo(connections: Iterable<Connection>, news: LiveNews): void {
  const text = JSON.stringify(news)
  for (const connection of connections) {
    if (connection.lens) connection.say(news)
    else connection.sayText(text)
  }
}
