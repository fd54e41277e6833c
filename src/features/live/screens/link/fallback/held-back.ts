import type { HubTime, Micros } from '../../../../../kernel/time.ts'
import type { Timers } from '../../../../../ui/timers.ts'
import { type DueSeenCue, WaitingCues } from '../../../rules/cue/waiting-cues.ts'
import type { SeenClock } from '../../../rules/clock/seen-clock.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { Cue } from '../../../wire/words.ts'
import type { LinkEvent } from '../link-events.ts'
import type { Holds } from './seen-link.ts'

export type HeldBackDeps = { readonly seen: SeenClock; readonly hubNow: () => HubTime | undefined; readonly timers: Timers }

/** What belongs to what is seen. Polls do not: they close when the host closes them. */
const HELD: readonly LiveNews['type'][] = ['run', 'timer', 'music', 'cue']
const LOOK_MS = 100

type Held = { readonly event: LinkEvent; readonly at: HubTime; readonly pass: (event: LinkEvent) => void }
type Waiting = { readonly play: (due: DueSeenCue, delay: Micros) => void }

/**
 * What a page that sees the class late holds back until what it belongs to is seen.
 *
 * 1. The order of what is held is kept, and nothing of its kinds overtakes it; everything else comes at once.
 * 2. The first word of each kind is not held: before it the page knows nothing.
 * 3. In class time nothing is held that was not held before.
 */
export class HeldBack implements Holds {
  readonly #deps: HeldBackDeps
  readonly #known: Set<LiveNews['type']>
  readonly #cues = new WaitingCues()
  #waiting: Waiting | undefined
  #news: Held[] = []
  #callOff: (() => void) | undefined

  /** `known`: the kinds of news that have come already. */
  constructor(deps: HeldBackDeps, known: Iterable<LiveNews['type']>) {
    this.#deps = deps
    this.#known = new Set(known)
  }

  holdsNews(event: LinkEvent, pass: (event: LinkEvent) => void): boolean {
    if (event.type === 'era') this.#release(Infinity)
    const now = this.#deps.hubNow()
    if (event.type !== 'news' || !HELD.includes(event.news.type) || now === undefined) return false
    const { type } = event.news
    const waits = this.#news.length > 0 || (this.#deps.seen.delay > 0 && this.#known.has(type)) // 1, 2, 3
    this.#known.add(type)
    if (!waits) return false
    this.#news.push({ event, at: now, pass })
    this.#plan()
    return true
  }

  holdsCue(cue: Cue, play: Waiting['play']): boolean {
    if (this.#deps.seen.delay === 0) return false // 3
    this.#cues.add(cue)
    this.#waiting = { play }
    this.#plan()
    return true
  }

  end(): void {
    this.#callOff?.()
    this.#callOff = undefined
  }

  #plan(): void {
    this.#callOff ??= this.#deps.timers.after(LOOK_MS, () => {
      this.#callOff = undefined
      const { hubNow, seen } = this.#deps
      const now = hubNow()
      this.#release(now === undefined ? Infinity : seen.seenAt(now))
      if (now !== undefined) for (const due of this.#cues.take(now, seen.delay)) this.#waiting?.play(due, seen.delay)
      if (this.#news.length > 0 || !this.#cues.isEmpty) this.#plan()
    })
  }

  #release(seen: Micros): void {
    const due = this.#news.filter(({ at }) => at <= seen)
    this.#news = this.#news.filter(({ at }) => at > seen)
    for (const { event, pass } of due) pass(event)
  }
}
