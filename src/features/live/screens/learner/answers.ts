import { Refused } from '../../../../kernel/failures.ts'
import type { ItemId, PollId, QuestionId } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { LiveCommand, Sent } from '../link/socket-session.ts'

export type Answer = Extract<LiveCommand, { type: 'raise-hand' | 'confirm-rep' | 'ready' | 'answer-poll' | 'ask' | 'name-me' }>
/** A question as its asker wrote it; the id is the page's own. */
export type Asked = { readonly id: QuestionId; readonly text: string; readonly named: boolean }

export type AnswersDeps = {
  readonly send: (answer: Answer) => Sent
  /** The shared time; undefined before it is known, and then nothing can be said yet. */
  readonly hubNow: () => HubTime | undefined
  readonly timers: Timers
  /** The box has it. */
  readonly onTold: (answer: Answer) => void
  /** The box said no, for good. */
  readonly onRefused: (code: string, answer: Answer) => void
}

const AGAIN_MS = 1000

/**
 * Brings what the learner does to the box, whatever the link does.
 *
 * 1. Of each kind one command is on the way at most; the newest wish goes next. So presses faster
 *    than the link never pile up, and the last one counts. Every question is a kind of its own.
 * 2. What was not told goes out again when the page has entered again; repeating changes nothing,
 *    for a hand is up or down, a count is the whole count, an answer takes the place of the one
 *    before, and a question has an id.
 * 3. A refusal ends the wish, except "too fast", which waits a second.
 */
export class Answers {
  readonly #deps: AnswersDeps
  readonly #kinds = new Map<string, Told>()

  constructor(deps: AnswersDeps) {
    this.#deps = deps
  }

  raiseHand(up: boolean): void {
    this.#wish('hand', (at) => ({ type: 'raise-hand', up, at }))
  }

  /** `count` is the learner's own total. */
  confirmRep(count: number): void {
    this.#wish('reps', (at) => ({ type: 'confirm-rep', count, at }))
  }

  /** The cue of the live check was felt here. */
  ready(item: ItemId): void {
    this.#wish('ready', (at) => ({ type: 'ready', item, at }))
  }

  answerPoll(poll: PollId, option: number): void {
    this.#wish('poll', (at) => ({ type: 'answer-poll', poll, option, at }))
  }

  ask({ id, text, named }: Asked): void {
    this.#wish(id, (at) => ({ type: 'ask', question: id, named, at, text }))
  }

  /** Empty takes it away. */
  nameMe(name: string): void {
    this.#wish('name', () => ({ type: 'name-me', name }))
  }

  /** The page is in the class (again). */
  entered(): void {
    for (const kind of this.#kinds.values()) kind.go()
  }

  #wish(kind: string, message: Message): void {
    const told = this.#kinds.get(kind) ?? new Told(this.#deps)
    this.#kinds.set(kind, told)
    told.wish(message)
  }
}

/** The instant said with an answer is that of its sending. */
type Message = (at: HubTime) => Answer

class Told {
  readonly #deps: AnswersDeps
  #wish: Message | undefined
  #isOnTheWay = false

  constructor(deps: AnswersDeps) {
    this.#deps = deps
  }

  wish(message: Message): void {
    this.#wish = message
    this.go()
  }

  go(): void {
    const wish = this.#wish
    const at = this.#deps.hubNow()
    if (!wish || at === undefined || this.#isOnTheWay) return // 1
    this.#isOnTheWay = true
    void this.#send(wish, wish(at))
  }

  async #send(wish: Message, answer: Answer): Promise<void> {
    try {
      await this.#deps.send(answer).done
      this.#deps.onTold(answer)
      if (this.#wish === wish) this.#wish = undefined
    } catch (error) {
      this.#failed(wish, answer, error)
      return
    } finally {
      this.#isOnTheWay = false
    }
    this.go()
  }

  #failed(wish: Message, answer: Answer, error: unknown): void {
    if (error instanceof Unreachable) return // 2
    if (!(error instanceof Refused)) throw error
    if (error.code === 'TOO_MANY') {
      this.#deps.timers.after(AGAIN_MS, () => this.go())
      return
    }
    if (this.#wish === wish) this.#wish = undefined // 3
    this.#deps.onRefused(error.code, answer)
  }
}
