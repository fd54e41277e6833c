import { base32 } from '../../../../kernel/bytes.ts'
import type { Crypto } from '../../../../kernel/crypto.ts'
import type { ClassId, DeviceId, SeatId } from '../../../../kernel/ids.ts'
import { elapsedMs } from '../../../../kernel/time.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { WANTS_ALL, WANTS_NOTHING } from '../../../../media/engine.ts'
import type { EngineEvent, MediaEngine, Wants } from '../../../../media/engine.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { admittedAt } from '../../rules/admission.ts'
import type { Opening } from '../../rules/admission.ts'
import type { SeatChoice, SeatKind } from '../../wire/words.ts'

/** Who looks: a seat; a device of those who run the room; a player that knows no more than the code. */
export type Watcher =
  | { readonly as: 'seat'; readonly seat: SeatId; readonly choice: SeatChoice }
  | { readonly as: 'monitor'; readonly device: DeviceId }
  | { readonly as: 'player' }
type Watching = { readonly classId: ClassId; readonly watcher: Watcher; /** Calls off the wait for its admission. */ readonly callOff?: () => void }

/** Players that know no more than the code are let in with those who sit elsewhere. */
function kindOf(watcher: Exclude<Watcher, { as: 'monitor' }>): SeatKind {
  return watcher.as === 'seat' ? watcher.choice.kind : 'elsewhere'
}

/**
 * What a watcher is sent. Before the class is live, and before its kind of seat is let in, a host who tries the camera is not seen by
 * anyone but those who run the room; the connection stands all the same, so that the beginning has
 * no gap. In the room the teacher stands there: no picture, and sound on headphones alone.
 */
export function wantsOf(watcher: Watcher, opening: Opening, now: HubTime): Wants {
  if (watcher.as === 'monitor') return WANTS_ALL
  const admitted = admittedAt(opening, kindOf(watcher))
  if (admitted === null || now < admitted) return WANTS_NOTHING
  if (watcher.as === 'seat' && watcher.choice.kind === 'room') {
    return watcher.choice.headphones ? { ...WANTS_ALL, video: false } : WANTS_NOTHING
  }
  return WANTS_ALL
}

export function isSameWatcher(one: Watcher, other: Watcher): boolean {
  switch (one.as) {
    case 'seat': return other.as === 'seat' && other.seat === one.seat
    case 'monitor': return other.as === 'monitor' && other.device === one.device
    case 'player': return other.as === 'player'
  }
}

type WatchDeskDeps = {
  /** Null while media does not work. */
  readonly engine: () => Pick<MediaEngine, 'setWants' | 'close' | 'choke'> | null
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly now: () => HubTime
  readonly timers: Timers
  readonly onFault: (error: unknown) => void
}

/** Who watches which class over WHEP; memory of this run, as the media is. */
export class WatchDesk {
  readonly #deps: WatchDeskDeps
  readonly #watching = new Map<string, Watching>()
  /** Seats whose link is made narrow, in bits per second. */
  readonly #choked = new Map<SeatId, number>()

  constructor(deps: WatchDeskDeps) {
    this.#deps = deps
  }

  /** A new subscriber's id, not to be guessed. A seat's says whose it is, since the floor sends cues by it. */
  newSubscriber(watcher: Watcher): string {
    const random = base32(this.#deps.crypto.randomBytes(10))
    return watcher.as === 'seat' ? `${watcher.seat}-${random}` : `${watcher.as}-${random}`
  }

  /** An older connection of the same seat is ended: the page made a new one because that one failed. */
  add(subscriber: string, classId: ClassId, watcher: Watcher): void {
    if (watcher.as === 'seat') {
      for (const [id, other] of this.#watching) {
        if (other.watcher.as === 'seat' && other.watcher.seat === watcher.seat) this.#close(id)
      }
    }
    this.#watching.set(subscriber, { classId, watcher })
    if (watcher.as === 'seat') this.#choke(watcher.seat)
  }

  /** Makes a seat's link narrow, also when its page comes back with a new connection; null lets it be. */
  choke(seat: SeatId, bitsPerSecond: number | null): void {
    if (bitsPerSecond === null) this.#choked.delete(seat)
    else this.#choked.set(seat, bitsPerSecond)
    this.#choke(seat, true)
  }

  #choke(seat: SeatId, always = false): void {
    const rate = this.#choked.get(seat) ?? null
    if (rate === null && !always) return
    for (const [id, { watcher }] of this.#watching) {
      if (watcher.as === 'seat' && watcher.seat === seat) this.#attempt(this.#deps.engine()?.choke(id, rate))
    }
  }

  find(classId: ClassId, subscriber: string): Watcher | undefined {
    const watching = this.#watching.get(subscriber)
    return watching?.classId === classId ? watching.watcher : undefined
  }

  players(classId: ClassId): number {
    return [...this.#watching.values()].filter((one) => one.classId === classId && one.watcher.as === 'player').length
  }

  seatChanged(seat: SeatId, choice: SeatChoice, opening: Opening): void {
    for (const [id, watching] of this.#watching) {
      const { watcher } = watching
      if (watcher.as !== 'seat' || watcher.seat !== seat) continue
      this.#watching.set(id, { ...watching, watcher: { ...watcher, choice } })
      this.aim(id, opening)
    }
  }

  openingChanged(classId: ClassId, opening: Opening): void {
    for (const [id, watching] of this.#watching) if (watching.classId === classId) this.aim(id, opening)
  }

  /** Has a watcher sent what belongs to it now, and later, if its kind of seat is let in later, what belongs to it then. */
  aim(subscriber: string, opening: Opening): void {
    const watching = this.#watching.get(subscriber)
    if (!watching) return
    const { classId, watcher, callOff } = watching
    const { engine, now, timers } = this.#deps
    callOff?.()
    this.#attempt(engine()?.setWants(subscriber, wantsOf(watcher, opening, now())))
    const admitted = watcher.as === 'monitor' ? null : admittedAt(opening, kindOf(watcher))
    const waitMs = admitted === null ? 0 : Math.ceil(elapsedMs(now(), admitted))
    if (waitMs > 0) this.#watching.set(subscriber, { classId, watcher, callOff: timers.after(waitMs, () => this.aim(subscriber, opening)) })
  }

  /** Ends what a seat watches, since its owner was sent out. */
  closeSeat(seat: SeatId): void {
    for (const [id, { watcher }] of this.#watching) if (watcher.as === 'seat' && watcher.seat === seat) this.#close(id)
  }

  /** Ends what a device watches as one of those who run the room, when it is one no more. */
  closeMonitors(device: DeviceId): void {
    for (const [id, { watcher }] of this.#watching) {
      if (watcher.as === 'monitor' && watcher.device === device) this.#close(id)
    }
  }

  /** Ends everybody's connection to a class. */
  clear(classId: ClassId): void {
    for (const [id, watching] of this.#watching) if (watching.classId === classId) this.#close(id)
  }

  onEngine(event: EngineEvent): void {
    if (event.type === 'closed') this.#forget(event.id)
  }

  /** Media died, and everybody's connection with it. */
  mediaDied(): void {
    for (const id of this.#watching.keys()) this.#forget(id)
  }

  #close(id: string): void {
    this.#forget(id)
    this.#attempt(this.#deps.engine()?.close(id))
  }

  #forget(id: string): void {
    this.#watching.get(id)?.callOff?.()
    this.#watching.delete(id)
  }

  #attempt(work: Promise<void> | undefined): void {
    work?.catch(this.#deps.onFault)
  }
}
