import type { Crypto } from '../../../../kernel/crypto.ts'
import { newId, type ItemId, type PollId } from '../../../../kernel/ids.ts'
import { type HubTime, type Micros, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { LiveNews } from '../../wire/messages.ts'
import type { Timer } from '../../wire/together.ts'
import type { ClassLink } from '../link/class-link.ts'
import { ClassNow, type ClassNowState } from '../link/class-now.ts'
import { FrameAt, type FrameDeps } from '../link/frame-at.ts'
import type { LinkEvent } from '../link/link-events.ts'
import { type Answer, Answers } from './answers.ts'
import type { LearnerStore } from './model.ts'
import type { TogetherDone, TogetherEvent } from './together.ts'

export type CompanyDeps = FrameDeps & {
  readonly link: Pick<ClassLink, 'on' | 'ageMs' | 'hubNow' | 'send' | 'tell'> & { readonly clock: Pick<ClassLink['clock'], 'toHub' | 'toLocal'> }
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly store: LearnerStore
  /** What is counted on the page has changed; `at`: draw it as of this instant, now. */
  readonly onCounted: (at?: HubTime) => void
  /** `wasThere`: this page was in the class before the music that plays began. */
  readonly onNow: (now: ClassNowState, wasThere: boolean) => void
  /** Something was done that a reload must not lose. */
  readonly onDone: () => void
  readonly onRemoved: () => void
}

/** Cues that are repeated on entering are further back than this. */
const OLD_CUE: Micros = 2 * MICROS_PER_SECOND

/**
 * What one seat does together with host and class: hears what the box tells, brings there what the
 * learner does, and tells again what a box that began anew has lost.
 *
 * 1. What was told once is told again only when the box shows that it has it no longer.
 * 2. How a start was kept is reported by who was in the class before it, and only when it was shown.
 */
export class Company {
  readonly #deps: CompanyDeps
  readonly #now: ClassNow
  readonly #answers: Answers
  readonly #frame: FrameAt
  readonly #stop: readonly (() => void)[]
  #enteredAt: Micros = Infinity
  #timer: Timer | null = null

  constructor(deps: CompanyDeps) {
    this.#deps = deps
    const { link, timers, store } = deps
    this.#now = new ClassNow({ link, timers })
    this.#frame = new FrameAt(deps)
    this.#answers = new Answers({
      send: (answer) => link.send(answer),
      hubNow: () => link.hubNow(),
      timers,
      onTold: (answer) => this.#told(answer),
      onRefused: (code, answer) => {
        if (answer.type === 'raise-hand' || answer.type === 'confirm-rep') store.tell({ type: 'refused', code })
        else this.#tell({ type: 'turned-down', code, answer })
        deps.onDone()
      },
    })
    this.#stop = [link.on((event) => this.#hear(event)), this.#now.on((now) => this.#changed(now))]
  }

  raiseHand(up: boolean): void {
    this.#answers.raiseHand(up)
  }

  /** `count`: the learner's own total. */
  confirmRep(count: number): void {
    this.#answers.confirmRep(count)
  }

  felt(item: ItemId): void {
    this.#tell({ type: 'felt', item })
    this.#answers.ready(item)
    this.#deps.onDone()
  }

  answerPoll(poll: PollId, option: number): void {
    this.#tell({ type: 'answered', poll, option })
    this.#answers.answerPoll(poll, option)
    this.#deps.onDone()
  }

  ask(text: string, named: boolean): void {
    const asked = { id: newId('qst', this.#deps.crypto), text, named }
    this.#tell({ type: 'asked', asked })
    this.#answers.ask(asked)
    this.#deps.onDone()
  }

  nameMe(name: string): void {
    this.#tell({ type: 'named', name })
    this.#answers.nameMe(name)
    this.#deps.onDone()
  }

  /** After a reload: what had not reached the box is on its way again. */
  recall(was: TogetherDone): void {
    this.#tell({ type: 'recalled', was })
    const { felt, answer, asked } = this.#together
    if (felt !== null && !felt.told) this.#answers.ready(felt.item)
    if (answer !== null && !answer.told) this.#answers.answerPoll(answer.poll, answer.option)
    for (const one of asked) if (!one.told) this.#answers.ask(one)
  }

  /** Tries again what waits, as each second does. */
  again(): void {
    this.#answers.entered()
  }

  end(): void {
    for (const stop of this.#stop) stop()
    this.#now.end()
  }

  get #together() {
    return this.#deps.store.state.peek().together
  }

  #tell(event: TogetherEvent): void {
    this.#deps.store.tell({ type: 'together', event })
  }

  #told(answer: Answer): void {
    const { store, onDone } = this.#deps
    if (answer.type === 'raise-hand') store.tell({ type: 'hand-told', up: answer.up })
    else if (answer.type === 'confirm-rep') store.tell({ type: 'rep-told', count: answer.count })
    else this.#tell({ type: 'told', answer })
    onDone()
  }

  #hear(event: LinkEvent): void {
    if (event.type === 'era') this.#deps.onCounted()
    if (event.type === 'news') this.#news(event.news)
    if (event.type !== 'phase' || event.phase.phase !== 'entered') return
    this.#enteredAt = this.#deps.now()
    this.#answers.entered()
    if (this.#together.name !== '') this.#answers.nameMe(this.#together.name)
  }

  #news(news: LiveNews): void {
    switch (news.type) {
      case 'mine':
        this.#tell({ type: 'standing', standing: news.standing, ready: news.ready })
        return this.#feelAgain(news.ready)
      case 'my-answer':
        return this.#answerAgain(news.poll, news.option)
      case 'my-questions':
        return this.#askAgain(news.questions.map(({ id }) => id))
      case 'removed':
        this.#tell({ type: 'removed', blocked: news.blocked })
        return this.#deps.onRemoved()
      case 'cue': {
        const now = this.#deps.link.hubNow()
        if (now !== undefined && news.cue.at > now - OLD_CUE) this.#tell({ type: 'cue-ahead', word: news.cue.word ?? '' })
        return
      }
      default:
    }
  }

  #feelAgain(isReady: boolean): void {
    const { felt, now } = this.#together
    const item = now.run?.items[now.run.current ?? -1]
    if (!isReady && felt !== null && item?.id === felt.item && item.kind === 'check') this.#answers.ready(felt.item) // 1
  }

  #answerAgain(poll: PollId, option: number | null): void {
    const { answer, now } = this.#together
    if (option === null && answer?.poll === poll && answer.told && now.poll?.open === true) this.#answers.answerPoll(poll, answer.option) // 1
  }

  #askAgain(known: readonly string[]): void {
    for (const one of this.#together.asked) if (one.told && !known.includes(one.id)) this.#answers.ask(one) // 1
  }

  #changed(now: ClassNowState): void {
    this.#tell({ type: 'now', now })
    if (now.timer?.id !== this.#timer?.id && now.timer !== null) void this.#show(now.timer)
    this.#timer = now.timer
    this.#deps.onCounted()
    this.#deps.onNow(now, this.#wasThereAt(now.music?.line.since ?? null))
  }

  /** With the frame nearest to its beginning, whatever the page draws otherwise. */
  async #show({ id, line: { since } }: Timer): Promise<void> {
    const { link: { clock, tell }, onCounted } = this.#deps
    const at = since === null ? undefined : clock.toLocal(since)
    if (since === null || at === undefined || !this.#wasThereAt(since)) return
    const shown = await this.#frame.draw(at, () => { if (this.#timer?.id === id) onCounted(since) })
    const shownAt = shown === undefined ? undefined : clock.toHub(shown)
    if (shownAt !== undefined && this.#timer?.id === id) tell.call(this.#deps.link, { type: 'started', id, at: shownAt })
  }

  #wasThereAt(start: HubTime | null): boolean {
    const at = start === null ? undefined : this.#deps.link.clock.toLocal(start)
    return at !== undefined && at >= this.#enteredAt // 2
  }
}
