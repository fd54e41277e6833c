import type { Crypto } from '../../../../kernel/crypto.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { SeatId } from '../../../../kernel/ids.ts'
import { hubTime, MICROS_PER_MS, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { ChannelMessage } from '../../../../media/engine.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { CueLead } from '../../rules/cue/cue-lead.ts'
import { CueCollector } from '../../rules/cue/cue-result.ts'
import { decideCue, LEAST_GAP } from '../../rules/cue/cue-schedule.ts'
import type { ClassPhase, Cue, CueKind, CueOutput, CueResult } from '../../wire/words.ts'
import type { Audience } from './audience.ts'

/** How often a cue goes out on each data channel, and how far apart: what survives 5 % loss, twice over. */
const CHANNEL_TIMES = 3
const CHANNEL_GAP_MS = 15
/** Somebody who enters this long after a cue's instant still hears of it, and counts as late. */
const CUE_LASTS = 2 * MICROS_PER_SECOND
/** Results change with every phone that answers; the studio gets at most this many a second. */
const RESULT_EVERY_MS = 100

export type CueDeskDeps = {
  readonly now: () => HubTime
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly timers: Timers
  readonly channels: (message: ChannelMessage) => void
  readonly audience: Audience
  /** Seats of which an answer is expected. */
  readonly expected: () => Iterable<SeatId>
  /** A cue's figures as they come in; the last call for a cue has `settled`. */
  readonly onResult: (cue: Cue, result: CueResult) => void
}

export type Press = { readonly kind: CueKind; readonly pressed: HubTime; /** Shown with the light. */ readonly word?: string | undefined }

/**
 * Takes presses, sends cues, and gathers how they arrived.
 *
 * 1. A cue leaves for every channel and socket in the same turn in which its press came in.
 * 2. Nothing here waits for the core or for a receipt.
 */
export class CueDesk {
  readonly lead = new CueLead()
  readonly #deps: CueDeskDeps
  #open: CueCollector[] = []
  #recent: Cue[] = []
  #lastAt: HubTime | undefined
  #telling = new Set<CueCollector>()

  constructor(deps: CueDeskDeps) {
    this.#deps = deps
  }

  /** Decides and sends. Throws {@link Refused}. */
  press(phase: ClassPhase, { kind, pressed, word }: Press): { cue: Cue; pressedAt: HubTime } {
    const { now, crypto } = this.#deps
    const at = now()
    const decision = decideCue(
      { id: newId('cue', crypto), kind, pressedAt: pressed },
      { phase, now: at, lead: this.lead.leadMicros(at), lastAt: this.#lastAt },
    )
    if (!decision.ok) throw new Refused(decision.refusal)
    const { pressedAt } = decision
    const cue: Cue = { ...decision.cue, ...(word === undefined || word === '' ? {} : { word }) }
    this.#begin(cue, pressedAt)
    return { cue, pressedAt }
  }

  /**
   * A cue the box gives by itself, told ahead of its instant; moved back when another is too near
   * before it. Answers it as it was sent.
   */
  give({ id, at, word }: { readonly id: Cue['id']; readonly at: HubTime; readonly word?: string | undefined }): Cue {
    const now = this.#deps.now()
    const instant = hubTime(Math.max(at, now + this.lead.leadMicros(now), (this.#lastAt ?? 0) + LEAST_GAP))
    const cue: Cue = { id, at: instant, kind: 'planned', ...(word === undefined ? {} : { word }) }
    this.#begin(cue, now)
    return cue
  }

  #begin(cue: Cue, pressedAt: HubTime): void {
    const { expected, timers, onResult, now } = this.#deps
    this.#send(cue)
    this.#lastAt = cue.at
    this.#recent = [...this.recent(), cue]
    const collector = new CueCollector(cue, pressedAt, expected())
    this.#open.push(collector)
    onResult(cue, collector.result())
    timers.after((collector.settlesAt - now()) / MICROS_PER_MS + 1, () => this.#settle(collector))
  }

  /** A seat's answer. Press to played in milliseconds, when it counts: nobody presses a planned one. */
  played(seat: SeatId, cue: Cue['id'], at: HubTime, output: CueOutput): number | undefined {
    const collector = this.#open.find((one) => one.cue.id === cue)
    if (!collector) return undefined
    const after = collector.played(seat, at, output, this.#deps.now())
    if (collector.settled) this.#finish(collector)
    else if (after !== undefined) this.#tellSoon(collector)
    return collector.cue.kind === 'planned' ? undefined : after
  }

  /** Cues that somebody who enters now still hears of. */
  recent(): Cue[] {
    const oldest = this.#deps.now() - CUE_LASTS
    return this.#recent.filter((cue) => cue.at >= oldest)
  }

  #send(cue: Cue): void {
    const { audience, channels } = this.#deps
    const news = { type: 'cue', cue } as const
    const to = audience.channels()
    if (to.length > 0) channels({ type: 'send', to, text: JSON.stringify(news), times: CHANNEL_TIMES, gapMs: CHANNEL_GAP_MS })
    audience.tellAll(news)
  }

  #tellSoon(collector: CueCollector): void {
    if (this.#telling.has(collector)) return
    this.#telling.add(collector)
    this.#deps.onResult(collector.cue, collector.result())
    this.#deps.timers.after(RESULT_EVERY_MS, () => {
      this.#telling.delete(collector)
      if (!collector.settled) this.#deps.onResult(collector.cue, collector.result())
    })
  }

  #settle(collector: CueCollector): void {
    collector.settleBy(this.#deps.now())
    if (collector.settled) this.#finish(collector)
  }

  #finish(collector: CueCollector): void {
    if (!this.#open.includes(collector)) return
    this.#open = this.#open.filter((one) => one !== collector)
    const result = collector.result()
    this.lead.settled(result.played, result.late)
    this.#deps.onResult(collector.cue, result)
  }
}
