import { Malformed, Refused } from '../../../../kernel/failures.ts'
import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import { backOffMs } from '../../rules/link/back-off.ts'
import type { MediaSession } from './media-session.ts'

export type SessionState =
  | { readonly state: 'opening' | 'open' | 'lost' | 'ended' }
  /** The box said no; it is asked again only by {@link SessionKeeper.renew}. */
  | { readonly state: 'refused'; readonly code: string }

export type KeeperDeps = {
  readonly open: () => Promise<MediaSession>
  readonly onState: (state: SessionState) => void
  readonly timers: Timers
  readonly now: () => Micros
  /** In [0, 1). */
  readonly random: () => number
}

/** A connection that has not come about by then never will. */
const CONNECT_WITHIN_MS = 8000
/** A session that lasted this long was a good one: the next failure counts as the first. */
const GOOD_AFTER_MS = 10_000
/** The box sends reports at least every second to who sends, and answers probes to who watches. */
const SUSPECTED_MS = 1500
const FINAL: readonly string[] = ['CLASS_UNKNOWN', 'CLASS_OVER', 'NO_SEAT', 'FORBIDDEN', 'SIGNATURE_NEEDED', 'NOT_FOUND', 'STREAM_KEY_WRONG', 'GUEST_UNKNOWN']

/**
 * Keeps one media session open through failures, by asking for a new one.
 *
 * 1. At most one session is open or being opened; what an old one still says is not heard.
 * 2. After `n` failures in a row the wait is random within a bounded, doubling span.
 */
export class SessionKeeper {
  readonly #deps: KeeperDeps
  #session: MediaSession | undefined
  #turn = 0
  #failures = 0
  #connectedAt: Micros | undefined
  #callOff: (() => void) | undefined
  #isOn = false

  constructor(deps: KeeperDeps) {
    this.#deps = deps
  }

  get session(): MediaSession | undefined {
    return this.#session
  }

  start(): void {
    if (this.#isOn) return
    this.#isOn = true
    void this.#open()
  }

  stop(): void {
    this.#isOn = false
    this.#drop()
    this.#deps.onState({ state: 'ended' })
  }

  /** Opens a new one in place of what there is: nothing comes any more, or the address has changed. */
  renew(): void {
    if (this.#isOn) this.#failed()
  }

  /**
   * The box's other link broke. If nothing at all comes over this session either, the box has died,
   * and is asked for a new session without waiting for the browser to notice.
   */
  async suspect(): Promise<void> {
    const [session, turn] = [this.#session, this.#turn]
    if (!session) return
    const before = await receivedBytes(session.connection)
    await new Promise<void>((resolve) => void this.#deps.timers.after(SUSPECTED_MS, resolve))
    if (turn === this.#turn && await receivedBytes(session.connection) === before && turn === this.#turn) this.renew()
  }

  async #open(): Promise<void> {
    const turn = ++this.#turn
    this.#deps.onState({ state: 'opening' })
    try {
      const session = await this.#deps.open()
      if (turn !== this.#turn) return session.close()
      this.#session = session
      this.#watch(session, turn)
    } catch (error) {
      if (turn === this.#turn) this.#couldNotOpen(error)
    }
  }

  #couldNotOpen(error: unknown): void {
    if (error instanceof Refused && FINAL.includes(error.code)) {
      this.#deps.onState({ state: 'refused', code: error.code })
      return
    }
    this.#failed()
    // What the network or the box can do to us is expected; anything else is our defect, and must be seen.
    const expected = [Refused, Unreachable, Malformed, DOMException].some((kind) => error instanceof kind)
    if (!expected) throw error
  }

  #watch({ connection }: MediaSession, turn: number): void {
    const changed = (): void => {
      if (turn !== this.#turn) return
      this.#callOff?.()
      const { timers, now, onState } = this.#deps
      switch (connection.connectionState) {
        case 'connected':
          this.#connectedAt = now()
          onState({ state: 'open' })
          return
        // The browser has waited for seconds before it says so. ICE may find back by itself, but after a change of
        // address it does not, and a new session takes less than another wait.
        case 'disconnected':
        case 'failed':
        case 'closed':
          this.#failed()
          return
        default:
          this.#callOff = timers.after(CONNECT_WITHIN_MS, () => this.#failed())
      }
    }
    connection.onconnectionstatechange = changed
    changed()
  }

  #failed(): void {
    const { now, onState, random, timers } = this.#deps
    const lasted = this.#connectedAt === undefined ? 0 : (now() - this.#connectedAt) / MICROS_PER_MS
    this.#failures = lasted > GOOD_AFTER_MS ? 1 : this.#failures + 1
    this.#drop()
    onState({ state: 'lost' })
    this.#callOff = timers.after(backOffMs(this.#failures, random()), () => void this.#open())
  }

  #drop(): void {
    this.#turn++
    this.#callOff?.()
    this.#connectedAt = undefined
    this.#session?.close()
    this.#session = undefined
  }
}

/** Of all that came over the connection, reports and connectivity checks too; NaN, equal to nothing, where the browser does not tell. */
async function receivedBytes(connection: RTCPeerConnection): Promise<number> {
  let bytes = NaN
  const report: Iterable<readonly [string, unknown]> = await connection.getStats()
  for (const [, entry] of report) {
    const stat = entry as Partial<RTCIceCandidatePairStats>
    if (stat.type === 'candidate-pair' && stat.bytesReceived !== undefined) bytes = (Number.isNaN(bytes) ? 0 : bytes) + stat.bytesReceived
  }
  return bytes
}
