import type { Journal } from '../platform/journal/journal.ts'
import type { Log } from '../platform/log.ts'

export type LampsState = { readonly recordKept: boolean; readonly media: boolean }

/** What the studio's lamps say of the box: whether what happens is kept, and whether media works. */
export class Lamps {
  readonly #onChange: (state: LampsState) => void
  #state: LampsState

  constructor(journal: Pick<Journal, 'onLoss'>, media: boolean, log: Log, onChange: (state: LampsState) => void) {
    this.#state = { recordKept: true, media }
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

  #set(next: LampsState): void {
    if (next.recordKept === this.#state.recordKept && next.media === this.#state.media) return
    this.#state = next
    this.#onChange(next)
  }
}
