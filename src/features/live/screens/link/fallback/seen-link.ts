import { type HubTime, later, type Micros } from '../../../../../kernel/time.ts'
import { Emitter } from '../../../../../ui/emitter.ts'
import type { ClockEstimator } from '../../../rules/clock/clock.ts'
import type { SeenClock } from '../../../rules/clock/seen-clock.ts'
import type { DueSeenCue } from '../../../rules/cue/waiting-cues.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { Cue } from '../../../wire/words.ts'
import type { ClassLink } from '../class-link.ts'
import type { LinkEvent } from '../link-events.ts'
import type { LiveTelemetry } from '../socket-session.ts'

/** Keeps back what belongs to what is not seen yet. Each answers true for what it took, which it hands on in its time. */
export type Holds = {
  holdsNews(event: LinkEvent, pass: (event: LinkEvent) => void): boolean
  holdsCue(cue: Cue, play: (due: DueSeenCue, delay: Micros) => void): boolean
}

export type SeenLinkDeps = {
  readonly link: Pick<ClassLink, 'on' | 'clock' | 'hubNow' | 'ageMs' | 'send' | 'tell'>
  readonly seen: SeenClock
}

/**
 * The link as those parts of the page hear it that go with what is seen. In class time it is the link
 * itself; on a page that sees the class seconds late, plan, timers, music and words of cues are as late as the picture.
 */
export class SeenLink {
  readonly #deps: SeenLinkDeps
  readonly #events = new Emitter<LinkEvent>()
  readonly #stop: () => void
  readonly #known = new Set<LiveNews['type']>()
  /** Undefined until the page may see the class late. */
  holds: Holds | undefined
  /** Local and shared time of what is seen. */
  readonly clock: Pick<ClockEstimator, 'toHub' | 'toLocal'>

  constructor(deps: SeenLinkDeps) {
    this.#deps = deps
    const { link: { clock }, seen } = deps
    this.clock = {
      toHub: (local) => {
        const now = clock.toHub(local)
        return now === undefined ? undefined : seen.seenAt(now)
      },
      toLocal: (hub) => clock.toLocal(later(hub, seen.delay)),
    }
    this.#stop = deps.link.on((event) => {
      if (this.holds?.holdsNews(event, (held) => this.#events.emit(held)) === true) return
      if (event.type === 'news') this.#known.add(event.news.type)
      this.#events.emit(event)
    })
  }

  /** The kinds of news that have come. */
  get known(): Iterable<LiveNews['type']> {
    return this.#known
  }

  on(listener: (event: LinkEvent) => void): () => void {
    return this.#events.on(listener)
  }

  /** What is pressed is pressed now, whatever is seen. */
  hubNow(): HubTime | undefined {
    return this.#deps.link.hubNow()
  }

  ageMs(): number | null {
    return this.#deps.link.ageMs()
  }

  send(message: Parameters<ClassLink['send']>[0]): ReturnType<ClassLink['send']> {
    return this.#deps.link.send(message)
  }

  /** What was late on purpose is not told as having been late. */
  tell(message: LiveTelemetry): void {
    if (message.type !== 'started' || this.#deps.seen.delay === 0) this.#deps.link.tell(message)
  }

  end(): void {
    this.#stop()
  }
}
