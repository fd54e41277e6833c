import { z } from 'zod/mini'
import { ClassCode, ClassId, DeviceId, PersonId, SeatId } from '../../../kernel/ids.ts'

/** Everything a box holds of one person in one class, as it is handed to them. Format: docs/protocol/person-data.md. */

/** ISO 8601, UTC, to the millisecond. */
const Instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/))
/** What one entry says, private fields that are left included; `entry`: its sequence. */
const Said = z.looseObject({ at: Instant, entry: z.number() })

export const PersonData = z.strictObject({
  format: z.literal('lectern-person/1'),
  class: z.strictObject({ id: ClassId, code: ClassCode, title: z.string() }),
  person: z.nullable(PersonId), seat: z.nullable(SeatId), device: z.nullable(DeviceId),
  name: z.nullable(z.string()),
  kept: z.strictObject({ untilErased: z.boolean(), replayUntil: z.nullable(Instant), removalUntil: z.nullable(Instant) }),
  consents: z.array(Said),
  claims: z.array(z.looseObject({ at: Instant, entry: z.number(), became: z.nullable(Said) })),
  place: z.nullable(z.strictObject({ kind: z.string(), hands: z.number(), reps: z.number() })),
  names: z.array(Said), answers: z.array(z.looseObject({ at: Instant, entry: z.number(), question: z.nullable(z.string()) })), questions: z.array(Said), visit: z.nullable(Said),
  moments: z.array(z.strictObject({ why: z.enum(['stage', 'hand', 'answer', 'question']), from: Instant, to: Instant })),
  entries: z.array(z.strictObject({
    sequence: z.number(), at: Instant, kind: z.string(), actor: z.string(), body: z.record(z.string(), z.unknown()), private: z.record(z.string(), z.unknown()),
  })),
})
export type PersonData = z.infer<typeof PersonData>
