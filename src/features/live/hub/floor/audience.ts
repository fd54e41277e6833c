import type { SeatId } from '../../../../kernel/ids.ts'
import type { LiveNews } from '../../wire/messages.ts'
import { CLOSE } from './connection.ts'
import type { Connection } from './connection.ts'

/** Tabs of one seat that are served at once; the oldest makes room. */
const MOST_PER_SEAT = 3

/** Who of one class is connected right now, and by which ways. */
export class Audience {
  readonly #seats = new Map<SeatId, Connection[]>()
  readonly #studios = new Set<Connection>()
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

  leave(connection: Connection): void {
    this.#studios.delete(connection)
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

  tellAll(news: LiveNews): void {
    sendTo(this.everybody(), news)
  }

  everybody(): Connection[] {
    return [...this.#studios, ...[...this.#seats.values()].flat()]
  }
}

function sendTo(connections: Iterable<Connection>, news: LiveNews): void {
  const text = JSON.stringify(news)
  for (const connection of connections) {
    if (connection.lens) connection.say(news)
    else connection.sayText(text)
  }
}
