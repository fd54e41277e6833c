import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals'
import type { QuestionId, SeatId } from '../../../../../kernel/ids.ts'
import { m } from '../../../../../words/messages.js'
import type { LiveNews } from '../../../wire/messages.ts'
import * as routes from '../../../wire/routes.ts'
import type { Question, QuestionState } from '../../../wire/together.ts'
import type { RosterLine, Standing } from '../../../wire/words.ts'
import type { StudioRoom } from '../room.ts'
import { isHere } from '../view.ts'

/** Who is in the class, what they ask, and what a host does about them. */
export class PeopleDesk {
  /** Everybody with a seat, whoever was sent away included. */
  readonly roster: Signal<readonly RosterLine[]> = signal([])
  readonly present: ReadonlySignal<readonly RosterLine[]> = computed(() => this.roster.value.filter(isHere))
  readonly questions: Signal<readonly Question[]> = signal([])
  readonly #guests = new Map<SeatId, number>()
  readonly #room: StudioRoom

  constructor(room: StudioRoom) {
    this.#room = room
  }

  hear(news: LiveNews): void {
    switch (news.type) {
      case 'roster': this.roster.value = news.lines; return
      case 'seat': this.roster.value = [...this.roster.peek().filter((line) => line.seat !== news.line.seat), news.line]; return
      case 'seat-left': this.roster.value = this.roster.peek().filter((line) => line.seat !== news.seat); return
      case 'questions': this.questions.value = news.questions; return
      case 'question': this.questions.value = [...this.questions.peek().filter(({ id }) => id !== news.question.id), news.question]; return
      default: // The rest is others' affair.
    }
  }

  reset(): void {
    this.#guests.clear()
    this.roster.value = []
    this.questions.value = []
  }

  /** Who gave no name has a number, the same as long as the page stands. */
  nameOf({ seat, name }: Pick<RosterLine, 'seat' | 'name'>): string {
    if (name !== null) return name
    const number = this.#guests.get(seat) ?? this.#guests.size + 1
    this.#guests.set(seat, number)
    return m.studio_guest({ number })
  }

  lowerHand(seat: SeatId): Promise<boolean> {
    return this.#room.command({ type: 'lower-hand', seat })
  }

  /** Can be taken back, while the toast stands. */
  async handle(question: Question, state: QuestionState): Promise<void> {
    if (!await this.#tell(question.id, state)) return
    const words = QUESTION_DONE[state]?.()
    if (words !== undefined) this.#room.asking.offerUndo({ words, take: () => void this.#tell(question.id, question.state) })
  }

  /** Muting and removing can be taken back while the toast stands; blocking is asked for before. */
  async setStanding(line: RosterLine, standing: Standing): Promise<void> {
    const name = this.nameOf(line)
    const before = line.standing
    if (!await this.#stand(line.seat, standing)) return
    const words = STANDING_DONE[standing]({ name })
    this.#room.asking.offerUndo({ words, take: () => void this.#stand(line.seat, before) })
  }

  lockDoor(locked: boolean): Promise<boolean> {
    return this.#room.step((params) => this.#room.client.call(routes.setDoor, { params, input: { locked } }))
  }

  #tell(question: QuestionId, state: QuestionState): Promise<boolean> {
    return this.#room.command({ type: 'handle-question', question, state })
  }

  #stand(seat: SeatId, standing: Standing): Promise<boolean> {
    return this.#room.asking.ask(async () => {
      const code = this.#room.class.peek()?.code
      if (code !== undefined) await this.#room.client.call(routes.setStanding, { params: { code, seat }, input: { standing } })
    })
  }
}

const QUESTION_DONE: Partial<Record<QuestionState, () => string>> = {
  answered: m.studio_question_was_answered, kept: m.studio_question_was_kept, hidden: m.studio_question_was_hidden,
}
const STANDING_DONE: Record<Standing, (about: { name: string }) => string> = {
  welcome: m.studio_was_welcomed, muted: m.studio_was_muted, removed: m.studio_was_removed, blocked: m.studio_was_blocked,
}
