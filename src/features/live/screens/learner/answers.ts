import { Refused } from '../../../../kernel/failures.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { Unreachable } from '../../../../ui/client.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { LiveCommand, Sent } from '../link/socket-session.ts'

type Answer = Extract<LiveCommand, { type: 'raise-hand' | 'confirm-rep' }>

export type AnswersDeps = {
  readonly send: (answer: Answer) => Sent
  /** The shared time; undefined before it is known, and then nothing can be said yet. */
  readonly hubNow: () => HubTime | undefined
  readonly timers: Timers
  readonly onHandTold: (up: boolean) => void
  readonly onRepTold: (count: number) => void
  /** The box said no, for good. */
  readonly onRefused: (code: string) => void
}

const AGAIN_MS = 1000

/**
 * Brings what the learner does to the box, whatever the link does.
 *
 * 1. Of each kind one command is on the way at most; the newest wish goes next. So presses faster
 *    than the link never pile up, and the last one counts.
 * 2. What was not told goes out again when the page has entered again; repeating changes nothing,
 *    for a hand is up or down and a count is the whole count.
 * 3. A refusal ends the wish, except "too fast", which waits a second.
 */
export class Answers {
  readonly #hand: Told<boolean>
  readonly #reps: Told<number>

  constructor(deps: AnswersDeps) {
    this.#hand = new Told(deps, (up, at) => ({ type: 'raise-hand', up, at }), deps.onHandTold)
    this.#reps = new Told(deps, (count, at) => ({ type: 'confirm-rep', count, at }), deps.onRepTold)
  }

  raiseHand(up: boolean): void {
    this.#hand.wish(up)
  }

  /** `count` is the learner's own total. */
  confirmRep(count: number): void {
    this.#reps.wish(count)
  }

  /** The page is in the class (again). */
  entered(): void {
    this.#hand.go()
    this.#reps.go()
  }
}

class Told<T> {
  readonly #deps: AnswersDeps
  readonly #message: (value: T, at: HubTime) => Answer
  readonly #onTold: (value: T) => void
  #wish: { readonly value: T } | undefined
  #isOnTheWay = false

  constructor(deps: AnswersDeps, message: (value: T, at: HubTime) => Answer, onTold: (value: T) => void) {
    this.#deps = deps
    this.#message = message
    this.#onTold = onTold
  }

  wish(value: T): void {
    this.#wish = { value }
    this.go()
  }

  go(): void {
    const wish = this.#wish
    const at = this.#deps.hubNow()
    if (!wish || at === undefined || this.#isOnTheWay) return // 1
    this.#isOnTheWay = true
    void this.#send(wish, at)
  }

  async #send(wish: { readonly value: T }, at: HubTime): Promise<void> {
    try {
      await this.#deps.send(this.#message(wish.value, at)).done
      this.#onTold(wish.value)
      if (this.#wish === wish) this.#wish = undefined
    } catch (error) {
      this.#failed(wish, error)
      return
    } finally {
      this.#isOnTheWay = false
    }
    this.go()
  }

  #failed(wish: { readonly value: T }, error: unknown): void {
    if (error instanceof Unreachable) return // 2
    if (!(error instanceof Refused)) throw error
    if (error.code === 'TOO_MANY') {
      this.#deps.timers.after(AGAIN_MS, () => this.go())
      return
    }
    if (this.#wish === wish) this.#wish = undefined
    this.#deps.onRefused(error.code)
  }
}
