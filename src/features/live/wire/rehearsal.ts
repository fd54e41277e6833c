import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { WallTime } from '../../../kernel/time.ts'
import { RecordedFigures } from './words.ts'

/**
 * A crew rehearsal: the class is held by those who will hold it, with their own devices and screens. The box goes
 * on, under the same address and with the same code, in a folder of its own from which nothing comes
 * back but a sheet of figures.
 */

/** Names one rehearsal, and its folder: 8 random bytes, hex. */
export const RehearsalName = z.string().check(z.regex(/^[0-9a-f]{16}$/))

/** What comes back of a rehearsal: counts and percentiles, nobody's name. */
export const HeldRehearsal = z.object({ rehearsal: RehearsalName, endedAt: WallTime, figures: RecordedFigures })
export type HeldRehearsal = z.infer<typeof HeldRehearsal>

/** The only entry of the real record that a rehearsal leaves; of the class that was rehearsed. */
export const rehearsalHeld = { kind: 'live.rehearsal-held.1', body: HeldRehearsal } as const

const Nothing = z.strictObject({})
const Leaving = z.object({ leaving: z.literal(true) })

/** The class, still a draft, goes into rehearsal. The box answers again some seconds later, with another nonce. */
export const beginRehearsal = route({
  name: 'begin-rehearsal',
  method: 'POST',
  path: '/api/1/classes/:code/rehearsal',
  who: ['host'],
  limit: { burst: 5, seconds: 60 },
  withinMs: 45_000,
  input: Nothing,
  output: Leaving,
  refusals: ['CLASS_UNKNOWN', 'CLASS_NOT_DRAFT', 'ANOTHER_CLASS_RUNNING', 'REHEARSAL_ON', 'BUSY'],
})

/** Back to the real thing: the rehearsal is erased, and what it measured becomes a sheet if its class was held to the end. */
export const leaveRehearsal = route({
  name: 'leave-rehearsal',
  method: 'POST',
  path: '/api/1/rehearsal/leave',
  who: ['host'],
  limit: { burst: 5, seconds: 60 },
  input: Nothing,
  output: Leaving,
  refusals: ['NO_REHEARSAL', 'REHEARSAL_LIVE', 'BUSY'],
})

export const MOST_MADE_UP = 60

/** So many made-up learners in the class that is rehearsed, in place of those that were; they come when its lobby is open and go when it is over. */
export const setMadeUp = route({
  name: 'set-made-up',
  method: 'POST',
  path: '/api/1/rehearsal/learners',
  who: ['host'],
  limit: { burst: 10, seconds: 60 },
  input: z.strictObject({ count: z.number().check(z.int(), z.nonnegative(), z.maximum(MOST_MADE_UP)) }),
  output: z.object({ count: z.number() }),
  refusals: ['NO_REHEARSAL'],
})

/** The sheets of a class's rehearsals, newest first. */
export const listRehearsals = route({
  name: 'list-rehearsals',
  method: 'GET',
  path: '/api/1/classes/:code/rehearsals',
  who: ['host', 'co-host', 'technician'],
  limit: { burst: 30, seconds: 10 },
  input: Nothing,
  output: z.object({ rehearsals: z.array(HeldRehearsal) }),
  refusals: ['CLASS_UNKNOWN'],
})

export const rehearsalRoutes = [beginRehearsal, leaveRehearsal, setMadeUp, listRehearsals] as const
