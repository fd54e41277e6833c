import type { DeviceId } from '../../../../../kernel/ids.ts'
import type { Connection } from '../connection.ts'
import type { FloorControl } from '../floor-messages.ts'
import type { TogetherDeps } from './desk.ts'

type ControlDeskDeps = Pick<TogetherDeps, 'audience' | 'record'>

/**
 * Which device runs the class. It holds on over lost links and restarts of the box, until another
 * device takes over or it loses its right. It forbids nothing: two hosts who press at once are told
 * apart by what they press.
 */
export class ControlDesk {
  readonly #deps: ControlDeskDeps
  #holder: FloorControl | null = null

  constructor(deps: ControlDeskDeps) {
    this.#deps = deps
  }

  take(device: DeviceId, label: string): number {
    this.restore({ device, label })
    return this.#deps.record(device, { kind: 'live.control-taken.1', body: {}, private: { label } })
  }

  restore(holder: FloorControl | null): void {
    this.#holder = holder
    for (const connection of this.#deps.audience.studios()) this.entered(connection)
  }

  /** Rights have changed: whoever lost theirs runs nothing. */
  crewChanged(runsTheRoom: (device: DeviceId) => boolean): void {
    if (this.#holder && !runsTheRoom(this.#holder.device)) this.restore(null)
  }

  entered(connection: Connection): void {
    if (connection.place?.as !== 'studio') return
    connection.say({ type: 'control', label: this.#holder?.label ?? null, isThis: this.#holder?.device === connection.device && this.#holder !== null })
  }
}
