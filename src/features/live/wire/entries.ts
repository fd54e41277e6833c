import { z } from 'zod/mini'
import { ClassCode, CueId, DeviceId, SeatId } from '../../../kernel/ids.ts'
import { HubTime } from '../../../kernel/time.ts'
import { Admission, CueKind, RecordedFigures, SeatKind, Standing } from './words.ts'

/**
 * What this feature puts on record. Decisions (class steps, seats) commit before they are told;
 * cues, hands and reps are told at once and committed within 200 ms. Who sits in a seat is private, and
 * so is a title: people write names into it.
 */
export const classMade = { kind: 'live.class-made.1', body: z.object({ code: ClassCode }), private: z.object({ title: z.string() }) } as const
export const classRenamed = { kind: 'live.class-renamed.1', body: z.object({}), private: z.object({ title: z.string() }) } as const
export const lobbyOpened = { kind: 'live.lobby-opened.1', body: z.object({}) } as const
/** `admitAt` is there when kinds of seat are let in one after another. */
export const classBegun = { kind: 'live.class-begun.1', body: z.object({ at: HubTime, admitAt: z.optional(Admission) }) } as const
/** The class begins by itself at this instant; null: the host begins it. */
export const startSet = { kind: 'live.start-set.1', body: z.object({ at: z.nullable(HubTime) }) } as const
export const doorSet = { kind: 'live.door-set.1', body: z.object({ locked: z.boolean() }) } as const
/** The class's last entry states its count of entries, itself included. */
export const classEnded = { kind: 'live.class-ended.1', body: z.object({ at: HubTime, entries: z.number(), figures: RecordedFigures }) } as const
export const seatTaken = {
  kind: 'live.seat-taken.1',
  body: z.object({ seat: SeatId, kind: SeatKind, headphones: z.boolean() }),
  private: z.object({ device: DeviceId }),
} as const
export const seatChanged = { kind: 'live.seat-changed.1', body: z.object({ seat: SeatId, kind: SeatKind, headphones: z.boolean() }) } as const
/** By the host; `welcome` by the seat itself when somebody who was removed comes again. */
export const standingSet = { kind: 'live.standing-set.1', body: z.object({ seat: SeatId, standing: Standing }) } as const
export const cuePressed = { kind: 'live.cue-pressed.1', body: z.object({ cue: CueId, kind: CueKind, pressedAt: HubTime, at: HubTime }) } as const
export const handRaised = { kind: 'live.hand-raised.1', body: z.object({ seat: SeatId, up: z.boolean(), at: HubTime }) } as const
export const repConfirmed = { kind: 'live.rep-confirmed.1', body: z.object({ seat: SeatId, count: z.number(), at: HubTime }) } as const
