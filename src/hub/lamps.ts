import type { Journal } from '../platform/journal/journal.ts'
import type { ClockLamp } from '../features/live/wire/wall-clock.ts'
import type { Log } from '../platform/log.ts'

export type LampsState = { readonly recordKept: boolean; readonly media: boolean; readonly clock: ClockLamp | null }

/** What the studio's lamps say of the box: whether what happens is kept, whether media works, and whether its clock is believed. */
export class Lamps {
  readonly #onChange: (state: LampsState) => void
  #state: LampsState

  constructor(journal: Pick<Journal, 'onLoss'>, media: boolean, log: Log, onChange: (state: LampsState) => void) {
    this.#state = { recordKept: true, media, clock: null }
    this.#onChange = onChange
    journal.onLoss((loss) => {
      if (loss.state === 'failing') log.error('journal.failing', { waiting: loss.waiting, lost: loss.lost }, loss.cause)
      else log.warn('journal.recovered', { lost: loss.lost })
      this.#set({ ...this.#state, recordKept: loss.state === 'recovered' })
    })
  }

  get state(): LampsState {
    return this.#state
  }

  mediaWorks(media: boolean): void {
    this.#set({ ...this.#state, media })
  }

  clockSays(clock: ClockLamp | null): void {
    this.#set({ ...this.#state, clock })
  }

  #set(next: LampsState): void {
    if (next.recordKept === this.#state.recordKept && next.media === this.#state.media && next.clock === this.#state.clock) return
    this.#state = next
    this.#onChange(next)
  }
}
