import type { ClassId, DeviceId, GuestId, PublisherId, SeatId } from '../../../../kernel/ids.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { elapsedMs } from '../../../../kernel/time.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { EngineEvent, MediaEngine } from '../../../../media/engine.ts'
import type { Journal } from '../../../../platform/journal/journal.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { applyGuest, decideGuest, isLiving, maySend, nextDue, NO_GUESTS, pictureOf, voicesOf } from '../../rules/guests.ts'
import type { GuestCommand, GuestEvent, Guests, StageGuest } from '../../rules/guests.ts'
import { guestCame, guestLeft } from '../../wire/guests.ts'
import type { Guest } from '../../wire/guests.ts'
import type { FloorLine } from '../floor-line.ts'
import type { StageDesk } from '../media/stage-desk.ts'
import { PrivateRooms } from './private-rooms.ts'

export type GuestDeskDeps = {
  readonly journal: Pick<Journal, 'defer'>
  readonly floor: Pick<FloorLine, 'tell'>
  readonly names: ReadonlyMap<SeatId, string>
  readonly clock: { now(): HubTime }
  readonly timers: Timers
  readonly stages: Pick<StageDesk, 'showGuest'>
  /** Null while media does not work. */
  readonly engine: () => Pick<MediaEngine, 'setVoice' | 'setProgramme' | 'close'> | null
  readonly onFault: (error: unknown) => void
}

/**
 * Learners on stage and in private talks; memory of this run, as the media is: after a restart of
 * the box nobody is on stage, and the pages hear so when they enter again.
 *
 * What the rules say of the guests is the only truth. After each change the media is brought into
 * line with it, the floor is told, and what belongs on record goes there.
 */
export class GuestDesk {
  readonly #deps: GuestDeskDeps
  readonly #private: PrivateRooms
  readonly #guests = new Map<ClassId, Guests>()
  readonly #callOffs = new Map<ClassId, () => void>()

  constructor(deps: GuestDeskDeps) {
    this.#deps = deps
    this.#private = new PrivateRooms({ engine: deps.engine, onFault: deps.onFault })
  }

  /** Everybody asked or on stage, and for a while what became of the others. */
  guests(classId: ClassId): Guest[] {
    return this.#of(classId).map((one) => this.#told(one))
  }

  /** Throws what the rules refuse. Answers the guest it is about. */
  run(classId: ClassId, command: GuestCommand): Guest {
    const decision = decideGuest(this.#of(classId), command)
    if (!decision.ok) throw new Refused(decision.refusal)
    for (const event of decision.events) this.#apply(classId, event)
    const guest = this.find(classId, command.id)
    if (!guest) throw new RangeError('a guest who was just there')
    return this.#told(guest)
  }

  find(classId: ClassId, id: string): StageGuest | undefined {
    return this.#of(classId).find((one) => one.id === id)
  }

  /** The living guest of a seat. */
  ofSeat(classId: ClassId, seat: SeatId): StageGuest | undefined {
    return this.#of(classId).find((one) => one.seat === seat && isLiving(one))
  }

  /** Whose source that is, by the seat. */
  seatOfSource(classId: ClassId, source: string): SeatId | undefined {
    return this.#of(classId).find((one) => one.source?.id === source)?.seat
  }

  end(classId: ClassId, id: GuestId): void {
    this.#apply(classId, { type: 'ended', id })
  }

  /** Whoever sits there is on no stage any more: muted, removed, or gone for good. */
  endOf(seat: SeatId): void {
    for (const [classId, guests] of this.#guests) {
      for (const { id } of guests.filter((one) => one.seat === seat)) this.end(classId, id)
    }
  }

  /** The class is over. */
  clear(classId: ClassId): void {
    for (const { id } of this.#of(classId)) this.end(classId, id)
    if (this.#guests.delete(classId)) this.#deps.floor.tell({ type: 'guests', classId, guests: [] })
    this.#callOffs.get(classId)?.()
    this.#callOffs.delete(classId)
  }

  /** A connection over which a guest will send. */
  add(classId: ClassId, id: GuestId, source: PublisherId): void {
    this.#apply(classId, { type: 'source-came', id, source })
  }

  readonly rooms = {
    /** A connection of one of the two in a private talk. */
    add: (...all: Parameters<PrivateRooms['add']>): void => this.#private.add(...all),
    /** What a device says and hears as one of those who run the room, when it is one no more. */
    closeHost: (device: DeviceId): void => this.#private.closeHost(device),
  }

  onEngine(event: EngineEvent): void {
    if (event.type === 'closed') this.#private.closed(event.id)
    if (event.type !== 'media' && event.type !== 'closed') return
    const source = event.id as PublisherId // Only looked up: ids that are no guest's are not found.
    for (const [classId, guests] of this.#guests) {
      if (!guests.some((one) => one.source?.id === source)) continue
      this.#apply(classId, event.type === 'closed' ? { type: 'source-gone', source } : { type: 'media', source, kind: event.kind, flowing: event.flowing })
    }
  }

  /** Media died, and everybody's connection with it. */
  mediaDied(): void {
    this.#private.mediaDied()
    for (const [classId, guests] of this.#guests) {
      for (const { source } of guests) if (source) this.#apply(classId, { type: 'source-gone', source: source.id })
    }
  }

  #of(classId: ClassId): Guests {
    return this.#guests.get(classId) ?? NO_GUESTS
  }

  #apply(classId: ClassId, event: GuestEvent): void {
    const before = this.#of(classId)
    const after = applyGuest(before, event, this.#deps.clock.now())
    if (after === before) return
    this.#guests.set(classId, after)
    this.#wire(classId, before, after)
    this.#record(classId, before, after)
    this.#deps.floor.tell({ type: 'guests', classId, guests: after.map((one) => this.#told(one)) })
    this.#wait(classId, after)
  }

  /** Brings the media into line: who is let go first, so that no line carries two. */
  #wire(classId: ClassId, before: Guests, after: Guests): void {
    const { stages } = this.#deps
    const engine = this.#deps.engine()
    const attempt = (work: Promise<void> | undefined): void => void work?.catch(this.#deps.onFault)
    const [had, has] = [voicesOf(before), voicesOf(after)]
    for (const line of [0, 1] as const) if (had[line] !== has[line] && has[line] === null) attempt(engine?.setVoice(classId, line, undefined))
    stages.showGuest(classId, pictureOf(after))
    for (const line of [0, 1] as const) if (had[line] !== has[line] && has[line] !== null) attempt(engine?.setVoice(classId, line, has[line]))
    const sources = new Set(after.flatMap(({ source }) => source?.id ?? []))
    for (const { source } of before) if (source && !sources.has(source.id)) attempt(engine?.close(source.id))
    for (const guest of after) if (guest.private) this.#private.carry(classId, guest)
    const talking = new Set(after.filter((one) => one.private && maySend(one)).map(({ id }) => id))
    for (const { id } of before) if (!talking.has(id)) this.#private.end(id)
  }

  /** Counts and instants of those the class heard or saw; of a private talk nothing at all. */
  #record(classId: ClassId, before: Guests, after: Guests): void {
    const at = this.#deps.clock.now()
    const came = (guests: Guests) => guests.filter((one) => !one.private && one.cameAt !== null && isLiving(one))
    const put = (kind: string, { id, seat }: StageGuest, more: { as?: StageGuest['as'] } = {}): void => {
      try {
        this.#deps.journal.defer({ kind, classId, actor: seat, body: { guest: id, seat, at, ...more } })
      } catch (error) {
        this.#deps.onFault(error) // The stage goes on without its record, as cues do.
      }
    }
    const [was, is] = [came(before), came(after)]
    for (const guest of is) if (!was.some(({ id }) => id === guest.id)) put(guestCame.kind, guest, { as: guest.as })
    for (const guest of was) if (!is.some(({ id }) => id === guest.id)) put(guestLeft.kind, guest)
  }

  #wait(classId: ClassId, guests: Guests): void {
    this.#callOffs.get(classId)?.()
    this.#callOffs.delete(classId)
    const due = nextDue(guests)
    if (due === Infinity) return
    const ms = Math.max(1, Math.ceil(elapsedMs(this.#deps.clock.now(), due as HubTime)))
    this.#callOffs.set(classId, this.#deps.timers.after(ms, () => this.#apply(classId, { type: 'time-passed' })))
  }

  #told({ id, seat, as, private: isPrivate, state, line }: StageGuest): Guest {
    return { id, seat, name: this.#deps.names.get(seat) ?? null, as, private: isPrivate, state, line: as === 'voice' ? line : null }
  }
}
