import type { ItemId, PollId, SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { LiveRefusal } from '../../wire/refusals.ts'
import type { PollDraft } from '../../wire/run.ts'
import type { Poll } from '../../wire/together.ts'

/** A poll as it was opened. `item`: the item of the plan that opened it; null when a host did. */
export type OpenedPoll = { readonly id: PollId; readonly draft: PollDraft; readonly since: HubTime; readonly item: ItemId | null }
/** How it ended, from the record. */
export type ClosedPoll = { readonly counts: readonly number[]; readonly answered: number }

/**
 * One poll, from its opening until it is taken off the screens.
 *
 * 1. A seat counts at most once, under its last answer: the counts add up to `answered`.
 * 2. Once closed nothing of it changes but who sees it.
 * 3. Those who answer see counts only when they are shown or the poll is closed; who answered what, nobody.
 * 4. `answered <= of`.
 */
export class PollBox {
  readonly opened: OpenedPoll
  readonly #answers = new Map<SeatId, number>()
  #closed: ClosedPoll | null
  #shown = false

  /** `closed` for one whose end is on record; its answers are not. */
  constructor(opened: OpenedPoll, closed: ClosedPoll | null = null) {
    this.opened = opened
    this.#closed = closed
  }

  get isOpen(): boolean {
    return this.#closed === null
  }

  /** Takes an answer, in place of the seat's former one. Returns why not, if not. */
  answer(seat: SeatId, option: number): Extract<LiveRefusal, 'POLL_CLOSED' | 'OPTION_UNKNOWN'> | undefined {
    if (!this.isOpen) return 'POLL_CLOSED'
    if (!Number.isInteger(option) || option < 0 || option >= this.opened.draft.options.length) return 'OPTION_UNKNOWN'
    this.#answers.set(seat, option)
    return undefined
  }

  /** A seat's own answer, which is in memory alone. */
  answerOf(seat: SeatId): number | null {
    return this.#answers.get(seat) ?? null
  }

  close(): ClosedPoll {
    this.#closed ??= { counts: this.#counts(), answered: this.#answers.size }
    return this.#closed
  }

  show(shown: boolean): void {
    this.#shown = shown
  }

  /** As the host sees it, or as everybody else. `here`: the seats that could answer now. */
  view(who: 'studio' | 'others', here: Iterable<SeatId>): Poll {
    const { id, draft, since } = this.opened
    const isSeen = who === 'studio' || this.#shown || !this.isOpen
    const { counts, answered } = this.#closed ?? { counts: this.#counts(), answered: this.#answers.size }
    const could = new Set([...here, ...this.#answers.keys()]).size
    return {
      id, question: draft.question, options: [...draft.options], since, open: this.isOpen, shown: this.#shown,
      counts: isSeen ? [...counts] : null, answered, of: Math.max(could, answered),
    }
  }

  #counts(): number[] {
    const counts = this.opened.draft.options.map(() => 0)
    for (const option of this.#answers.values()) counts[option] = (counts[option] ?? 0) + 1
    return counts
  }
}
