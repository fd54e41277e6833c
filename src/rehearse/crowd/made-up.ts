import type { SyntheticLearner } from '../people/synthetic-learner.ts'

/** Of each second: the chance of one repeat more, of a hand up or down, and of answering a poll that is open. */
const REPEATS = 0.05
const HANDS = 0.004
const ANSWERS = 0.3

/** A synthetic learner who does of their own accord what people do in a class. */
export class MadeUp implements AsyncDisposable {
  readonly #learner: SyntheticLearner
  readonly #random: () => number
  #repeats = 0
  #handIsUp = false
  #answered: string | undefined

  /** `random`: numbers from 0 to 1, without 1. */
  constructor(learner: SyntheticLearner, random: () => number) {
    this.#learner = learner
    this.#random = random
  }

  /** A second of a class that is live. */
  act(): void {
    const { learner } = this.#learner
    const { link, page } = learner
    if (link.phase.phase !== 'entered' || !link.reading().good) return
    if (this.#random() < REPEATS) unmeasured(learner.confirmRep(++this.#repeats))
    if (this.#random() < HANDS) {
      this.#handIsUp = !this.#handIsUp
      unmeasured(learner.raiseHand(this.#handIsUp))
    }
    const poll = page.last('poll')?.poll
    if (!poll?.open || poll.id === this.#answered || this.#random() >= ANSWERS) return
    this.#answered = poll.id
    unmeasured(link.send({ type: 'answer-poll', poll: poll.id, option: Math.floor(this.#random() * poll.options.length), at: learner.now() }))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#learner[Symbol.asyncDispose]()
  }
}

/** What becomes of it is the crew's to see. */
function unmeasured({ done, kept }: { readonly done: Promise<unknown>; readonly kept: Promise<unknown> }): void {
  for (const told of [done, kept]) told.catch(() => undefined)
}
