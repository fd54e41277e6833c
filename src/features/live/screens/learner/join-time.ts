import { type Micros, MICROS_PER_MS } from '../../../../kernel/time.ts'

/** Instants of one page, local microseconds; null where it has not happened. */
export type JoinInstants = {
  /** The seat was asked for. */
  readonly askedAt: Micros | null
  /** The page first knew that the class is live. */
  readonly liveAt: Micros | null
  /** First picture or sound. */
  readonly mediaAt: Micros | null
  /** The clock was first good enough for cues. */
  readonly clockAt: Micros | null
}

/**
 * How long joining took, milliseconds; null as long as it has not succeeded. A silent seat has joined
 * with a good clock. The others have joined with their first picture or sound, counted from the
 * beginning of the class for those who waited in the lobby: the wait was not the link's.
 */
export function joinTimeMs({ askedAt, liveAt, mediaAt, clockAt }: JoinInstants, silent: boolean): number | null {
  const done = silent ? clockAt : mediaAt
  if (askedAt === null || done === null) return null
  const from = silent ? askedAt : Math.max(askedAt, liveAt ?? askedAt)
  return Math.max(0, done - from) / MICROS_PER_MS
}

/** Remembers when each thing first happened. */
export class JoinWatch {
  #at: Omit<JoinInstants, 'mediaAt'> = { askedAt: null, liveAt: null, clockAt: null }

  note(what: keyof Omit<JoinInstants, 'mediaAt'>, now: Micros): void {
    if (this.#at[what] === null) this.#at = { ...this.#at, [what]: now }
  }

  /** As {@link joinTimeMs}. */
  ms(mediaAt: Micros | null, silent: boolean): number | null {
    return joinTimeMs({ ...this.#at, mediaAt }, silent)
  }
}
