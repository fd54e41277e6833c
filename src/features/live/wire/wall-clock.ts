import { z } from 'zod/mini'
import { route } from '../../../kernel/contract.ts'
import { WallTime } from '../../../kernel/time.ts'

/** The box's wall clock is wrong by what the devices of a class have: `offMs` is how far it is behind (negative: ahead), `atZero` the wall time to take at shared time 0. */
export const ClockLamp = z.object({ offMs: z.number(), devices: z.number(), atZero: z.number() })
export type ClockLamp = z.infer<typeof ClockLamp>

/** Takes the clock the devices agree on, for entries from now on. `atZero` is what the host was shown. */
export const agreeClock = route({
  name: 'agree-clock',
  method: 'PUT',
  path: '/api/1/clock',
  who: ['host'],
  limit: { burst: 10, seconds: 60 },
  input: z.strictObject({ atZero: z.number().check(z.int(), z.nonnegative(), z.maximum(8_640_000_000_000)) }),
  output: z.object({ wall: WallTime }),
  refusals: ['CLOCK_MOVED_ON'],
})

/** What the host agreed to, and on whose word: how many devices, and how far they lay from it at most. It counts for the run of the machine that the entry's time names. */
export const clockAgreed = {
  kind: 'live.clock-agreed.1',
  body: z.object({ atZero: z.number(), offMs: z.number(), devices: z.number(), spreadMs: z.number() }),
} as const
