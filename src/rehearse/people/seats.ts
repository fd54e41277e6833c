import type { SeatKind } from '../../features/live/wire/words.ts'

/** Of ten learners, so many sit in each kind of seat, in turn. */
const SEATS = ['elsewhere', 'elsewhere', 'room', 'elsewhere', 'venue', 'elsewhere', 'elsewhere', 'elsewhere', 'venue', 'elsewhere'] as const satisfies readonly SeatKind[]

/** Where the learner with the number `place` sits. */
export function seatOf(place: number): SeatKind {
  return SEATS[place % SEATS.length] ?? 'elsewhere'
}
