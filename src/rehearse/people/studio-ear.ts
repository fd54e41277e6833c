import type { LiveNews } from '../../features/live/wire/messages.ts'
import { monotonicMs } from '../media/stamp.ts'
import type { Host } from './host.ts'

/** How learners answer back. */
export const WAYS = ['hand', 'rep', 'answer'] as const
export type Way = (typeof WAYS)[number]

const HEARD_WITHIN_MS = 5000

type Line = Extract<LiveNews, { type: 'seat' }>['line']

/** Waits at the studio's end for single lines of the roster. */
export class StudioEar {
  readonly #lines = new Map<string, Line>()
  readonly #waiting = new Map<string, { readonly way: Way; readonly before: Line | undefined; resolve(at: number): void }>()

  constructor(host: Host) {
    host.page.link?.on((event) => {
      if (event.type === 'news' && event.news.type === 'seat') this.#hear(event.news.line)
    })
  }

  /** When the studio heard of what the seat does next, milliseconds of the monotonic clock; undefined when it did not in time. */
  hears(seat: string, way: Way): Promise<number | undefined> {
    const { promise, resolve } = Promise.withResolvers<number | undefined>()
    const callOff = setTimeout(() => resolve(undefined), HEARD_WITHIN_MS)
    this.#waiting.set(seat, { way, before: this.#lines.get(seat), resolve: (at) => { clearTimeout(callOff); resolve(at) } })
    return promise
  }

  #hear(line: Line): void {
    const waiting = this.#waiting.get(line.seat)
    this.#lines.set(line.seat, line)
    if (!waiting || !tells(waiting.way, line, waiting.before)) return
    this.#waiting.delete(line.seat)
    waiting.resolve(monotonicMs())
  }
}

function tells(way: Way, line: Line, before: Line | undefined): boolean {
  if (way === 'hand') return line.handSince !== null
  if (way === 'rep') return line.reps > (before?.reps ?? 0)
  return line.actedAt !== null && line.actedAt > (before?.actedAt ?? 0)
}
