import type { Timers } from '../../../../../platform/timers.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import type { Audience } from '../audience.ts'

/** Looks this often; who heard nothing since the last look is told that the box is there. */
const LOOK_EVERY_MS = 500

/** Lets no connection of a room go without a word for more than a second. One timer; none in an empty room. */
export class Beat {
  readonly #deps: { readonly now: () => HubTime; readonly timers: Timers; readonly audience: Audience }
  #beating = false

  constructor(deps: { readonly now: () => HubTime; readonly timers: Timers; readonly audience: Audience }) {
    this.#deps = deps
  }

  /** Goes on by itself until nobody is here. */
  start(): void {
    if (this.#beating) return
    this.#beating = true
    this.#deps.timers.after(LOOK_EVERY_MS, () => {
      this.#beating = false
      const everybody = this.#deps.audience.everybody()
      const text = JSON.stringify({ type: 'beat', t: this.#deps.now() })
      for (const connection of everybody) if (connection.wasQuiet()) connection.sayText(text)
      if (everybody.length > 0) this.start()
    })
  }
}
