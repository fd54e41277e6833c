import type { ClassId, DeviceId, GuestId } from '../../../../kernel/ids.ts'
import type { MediaEngine } from '../../../../media/engine.ts'
import type { StageGuest } from '../../rules/guests.ts'

/** The two in a private talk. */
export type Side = 'guest' | 'host'
type Session = { readonly classId: ClassId; readonly guest: GuestId; readonly side: Side; readonly sends: boolean; readonly device: DeviceId }

/** What one side sends is a room of its own, which the other side alone watches. */
export function privateRoom(classId: ClassId, guest: GuestId, sender: Side): string {
  return `${classId}~${guest}~${sender}`
}

type PrivateRoomsDeps = {
  readonly engine: () => Pick<MediaEngine, 'setProgramme' | 'close'> | null
  readonly onFault: (error: unknown) => void
}

/** The connections of private talks, so that they end with the talk and are their owners' alone. */
export class PrivateRooms {
  readonly #deps: PrivateRoomsDeps
  readonly #sessions = new Map<string, Session>()
  readonly #carried = new Map<GuestId, string>()
  /** Talks whose rooms the engine holds for as long as something is shown there, whoever is still connected. */
  readonly #shown = new Map<GuestId, ClassId>()

  constructor(deps: PrivateRoomsDeps) {
    this.#deps = deps
  }

  /** A new connection takes the place of the same side's before it. */
  add(id: string, session: Session): void {
    for (const [other, { guest, side, sends }] of this.#sessions) {
      if (guest === session.guest && side === session.side && sends === session.sends) this.#close(other)
    }
    this.#sessions.set(id, session)
    if (!session.sends || session.side !== 'host') return
    this.#shown.set(session.guest, session.classId)
    this.#show(privateRoom(session.classId, session.guest, 'host'), id)
  }

  /** What the guest sends is the picture and sound of its room. */
  carry(classId: ClassId, { id, source }: Pick<StageGuest, 'id' | 'source'>): void {
    if (!source || this.#carried.get(id) === source.id) return
    this.#carried.set(id, source.id)
    this.#shown.set(id, classId)
    this.#show(privateRoom(classId, id, 'guest'), source.id)
  }

  /** Ends all of a talk; of one that was none, nothing. */
  end(guest: GuestId): void {
    for (const [id, session] of this.#sessions) if (session.guest === guest) this.#close(id)
    this.#carried.delete(guest)
    const classId = this.#shown.get(guest)
    if (classId === undefined) return
    this.#shown.delete(guest)
    for (const side of ['guest', 'host'] as const) this.#show(privateRoom(classId, guest, side), undefined)
  }

  closeHost(device: DeviceId): void {
    for (const [id, session] of this.#sessions) if (session.side === 'host' && session.device === device) this.#close(id)
  }

  closed(session: string): void {
    this.#sessions.delete(session)
  }

  mediaDied(): void {
    this.#sessions.clear()
    this.#carried.clear()
    this.#shown.clear()
  }

  #close(id: string): void {
    this.#sessions.delete(id)
    this.#attempt(this.#deps.engine()?.close(id))
  }

  #show(room: string, publisher: string | undefined): void {
    this.#attempt(this.#deps.engine()?.setProgramme(room, publisher))
  }

  #attempt(work: Promise<void> | undefined): void {
    work?.catch(this.#deps.onFault)
  }
}
