import { CueId, newId } from '../../../../../kernel/ids.ts'
import { MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import type { HubTime } from '../../../../../kernel/time.ts'
import { endsAt, run, standing } from '../../../rules/clock/timeline.ts'
import type { Timer } from '../../../wire/together.ts'
import { BOX } from './desk.ts'
import type { TogetherDeps } from './desk.ts'
import type { StartDesk } from './start-desk.ts'

/** The cue of a timer's end leaves this long before it. */
const CUE_AHEAD_MS = 400
/** A timer that has run out stays on the screens this long. */
const ZERO_LASTS_MS = 5000

type TimerDeskDeps = Pick<TogetherDeps, 'now' | 'crypto' | 'timers' | 'audience' | 'record' | 'giveCue'> & { readonly starts: StartDesk }

/**
 * The class's timer.
 *
 * 1. There is at most one; starting another takes its place.
 * 2. One that runs out gives a cue at its end, once: the cue is named after the timer, so that a box
 *    that starts again meanwhile cannot give a second one. One that was stopped before gives none.
 */
export class TimerDesk {
  readonly #deps: TimerDeskDeps
  #timer: Timer | null = null
  /** What was recorded last, so that a repeated command hears `kept` with the fact it repeats. */
  #fact: number | undefined
  #callOff: (() => void)[] = []

  constructor(deps: TimerDeskDeps) {
    this.#deps = deps
  }

  get current(): Timer | null {
    return this.#timer
  }

  start(actor: string, seconds: number, label: string): number {
    const { crypto, record, starts } = this.#deps
    const at = starts.agree()
    const timer: Timer = { id: newId('tmr', crypto), label, line: run(standing(seconds * MICROS_PER_SECOND), at) }
    this.#set(timer)
    starts.announce({ type: 'timer', timer }, { what: 'timer', id: timer.id, at })
    return (this.#fact = record(actor, { kind: 'live.timer-started.1', body: { timer: timer.id, at, seconds }, private: { label } }))
  }

  /** Answers the fact that says so, also when none runs; undefined when none ever did. */
  stop(actor: string = BOX): number | undefined {
    const { now, audience, record } = this.#deps
    if (!this.#timer) return this.#fact
    const { id } = this.#timer
    this.#set(null)
    audience.tellAll({ type: 'timer', timer: null })
    return (this.#fact = record(actor, { kind: 'live.timer-stopped.1', body: { timer: id, at: now() } }))
  }

  /** Puts a timer back that ran before this process did. */
  restore(timer: Timer): void {
    const end = endsAt(timer.line)
    if (end === null || end + ZERO_LASTS_MS * MICROS_PER_MS <= this.#deps.now()) return
    this.#set(timer)
    this.#deps.audience.tellAll({ type: 'timer', timer })
  }

  #set(timer: Timer | null): void {
    for (const callOff of this.#callOff) callOff()
    this.#callOff = []
    this.#timer = timer
    const end = timer && endsAt(timer.line)
    if (timer === null || end === null) return
    const { now, timers } = this.#deps
    const left = (end - now()) / MICROS_PER_MS
    this.#callOff = [timers.after(Math.max(0, left + ZERO_LASTS_MS), () => this.#gone())]
    if (left > 0) this.#callOff.push(timers.after(Math.max(0, left - CUE_AHEAD_MS), () => this.#cue(timer, end)))
  }

  #cue({ id, label }: Timer, at: HubTime): void {
    this.#deps.giveCue({ id: CueId.parse(id.replace(/^tmr_/, 'cue_')), at, word: label === '' ? undefined : label })
  }

  /** What has run out needs no entry: its start says when it ended. */
  #gone(): void {
    this.#set(null)
    this.#deps.audience.tellAll({ type: 'timer', timer: null })
  }
}
