import { setTimeout as pause } from 'node:timers/promises'
import type { PollDraft } from '../../features/live/wire/run.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { Host } from '../people/host.ts'
import { StudioEar, type Way } from '../people/studio-ear.ts'
import type { SyntheticLearner } from '../people/synthetic-learner.ts'

/** What came back of what learners did. */
export type Back = { readonly way: Way; readonly of: number; readonly ms: readonly number[]; /** Commands the box has called kept. */ readonly kept: number }

/** Hands, repeats and answers of all learners, each followed to the studio's own socket. */
export class Answers {
  readonly #host: Host
  readonly #ear: StudioEar
  readonly #draft: PollDraft
  readonly #kept = { hand: 0, rep: 0, answer: 0 }
  readonly #backs: { way: Way; of: number; ms: number[] }[] = []

  constructor(host: Host, draft: PollDraft) {
    this.#host = host
    this.#ear = new StudioEar(host)
    this.#draft = draft
  }

  /** Everybody does it once, evenly over `overMs`. */
  async everybody(way: Way, learners: readonly SyntheticLearner[], overMs: number, signal: AbortSignal): Promise<void> {
    const poll = way === 'answer' ? await this.#openPoll() : undefined
    const back = { way, of: learners.length, ms: [] as number[] }
    this.#backs.push(back)
    await Promise.all(learners.map(async ({ learner }, place) => {
      await pause((place / learners.length) * overMs, undefined, { signal })
      const heard = this.#ear.hears(learner.seat, way)
      const pressedMs = monotonicMs()
      const sent = way === 'hand' ? learner.raiseHand() : way === 'rep' ? learner.confirmRep(1) : poll && learner.link.send({ type: 'answer-poll', poll, option: place % this.#draft.options.length, at: learner.now() })
      sent?.kept.then(() => { this.#kept[way]++ }, () => undefined) // What is not kept is not counted as kept.
      const heardMs = await heard
      if (heardMs !== undefined) back.ms.push(heardMs - pressedMs)
    }))
  }

  backs(): Back[] {
    return this.#backs.map((back) => ({ ...back, kept: this.#kept[back.way] }))
  }

  async #openPoll() {
    const before = this.#host.page.last('poll')?.poll?.id
    this.#host.page.link?.send({ type: 'poll', act: { do: 'open', poll: this.#draft } })
    return this.#host.page.until('the poll', () => {
      const now = this.#host.page.last('poll')?.poll?.id
      return now === before ? undefined : now
    })
  }
}
