import type { QuestionId, SeatId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { LiveRefusal } from '../../wire/refusals.ts'
import { MOST_OPEN_QUESTIONS } from '../../wire/together.ts'
import type { QuestionState } from '../../wire/together.ts'

/** One seat may fill no more of the box's memory than this in one class. */
const MOST_OF_A_SEAT = 60

export type Asked = { readonly id: QuestionId; readonly seat: SeatId; readonly named: boolean; readonly text: string; readonly at: HubTime }
export type AskedQuestion = Asked & { readonly state: QuestionState }
export type QuestionCounts = { readonly asked: number; readonly answered: number; readonly kept: number; readonly hidden: number }

/**
 * The questions of one class, in memory alone.
 *
 * 1. A question is asked once, however often its page tells it; its words and its asker never change.
 * 2. No seat has more than {@link MOST_OPEN_QUESTIONS} waiting by asking.
 * 3. What leaves for the studio of a question asked without a name tells neither seat nor name.
 * 4. `answered + kept + hidden <= asked`.
 */
export class Questions {
  readonly #all = new Map<QuestionId, AskedQuestion>()

  /** `new` when it was asked just now; `again` when it is known already. */
  ask(asked: Asked): 'new' | 'again' | Extract<LiveRefusal, 'QUESTIONS_TOO_MANY'> {
    if (this.#all.has(asked.id)) return 'again'
    const own = this.ofSeat(asked.seat)
    const waiting = own.filter(({ state }) => state === 'waiting').length
    if (waiting >= MOST_OPEN_QUESTIONS || own.length >= MOST_OF_A_SEAT) return 'QUESTIONS_TOO_MANY'
    this.#all.set(asked.id, { ...asked, state: 'waiting' })
    return 'new'
  }

  /** Undefined when there is no such question. */
  handle(id: QuestionId, state: QuestionState): { readonly question: AskedQuestion; readonly changed: boolean } | undefined {
    const before = this.#all.get(id)
    if (!before) return undefined
    const question = { ...before, state }
    this.#all.set(id, question)
    return { question, changed: before.state !== state }
  }

  /** In the order of asking. */
  all(): AskedQuestion[] {
    return [...this.#all.values()]
  }

  ofSeat(seat: SeatId): AskedQuestion[] {
    return this.all().filter((question) => question.seat === seat)
  }

  counts(): QuestionCounts {
    const of = (state: QuestionState): number => this.all().filter((question) => question.state === state).length
    return { asked: this.#all.size, answered: of('answered'), kept: of('kept'), hidden: of('hidden') }
  }

  forget(): void {
    this.#all.clear()
  }
}
