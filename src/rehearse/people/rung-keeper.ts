import { type PageRung, stepPageRung } from '../../features/live/rules/link/page-rung.ts'
import type { ClassView } from '../../features/live/wire/words.ts'
import type { Rung, RungCause } from '../../kernel/ladder.ts'
import type { Micros } from '../../kernel/time.ts'

/** Nothing for this long is a standstill a person sees, as a page has it. */
const STALLED_MS = 1800
/** The box says every second where its sending stands. */
const NOTE_FRESH_MS = 3500
/** The box was not heard at all for so long: the page goes on by the plan. */
const UNLINKED_MS = 4000

/** All in milliseconds of this machine's monotonic clock; undefined: never. */
export type Heard = {
  readonly boxMs: number | undefined
  readonly audioMs: number | undefined
  readonly videoMs: number | undefined
  readonly note: { readonly rung: Rung; readonly cause: RungCause; readonly atMs: number } | undefined
  readonly programme: ClassView['programme']
  readonly wants: { readonly sound: boolean; readonly video: boolean }
}
export type RungChange = { readonly atMs: number; readonly rung: Rung; readonly cause: RungCause }

/** Decides a learner's rung by the page's own rule, from packets instead of decoded pictures, and writes down every change. */
export class RungKeeper {
  readonly changes: RungChange[] = []
  #state: PageRung | undefined

  look(heard: Heard, nowMs: number): void {
    const within = (at: number | undefined, ms: number): boolean => at !== undefined && nowMs - at <= ms
    const { note, audioMs, videoMs } = heard
    this.#state = stepPageRung(this.#state, {
      linked: within(heard.boxMs, UNLINKED_MS), wants: heard.wants, programme: heard.programme,
      picture: videoMs === undefined ? 'arriving' : within(videoMs, note?.rung === 'still' ? 2.5 * STALLED_MS : STALLED_MS) ? 'playing' : 'stalled',
      sound: within(audioMs, STALLED_MS) ? 'playing' : 'arriving',
      small: false, undecodable: false, way: 'webrtc', blocked: false, isFresh: audioMs === undefined && videoMs === undefined, pictureIsSoon: false,
      box: note && within(note.atMs, NOTE_FRESH_MS) ? { rung: note.rung, cause: note.cause } : undefined,
    }, (nowMs * 1000) satisfies Micros)
    const { rung, cause } = this.#state.ladder
    const last = this.changes.at(-1)
    if (last?.rung !== rung) this.changes.push({ atMs: nowMs, rung, cause })
  }

  get now(): RungChange | undefined {
    return this.changes.at(-1)
  }
}
