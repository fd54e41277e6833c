import type { HubTime } from '../../../../kernel/time.ts'
import { SeenClock } from '../../rules/clock/seen-clock.ts'
import { type PageRung, stepPageRung } from '../../rules/link/page-rung.ts'
import type { SeatBehaviour } from '../../rules/seat-behaviour.ts'
import type { LinkRung } from '../../wire/words.ts'
import type { ClassLink } from '../link/class-link.ts'
import { MediaWays, type MediaWaysDeps } from '../link/fallback/media-ways.ts'
import type { LearnerStore } from './model.ts'
import type { MediaReading } from './state.ts'

export type ClassMediaDeps = Omit<MediaWaysDeps, 'seen' | 'link'> & {
  readonly link: ClassLink
  readonly store: LearnerStore
  readonly behaviour: () => SeatBehaviour
  /** The page would sound and may not before a press. */
  readonly isSilenced: () => boolean
}

/** Picture and sound of the class on this page: what the store and the box are told of them, and on which rung the page stands. */
export class ClassMedia {
  /** How late what is seen here is. */
  readonly seen = new SeenClock()
  readonly ways: MediaWays
  readonly #deps: ClassMediaDeps
  readonly #stop: () => void
  #rung: PageRung | undefined

  constructor(deps: ClassMediaDeps) {
    this.#deps = deps
    this.ways = new MediaWays({ ...deps, seen: this.seen })
    this.ways.on(() => this.tell())
    this.#stop = deps.link.on((event) => {
      if (event.type === 'era') this.seen.startAnew()
      if (event.type === 'phase' || event.type === 'channel') this.tell()
    })
  }

  /** The shared time of what is seen, as clocks of the page show it. */
  shownTime(): HubTime | undefined {
    const now = this.#deps.link.hubNow()
    return now === undefined ? undefined : this.seen.shownAt(now)
  }

  /** What of it stands in a report; undefined before the page stands anywhere. */
  get rung(): LinkRung | undefined {
    return this.#deps.store.state.peek().rung ?? undefined
  }

  /** Tells how things stand now. Before the first press neither the class nor its cues can sound, whatever the browser says of either. */
  tell(): void {
    const { store, isSilenced } = this.#deps
    const { picture, small, sound, undecodable } = this.ways.reading()
    const media: MediaReading = { picture, small, undecodable, sound: isSilenced() ? 'needs-press' : sound }
    if (!isSame(media, store.state.peek().media)) store.tell({ type: 'media', media })
    this.#step()
  }

  end(): void {
    this.#stop()
    this.ways.end()
  }

  #step(): void {
    const { store, link, behaviour, now } = this.#deps
    const { class: view, link: { state }, media, together, rung: before } = store.state.peek()
    const at = link.hubNow()
    if (view === null || state === 'arriving' || at === undefined) return
    const { video, sound } = behaviour()
    const { way, blocked, isFresh, box } = this.ways.reading()
    const isLive = view.phase === 'live'
    this.#rung = stepPageRung(this.#rung, {
      linked: state !== 'lost' && together.now.staleSeconds === null,
      wants: { sound, video }, programme: isLive ? view.programme : { video: false, audio: false },
      ...media, way, blocked, isFresh, box,
    }, now())
    const { rung, cause } = this.#rung.ladder
    if (before?.rung === rung && before.cause === cause && before.way === way) return
    store.tell({ type: 'rung', rung: { rung, cause, way, since: before?.rung === rung ? before.since : at } })
    link.report()
  }
}

function isSame<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((key) => one[key] === other[key])
}
