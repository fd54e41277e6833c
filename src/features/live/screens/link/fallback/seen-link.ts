import type { HubTime, Micros } from '../../../../../kernel/time.ts'
import { Emitter } from '../../../../../ui/emitter.ts'
import type { Timers } from '../../../../../ui/timers.ts'
import type { ClockEstimator } from '../../../rules/clock/clock.ts'
import type { SeenClock } from '../../../rules/clock/seen-clock.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { ClassLink } from '../class-link.ts'
import type { LinkEvent } from '../link-events.ts'
import type { LiveTelemetry } from '../socket-session.ts'

export type SeenLinkDeps = {
  readonly link: Pick<ClassLink, 'on' | 'clock' | 'hubNow' | 'ageMs' | 'send' | 'tell'>
  readonly seen: SeenClock
  readonly timers: Timers
}

/** What belongs to what is seen. Polls do not: they close when the host closes them. */
const HELD: readonly LiveNews['type'][] = ['run', 'timer', 'music', 'cue']
const LOOK_MS = 100

type Held = { readonly event: LinkEvent & { readonly type: 'news' }; /** Shared time at which it was heard. */ readonly at: HubTime }

/**
 * The link as the page's parts hear it that go with what is seen: in class time it is the link itself; on
 * a page that sees the class seconds late, plan, timers, music and words of cues are as late as the picture.
 *
 * 1. Order within what is held is kept, and nothing overtakes it; what is not held comes at once.
 * 2. The first word of each kind is not held: before it the page knows nothing.
 * 3. What was late on purpose is not reported as played late.
 */
export class SeenLink {
  readonly #deps: SeenLinkDeps
  readonly #events = new Emitter<LinkEvent>()
  readonly #stop: () => void
  readonly #known = new Set<LiveNews['type']>()
  #held: Held[] = []
  #callOff: (() => void) | undefined
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
      toLocal: (hub) => clock.toLocal((hub + seen.delay) as HubTime),
    }
    this.#stop = deps.link.on((event) => this.#hear(event))
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

  tell(message: LiveTelemetry): void {
    if (message.type === 'started' && this.#deps.seen.delay > 0) return // 3
    this.#deps.link.tell(message)
  }

  end(): void {
    this.#stop()
    this.#callOff?.()
  }

  #hear(event: LinkEvent): void {
    const now = this.#deps.link.hubNow()
    if (event.type === 'era') this.#release(Infinity)
    if (event.type !== 'news' || !HELD.includes(event.news.type) || now === undefined) return this.#events.emit(event)
    const { type } = event.news
    const waits = this.#held.length > 0 || (this.#deps.seen.delay > 0 && this.#known.has(type)) // 1, 2
    this.#known.add(type)
    if (!waits) return this.#events.emit(event)
    this.#held.push({ event, at: now })
    this.#callOff ??= this.#look()
  }

  #look(): () => void {
    return this.#deps.timers.after(LOOK_MS, () => {
      const now = this.#deps.link.hubNow()
      this.#release(now === undefined ? Infinity : this.#deps.seen.seenAt(now))
      this.#callOff = this.#held.length === 0 ? undefined : this.#look()
    })
  }

  #release(seen: Micros): void {
    const due = this.#held.filter(({ at }) => at <= seen)
    this.#held = this.#held.filter(({ at }) => at > seen)
    for (const { event } of due) this.#events.emit(event)
  }
}
