import { Emitter } from '../../../../ui/emitter.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { LiveNews } from '../../wire/messages.ts'
import type { Run } from '../../wire/run.ts'
import type { Music, Poll, Timer } from '../../wire/together.ts'
import type { ClassLink } from './class-link.ts'

type News<T extends LiveNews['type']> = Extract<LiveNews, { type: T }>
export type OwnQuestion = News<'my-questions'>['questions'][number]

/** What a page of a class knows of it besides the `ClassView`. Each value is replaced whole, never changed in place. */
export type ClassNowState = {
  /** Null for a class without a plan, and before the box told. */
  readonly run: Run | null
  readonly timer: Timer | null
  readonly music: Music | null
  readonly poll: Poll | null
  /** A seat's own answer to the poll that stands in `poll`; null when there is none. */
  readonly myAnswer: number | null
  readonly myQuestions: readonly OwnQuestion[]
  /** Whole seconds since the box said anything; null while that is less than {@link STALE_MS}. */
  readonly staleSeconds: number | null
}

/** From here on a page says how old it is what it knows. */
export const STALE_MS = 2000
const LOOK_MS = 500
export const NOTHING_KNOWN: ClassNowState = { run: null, timer: null, music: null, poll: null, myAnswer: null, myQuestions: [], staleSeconds: null }

export type ClassNowDeps = { readonly link: Pick<ClassLink, 'on' | 'ageMs'>; readonly timers: Timers }

/**
 * Holds what the box tells of a class, for every page of it. What is held goes on being true while
 * nothing is heard, since it is read off the shared clock; how old it is stands beside it.
 *
 * 1. A poll's answer is held only with its poll: another poll, or none, forgets it.
 * 2. A timer or a piece of music that is over does not come back by a late copy over the channel.
 * 3. `staleSeconds` is null or at least two, and falls back with the first word of the box.
 */
export class ClassNow {
  readonly #link: ClassNowDeps['link']
  readonly #timers: Timers
  readonly #changes = new Emitter<ClassNowState>()
  readonly #stopListening: () => void
  #state = NOTHING_KNOWN
  readonly #over = new Set<string>()
  #answered: News<'my-answer'> | undefined
  #callOffLook: (() => void) | undefined

  constructor({ link, timers }: ClassNowDeps) {
    this.#link = link
    this.#timers = timers
    this.#stopListening = link.on((event) => {
      if (event.type === 'news' && !this.#isLateCopy(event.news, event.way)) this.#hear(event.news)
      this.#age()
    })
    this.#look()
  }

  get state(): ClassNowState {
    return this.#state
  }

  /** Since anything was heard from the box, by whatever way; null before. Milliseconds. */
  ageMs(): number | null {
    return this.#link.ageMs()
  }

  /** Told of every change, not of the state as it stands. */
  on(listener: (state: ClassNowState) => void): () => void {
    return this.#changes.on(listener)
  }

  end(): void {
    this.#stopListening()
    this.#callOffLook?.()
  }

  #hear(news: LiveNews): void {
    switch (news.type) {
      case 'run':
        return this.#become({ run: news.run })
      case 'timer':
        return this.#become({ timer: this.#next(this.#state.timer, news.timer) })
      case 'music':
        return this.#become({ music: this.#next(this.#state.music, news.music) })
      case 'poll':
        return this.#become({ poll: news.poll, myAnswer: this.#answerTo(news.poll) })
      case 'my-answer':
        this.#answered = news
        return this.#become({ myAnswer: this.#answerTo(this.#state.poll) })
      case 'my-questions':
        return this.#become({ myQuestions: news.questions })
      default:
    }
  }

  #isLateCopy(news: LiveNews, way: 'channel' | undefined): boolean {
    if (way === undefined) return false
    const start = news.type === 'timer' ? news.timer : news.type === 'music' ? news.music : null
    return start !== null && this.#over.has(start.id) // 2
  }

  #next<T extends Timer | Music>(before: T | null, after: T | null): T | null {
    if (before !== null && before.id !== after?.id) this.#over.add(before.id)
    return after
  }

  /** The answer may be told before its poll. */
  #answerTo(poll: Poll | null): number | null {
    return poll !== null && this.#answered?.poll === poll.id ? this.#answered.option : null // 1
  }

  #age(): void {
    const age = this.#link.ageMs()
    const staleSeconds = age === null || age < STALE_MS ? null : Math.floor(age / 1000) // 3
    if (staleSeconds !== this.#state.staleSeconds) this.#become({ staleSeconds })
  }

  #look(): void {
    this.#callOffLook = this.#timers.after(LOOK_MS, () => {
      this.#age()
      this.#look()
    })
  }

  #become(change: Partial<ClassNowState>): void {
    this.#state = { ...this.#state, ...change }
    this.#changes.emit(this.#state)
  }
}
