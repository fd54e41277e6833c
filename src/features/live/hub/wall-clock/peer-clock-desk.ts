import type { SeatId } from '../../../../kernel/ids.ts'
import { MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import type { HubClock } from '../../../../platform/clock.ts'
import { peerClock } from '../../rules/clock/peer-clock.ts'
import type { PeerClock } from '../../rules/clock/peer-clock.ts'
import type { ClockLamp } from '../../wire/wall-clock.ts'

export type PeerClockDeps = {
  /** As entries are stamped now. */
  readonly clock: Pick<HubClock, 'now' | 'wall'>
  /** Whether something better than devices stands behind it. */
  readonly isSure: () => boolean
  readonly onChange: (lamp: ClockLamp | null) => void
}

/** Devices whose clocks are remembered; more would say no more. */
const MOST_DEVICES = 600
/** What a lamp shows does not follow every millisecond. */
const NEWS_MS = 10_000

/** What the devices that were here since the start say of the wall clock. In memory: the next class has others. */
export class PeerClockDesk {
  readonly #deps: PeerClockDeps
  readonly #told = new Map<SeatId, number>()
  #shown: ClockLamp | null = null

  constructor(deps: PeerClockDeps) {
    this.#deps = deps
  }

  /** A device's wall time at shared time 0, milliseconds since 1970. */
  heard(seat: SeatId, wallAtZero: number): void {
    this.#told.delete(seat)
    this.#told.set(seat, wallAtZero)
    const oldest = this.#told.keys().next().value
    if (this.#told.size > MOST_DEVICES && oldest !== undefined) this.#told.delete(oldest)
    this.look()
  }

  /** What they agree on now, when the box is wrong by it. */
  found(): PeerClock | null {
    const { clock, isSure } = this.#deps
    if (isSure()) return null
    return peerClock([...this.#told.values()], clock.wall() - clock.now() / MICROS_PER_MS)
  }

  /** Whether the lamp is still right. */
  look(): void {
    const found = this.found()
    const lamp = found && { offMs: found.offMs, devices: found.devices, atZero: found.atZero }
    if (isSame(lamp, this.#shown)) return
    this.#shown = lamp
    this.#deps.onChange(lamp)
  }

  wall(): WallTime {
    return this.#deps.clock.wall()
  }
}

function isSame(one: ClockLamp | null, other: ClockLamp | null): boolean {
  if (one === null || other === null) return one === other
  return one.devices === other.devices && Math.abs(one.offMs - other.offMs) < NEWS_MS
}
