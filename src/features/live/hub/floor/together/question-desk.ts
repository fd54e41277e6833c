import { Refused } from '../../../../../kernel/failures.ts'
import type { QuestionId, SeatId } from '../../../../../kernel/ids.ts'
import { Questions } from '../../../rules/together/questions.ts'
import type { Asked, AskedQuestion } from '../../../rules/together/questions.ts'
import type { Question, QuestionState } from '../../../wire/together.ts'
import type { Connection } from '../connection.ts'
import { BOX } from './desk.ts'
import type { TogetherDeps } from './desk.ts'

type QuestionDeskDeps = Pick<TogetherDeps, 'audience' | 'line' | 'note' | 'record' | 'offer' | 'figures'>

/**
 * The questions of a class.
 *
 * 1. The record counts; words and askers are in memory alone, unless whoever asked with a name agreed that it is kept.
 * 2. Of a question without a name nothing leads to its asker: not the news of it, not its entry, and
 *    not the roster, whose line of that seat does not stir.
 */
export class QuestionDesk {
  readonly #deps: QuestionDeskDeps
  readonly #questions = new Questions()
  /** What was last recorded of each, so that a repeated command hears `kept` with the fact it repeats. */
  readonly #facts = new Map<QuestionId, number>()

  constructor(deps: QuestionDeskDeps) {
    this.#deps = deps
  }

  /** Answers the fact that counts it, also when it is told again. */
  ask(asked: Asked): number | undefined {
    const { line, note, record, offer, figures } = this.#deps
    if (line(asked.seat)?.standing === 'muted') throw new Refused('SEAT_MUTED')
    const outcome = this.#questions.ask(asked)
    if (outcome === 'QUESTIONS_TOO_MANY') throw new Refused(outcome)
    if (outcome === 'again') return this.#facts.get(asked.id)
    const fact = record(asked.named ? asked.seat : BOX, { kind: 'live.question-asked.1', body: { question: asked.id, named: asked.named } })
    this.#facts.set(asked.id, fact)
    if (asked.named) {
      note({ type: 'acted', seat: asked.seat, at: asked.at })
      offer({ kind: 'live.question-kept.1', body: { question: asked.id, seat: asked.seat, at: asked.at }, private: { text: asked.text } })
    }
    figures.questionsAre(this.#questions.counts())
    this.#tell({ ...asked, state: 'waiting' })
    return fact
  }

  /** Answers the fact that says so, also when it was so already. Throws `Refused('QUESTION_UNKNOWN')`. */
  handle(actor: string, id: QuestionId, state: QuestionState): number | undefined {
    const handled = this.#questions.handle(id, state)
    if (!handled) throw new Refused('QUESTION_UNKNOWN')
    if (!handled.changed) return this.#facts.get(id)
    this.#deps.figures.questionsAre(this.#questions.counts())
    this.#tell(handled.question)
    const fact = this.#deps.record(actor, { kind: 'live.question-handled.1', body: { question: id, state } })
    this.#facts.set(id, fact)
    return fact
  }

  forget(): void {
    this.#questions.forget()
    this.#deps.audience.tellStudios({ type: 'questions', questions: [] })
  }

  entered(connection: Connection): void {
    const { place } = connection
    if (place?.as === 'studio') connection.say({ type: 'questions', questions: this.#questions.all().map((question) => this.#shown(question)) })
    if (place?.as === 'seat') connection.say(this.#mine(place.seat))
  }

  #tell(question: AskedQuestion): void {
    const { audience } = this.#deps
    audience.tellStudios({ type: 'question', question: this.#shown(question) })
    for (const connection of audience.ofSeat(question.seat)) connection.say(this.#mine(question.seat))
  }

  #mine(seat: SeatId) {
    const questions = this.#questions.ofSeat(seat).map(({ id, text, state }) => ({ id, text, state }))
    return { type: 'my-questions', questions } as const
  }

  #shown({ id, seat, named, text, at, state }: AskedQuestion): Question {
    if (!named) return { id, seat: null, name: null, text, at, state }
    return { id, seat, name: this.#deps.line(seat)?.name ?? null, text, at, state }
  }
}
