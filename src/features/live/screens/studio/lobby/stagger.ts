import { type HubTime, MICROS_PER_SECOND } from '../../../../../kernel/time.ts'
import type { SeatKind } from '../../../wire/words.ts'

export type Stagger = 'together' | 'room-last' | 'room-first'

/** Seconds after the beginning at which each kind of seat is let in; null: all at once. */
export const STAGGERS: Record<Stagger, Record<SeatKind, number> | null> = {
  'together': null,
  'room-last': { elsewhere: 0, venue: 10, room: 20 },
  'room-first': { room: 0, venue: 10, elsewhere: 20 },
}

/** Whole seconds, counted down to 0; null without an instant or a clock. */
export function secondsUntil(at: HubTime | null, now: HubTime | null): number | null {
  return at === null || now === null ? null : Math.max(0, Math.ceil((at - now) / MICROS_PER_SECOND))
}
