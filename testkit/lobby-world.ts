import { beginClass } from '../src/features/live/hub/class/begin-class.ts'
import { makeClass } from '../src/features/live/hub/class/make-class.ts'
import { openLobby } from '../src/features/live/hub/class/open-lobby.ts'
import { takeSeat } from '../src/features/live/hub/seats/take-seat.ts'
import type { ClassView, SeatKind } from '../src/features/live/wire/words.ts'
import { ClassWorld } from './class-world.ts'
import { Device } from './device.ts'
import type { MemorySocket } from './memory-socket.ts'

/** A {@link ClassWorld} whose one class is in its lobby, and the people who come into it. */
export class LobbyWorld extends ClassWorld {
  readonly made: ClassView

  constructor() {
    super()
    this.made = makeClass(this.deps, 'Knees', this.host.id)
    openLobby(this.deps, this.made.code, this.host.id)
  }

  /** Takes the device's seat and enters. */
  learner(kind: SeatKind = 'elsewhere', device = new Device()): MemorySocket {
    takeSeat(this.deps, { device: device.id, code: this.made.code, choice: { kind, headphones: false } }, undefined)
    return this.#enter(device, 'seat')
  }

  studio(device = this.host): MemorySocket {
    return this.#enter(device, 'studio')
  }

  begin(): void {
    beginClass(this.deps, this.made.code, this.host.id)
  }

  #enter(device: Device, as: 'seat' | 'studio'): MemorySocket {
    const socket = this.open(device)
    socket.command({ type: 'enter', code: this.made.code, as })
    return socket
  }
}
