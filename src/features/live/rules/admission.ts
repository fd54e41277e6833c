import { type HubTime, later, MICROS_PER_SECOND } from '../../../kernel/time.ts'
import type { Admission, ClassPhase, ClassView, SeatKind } from '../wire/words.ts'

/**
 * Who is let in from the lobby, and when; and when a class begins by itself.
 *
 * 1. Nobody is admitted before the class is live; without a stagger everybody is at its beginning.
 * 2. A kind of seat is never admitted before the class began.
 * 3. Whoever comes after the instant of their kind is admitted at once.
 */

/** Whole seconds after the beginning, for each kind of seat. */
export type Stagger = Readonly<Record<SeatKind, number>>

/** What must be known of a class to tell who is let in. */
export type Opening = Pick<ClassView, 'phase' | 'beganAt' | 'admitAt'>

export function admissionOf(beganAt: HubTime, stagger: Stagger): Admission {
  const at = (kind: SeatKind): HubTime => later(beganAt, Math.max(0, stagger[kind]) * MICROS_PER_SECOND)
  return { room: at('room'), venue: at('venue'), elsewhere: at('elsewhere') }
}

/** The instant at which a kind of seat is let in; null while nobody knows, since the class has not begun. */
export function admittedAt({ phase, beganAt, admitAt }: Opening, kind: SeatKind): HubTime | null {
  if (phase !== 'live') return null
  return admitAt?.[kind] ?? beganAt
}

export function isAdmitted(opening: Opening, kind: SeatKind, now: HubTime): boolean {
  const at = admittedAt(opening, kind)
  return at !== null && now >= at
}

/** A start that a dark box slept through by less than this is made good at once. */
export const MISSED_START_SECONDS = 300
/** A start further ahead than anybody can set it comes from a wall clock that jumped while the box was off. */
export const FURTHEST_START_SECONDS = 86_400

/** What becomes of an agreed start: waited for, made now, or given up, since its hour is long gone or was never meant. */
export function startNow(phase: ClassPhase, startsAt: HubTime, now: HubTime): 'wait' | 'begin' | 'drop' {
  const seconds = (startsAt - now) / MICROS_PER_SECOND
  if (phase !== 'lobby' || seconds > FURTHEST_START_SECONDS || seconds <= -MISSED_START_SECONDS) return 'drop'
  return seconds > 0 ? 'wait' : 'begin'
}
