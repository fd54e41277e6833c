import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Timers } from '../../../../../ui/timers.ts'
import { levelSays, type LevelSays, LOOK_BLOCKS, momentaryOf, speechLevel } from '../../../rules/loudness/speech-level.ts'
import type { LiveNews } from '../../../wire/messages.ts'
import type { Loudness } from '../../../wire/words.ts'
import type { Measuring } from './measuring.ts'

/** Something that measures a sound: blocks of 100 ms since the last call, tenths of LUFS. */
export type Ear = { take(): number[]; close(): void }

export type LoudnessDeps = {
  readonly measuring: ReadonlySignal<Measuring>
  readonly timers: Timers
  /** What this page sends. */
  readonly own: () => number[]
  /** Takes the class's sound from the box. */
  readonly monitor: () => Ear
  readonly tell: (message: { type: 'loudness'; blocks: number[] }) => void
}

/** LUFS throughout. `momentary`: the last 400 ms, -Infinity for silence; null where another device measures. `speech`: of the last three seconds, null when nobody spoke. */
export type Level = { readonly momentary: number | null; readonly speech: number | null; readonly says: LevelSays }

const LOOK_EVERY_MS = 100
/** Messages are told once a second; half a minute's worth is never kept. */
const TELL_BLOCKS = 10
const MOST_BLOCKS = 50

/** How loud the class is spoken: measured here where it falls to this page, else as the box tells it. */
export class LoudnessDesk {
  /** Null while nobody measures. */
  readonly level: Signal<Level | null> = signal(null)
  /** Of the whole class so far, as the box adds it up. */
  readonly programme: Signal<Loudness | null> = signal(null)
  readonly #deps: LoudnessDeps
  #blocks: number[] = []
  #untold: number[] = []
  #monitor: Ear | undefined
  #callOff: (() => void) | undefined

  constructor(deps: LoudnessDeps) {
    this.#deps = deps
    effect(() => this.#measure(deps.measuring.value))
  }

  hear(news: LiveNews): void {
    if (news.type !== 'loudness') return
    this.programme.value = news.class
    if (this.#deps.measuring.peek() !== 'none') return
    const speech = news.shortTerm === null ? null : news.shortTerm / 10
    this.level.value = { momentary: null, speech, says: levelSays(speech) }
  }

  /** Another class, or none any more. */
  reset(): void {
    this.programme.value = null
    this.level.value = null
  }

  #measure(what: Measuring): void {
    this.#callOff?.()
    this.#callOff = undefined
    this.#blocks = []
    this.#untold = []
    this.#monitor?.close()
    this.#monitor = what === 'monitor' ? this.#deps.monitor() : undefined
    if (what === 'none') this.level.value = null
    else this.#look(what)
  }

  #look(what: Measuring): void {
    this.#callOff = this.#deps.timers.after(LOOK_EVERY_MS, () => {
      this.#take(this.#monitor?.take() ?? this.#deps.own(), what !== 'own-unsent')
      this.#look(what)
    })
  }

  #take(blocks: readonly number[], isTold: boolean): void {
    if (blocks.length === 0) return
    this.#blocks = [...this.#blocks, ...blocks].slice(-LOOK_BLOCKS)
    const speech = speechLevel(this.#blocks)
    this.level.value = { momentary: momentaryOf(this.#blocks), speech, says: levelSays(speech) }
    if (!isTold) return
    this.#untold = [...this.#untold, ...blocks].slice(-MOST_BLOCKS)
    if (this.#untold.length >= TELL_BLOCKS) this.#deps.tell({ type: 'loudness', blocks: this.#untold.splice(0) })
  }
}
