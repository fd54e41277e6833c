import { type HubTime, type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { ClockEstimator } from '../../rules/clock/clock.ts'
import type { LinkMeter } from '../../rules/link/link-meter.ts'
import { probeGap } from '../../rules/clock/probe-plan.ts'

export type ProbeWay = 'socket' | 'channel'

export type ProberDeps = {
  readonly clock: ClockEstimator
  readonly meter: LinkMeter
  readonly timers: Timers
  /** The device's own clock. */
  readonly now: () => Micros
  /** Sends a probe with this number; false when that way is not open. */
  readonly send: (way: ProbeWay, p: number) => boolean
  readonly onEra: () => void
}

const OUTSTANDING = 64

type Outstanding = { readonly sentAt: Micros; readonly way: ProbeWay; readonly metered: boolean }

/**
 * Asks the box for the time, over the data channel when there is one, since that is the way of cues
 * and no lost packet holds up the next there; else over the socket. Answers of both ways feed one clock:
 * each bounds the offset, whatever its way.
 */
export class Prober {
  readonly #deps: ProberDeps
  readonly #outstanding = new Map<number, Outstanding>()
  #number = 0
  #sent = 0
  #way: ProbeWay = 'socket'
  #stop: (() => void) | undefined
  #channelAnsweredAt: Micros | undefined

  constructor(deps: ProberDeps) {
    this.#deps = deps
  }

  /** Starts over with a burst: a link was opened, or the device woke. */
  burst(way: ProbeWay = this.#way): void {
    if (way !== this.#way) this.#deps.meter.forget()
    this.#way = way
    this.#sent = 0
    if (way === 'channel') this.#channelAnsweredAt = this.#deps.now()
    this.#plan()
  }

  stop(): void {
    this.#stop?.()
    this.#stop = undefined
    this.#outstanding.clear()
  }

  /** One probe over the socket, beside the plan: shows that the socket is alive. */
  heartbeat(): void {
    this.#send('socket', this.#way === 'socket')
  }

  answered(p: number, hubAt: HubTime): void {
    const probe = this.#outstanding.get(p)
    if (!probe) return
    this.#outstanding.delete(p)
    const { clock, meter, now, onEra } = this.#deps
    const receivedAt = now()
    if (probe.way === 'channel') this.#channelAnsweredAt = receivedAt
    if (probe.metered) meter.answered(probe.sentAt, receivedAt)
    if (clock.add({ sentAt: probe.sentAt, hubAt, receivedAt }) !== 'reset') return
    onEra()
    this.burst()
  }

  /** For how long the channel has answered nothing; 0 while it is not in use. */
  channelSilentMs(): number {
    if (this.#way !== 'channel' || this.#channelAnsweredAt === undefined) return 0
    return (this.#deps.now() - this.#channelAnsweredAt) / MICROS_PER_MS
  }

  #plan(): void {
    this.#stop?.()
    const gap = probeGap({ sent: this.#sent, error: this.#deps.clock.reading?.error })
    this.#stop = this.#deps.timers.after(gap / MICROS_PER_MS, () => {
      this.#sent++
      this.#send(this.#way, true)
      this.#plan()
    })
  }

  #send(way: ProbeWay, metered: boolean): void {
    const { meter, now, send } = this.#deps
    const p = ++this.#number
    const sentAt = now()
    if (!send(way, p)) return
    this.#outstanding.set(p, { sentAt, way, metered })
    if (metered) meter.sent(sentAt)
    for (const oldest of this.#outstanding.keys()) {
      if (this.#outstanding.size <= OUTSTANDING) break
      this.#outstanding.delete(oldest)
    }
  }
}
