import { type HubTime, hubTime, type Micros } from '../../../../kernel/time.ts'

/**
 * A stretch of time that every device reads off the shared clock: a timer, an item of the plan, a
 * piece of music. It says where it is, not when it was told, so a message about it may come late.
 *
 * 1. The position never leaves 0 to `length`.
 * 2. While it runs the position grows as the shared clock does, at rate 1; while it stands it is still.
 * 3. Pausing and going on loses and gains nothing: the position is the sum of the stretches run.
 */
export type Timeline = {
  /** Microseconds; null for one without an end. */
  readonly length: Micros | null
  /** Where it was at `since`, or stands now. */
  readonly position: Micros
  /** Since when it runs; null while it stands. May lie in the future: an agreed start. */
  readonly since: HubTime | null
}

export function standing(length: Micros | null): Timeline {
  if (length !== null && !(length >= 0)) throw new RangeError('a length cannot be negative')
  return { length, position: 0, since: null }
}

/** Starts or goes on at `at`; does nothing to one that runs. */
export function run(line: Timeline, at: HubTime): Timeline {
  return line.since === null ? { ...line, since: at } : line
}

export function pause(line: Timeline, at: HubTime): Timeline {
  return { ...line, position: positionAt(line, at), since: null }
}

/** Moves to a position and keeps running or standing. */
export function seek(line: Timeline, position: Micros, at: HubTime): Timeline {
  return { ...line, position: within(line, position), since: line.since === null ? null : at }
}

export function positionAt(line: Timeline, now: HubTime): Micros {
  const run = line.since === null ? 0 : Math.max(0, now - line.since)
  return within(line, line.position + run)
}

/** Null for one without an end. */
export function remainingAt(line: Timeline, now: HubTime): Micros | null {
  return line.length === null ? null : line.length - positionAt(line, now)
}

/** When it ends on the shared clock; null while it stands or has no end. */
export function endsAt(line: Timeline): HubTime | null {
  if (line.length === null || line.since === null) return null
  return hubTime(line.since + line.length - line.position)
}

/**
 * The next multiple of `every` after now, on the shared clock: a beat, a full second, a rep's end.
 * Null while it stands and when none comes before the end.
 */
export function nextBoundary(line: Timeline, every: Micros, now: HubTime): HubTime | null {
  if (!(every > 0)) throw new RangeError('boundaries need a positive distance')
  if (line.since === null) return null
  const position = positionAt(line, now)
  const boundary = now < line.since ? Math.ceil(line.position / every) * every : (Math.floor(position / every) + 1) * every
  if (line.length !== null && boundary > line.length) return null
  return hubTime(line.since + boundary - line.position)
}

function within(line: Timeline, position: Micros): Micros {
  return Math.min(line.length ?? Infinity, Math.max(0, position))
}
