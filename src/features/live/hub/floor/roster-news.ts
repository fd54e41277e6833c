import type { SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../platform/timers.ts'
import type { Roster } from '../../rules/roster.ts'
import type { RosterLine } from '../../wire/words.ts'
import type { Audience } from './audience.ts'
import { Coalesced } from './coalesced.ts'

/** The roster changes with every phone; a studio gets at most this many batches a second. */
const ROSTER_EVERY_MS = 100
/** Silence is noticed at this grain. */
const TICK_MS = 1000

type RosterNewsDeps = {
  readonly now: () => HubTime
  readonly timers: Timers
  readonly audience: Audience
  readonly roster: Roster
  /** Every line as it changes, before studios hear of it. */
  readonly onLine: (line: RosterLine) => void
}

/** Tells the studios how the lines of the roster change, by what phones do and by their silence. */
export class RosterNews {
  readonly #deps: RosterNewsDeps
  readonly #lines: Coalesced<SeatId, RosterLine>
  #ticking = false

  constructor(deps: RosterNewsDeps) {
    this.#deps = deps
    this.#lines = new Coalesced(deps.timers, ROSTER_EVERY_MS, (lines) => {
      for (const line of lines) deps.audience.tellStudios(line.standing === 'removed' ? { type: 'seat-left', seat: line.seat } : { type: 'seat', line })
    })
  }

  put(line: RosterLine): void {
    this.#deps.onLine(line)
    this.#lines.put(line.seat, line)
  }

  /** Notices silence now. */
  tick(): void {
    for (const line of this.#deps.roster.tick(this.#deps.now())) this.put(line)
  }

  /** Notices silence while somebody is here, and once more after, so that the last line is right. */
  watch(): void {
    if (this.#ticking) return
    this.#ticking = true
    const { timers, audience } = this.#deps
    timers.after(TICK_MS, () => {
      this.#ticking = false
      this.tick()
      if (audience.here() > 0) this.watch()
    })
  }
}
