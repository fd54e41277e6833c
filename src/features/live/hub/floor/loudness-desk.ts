import type { HubTime, Micros } from '../../../../kernel/time.ts'
import { MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { ProgrammeLoudness } from '../../rules/loudness/gating.ts'
import type { Loudness } from '../../wire/words.ts'
import type { Audience } from './audience.ts'
import { Coalesced } from './coalesced.ts'
import type { Connection } from './connection.ts'

/** Studios are told this often while something is measured. */
const TELL_EVERY_MS = 1000
/** Whoever measures has stopped when nothing came for so long; then another may. */
const SILENCE: Micros = 3 * MICROS_PER_SECOND

type LoudnessDeskDeps = {
  readonly now: () => HubTime
  readonly timers: Timers
  readonly audience: Pick<Audience, 'tellStudios'>
  readonly isLive: () => boolean
}

/**
 * How loud the programme is, as a studio hears it.
 *
 * 1. One page measures at a time: what a second one says meanwhile is the same sound, and counts nowhere.
 * 2. Only what is heard while the class is live belongs to the class; after a restart of the box, what was
 *    heard since.
 */
export class LoudnessDesk {
  readonly #deps: LoudnessDeskDeps
  readonly #loudness = new ProgrammeLoudness()
  readonly #news: Coalesced<'loudness', true>
  #from: Connection | undefined
  #heardAt: HubTime | undefined
  #wasCounted = false

  constructor(deps: LoudnessDeskDeps) {
    this.#deps = deps
    this.#news = new Coalesced(deps.timers, TELL_EVERY_MS, () => {
      deps.audience.tellStudios({ type: 'loudness', shortTerm: this.#loudness.shortTerm(), class: this.#loudness.programme() })
    })
  }

  /** `blocks`: what followed the last message, each 100 ms, tenths of LUFS. */
  heard(from: Connection, blocks: readonly number[]): void {
    const now = this.#deps.now()
    const wasSilent = this.#heardAt === undefined || now - this.#heardAt > SILENCE
    if (from !== this.#from && !wasSilent) return
    if (from !== this.#from || wasSilent) this.#loudness.interrupt()
    this.#from = from
    this.#heardAt = now
    const counts = this.#deps.isLive()
    for (const block of blocks) this.#loudness.take(block, counts)
    this.#wasCounted ||= counts
    this.#news.put('loudness', true)
  }

  /** Null while nobody measured. */
  figures(): Loudness | null {
    return this.#wasCounted ? this.#loudness.programme() : null
  }
}
